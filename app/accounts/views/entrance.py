"""Signing in and out."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import commands, guards, queries, sessions
from app.accounts.forms import SignInForm
from app.accounts.models import Person
from app.accounts.rules import is_signed_in
from app.accounts.views.blueprint import bp
from app.core import i18n
from app.core.access import allow, anyone, current_actor
from app.core.db import commit
from app.core.pages import own_path


@bp.get("/sign-in")
@allow(anyone)
def sign_in() -> ResponseReturnValue:
    way = own_path(request.args.get("next"))
    if is_signed_in(current_actor()):
        return redirect(way)
    return render_template("accounts/sign_in.html", form=SignInForm(next=way))


@bp.post("/sign-in")
@allow(anyone)
def sign_in_with_password() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422
    guards.count_sign_in(form.email.data)
    person = queries.authenticate(form.email.data, form.password.data)
    if person is None:
        form.form_errors.append(_("The address or the password is not right."))
        return render_template("accounts/sign_in.html", form=form), 422
    return let_in(person, own_path(form.next.data))


def let_in(person: Person, way: str) -> ResponseReturnValue:
    """Open a session of somebody who has proved who they are, and go on."""
    opened = commands.open_session(person, request.user_agent.string)
    commit()
    sessions.begin(opened)
    if person.suspended_at is not None:
        flash(_("Your account is suspended: you can read, but not take part."), "warning")
    response = redirect(way)
    i18n.remember(response, person.language)
    guards.remember_device(response, person)
    return response


@bp.post("/sign-out")
@allow(anyone)
def sign_out() -> ResponseReturnValue:
    actor = current_actor()
    if isinstance(actor, Person) and actor.auth_session is not None:
        commands.revoke_session(actor, actor.auth_session)
        commit()
    sessions.end()
    flash(_("You are signed out."))
    return redirect("/")
