"""Signing in and out."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests

from app.accounts import commands, guards, oidc, queries, sessions
from app.accounts.forms import CodeForm, SignInForm
from app.accounts.models import Person
from app.accounts.refusals import Why
from app.accounts.rules import is_signed_in
from app.accounts.views.blueprint import bp
from app.accounts.views.shared import too_often
from app.core import i18n
from app.core.access import allow, anyone, current_actor
from app.core.db import commit, rollback
from app.core.labels import label
from app.core.pages import own_path


@bp.get("/sign-in")
@allow(anyone)
def sign_in() -> ResponseReturnValue:
    way = own_path(request.args.get("next"))
    if is_signed_in(current_actor()):
        return redirect(way)
    return _form(SignInForm(next=way))


@bp.post("/sign-in")
@allow(anyone)
def sign_in_with_password() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return _form(form, 422)
    try:
        counted = guards.count_sign_in(form.email.data)
    except TooManyRequests as error:
        return too_often(error, "accounts/sign_in.html", form=form, providers=oidc.offered())
    person = queries.authenticate(form.email.data, form.password.data)
    if person is None:
        form.form_errors.append(_("The address or the password is not right."))
        return _form(form, 422)
    guards.forgive(counted)
    commands.renew_hash(person, form.password.data)
    return go_on_in(person, own_path(form.next.data))


def go_on_in(person: Person, way: str) -> ResponseReturnValue:
    """Let in somebody whose password was right or whom a provider vouches for: after a code, where
    their account asks for one."""
    if queries.authenticator_app(person) is None:
        return let_in(person, way)
    commit()
    sessions.begin_half(person, way)
    return redirect(url_for("accounts.code"))


@bp.get("/sign-in/code")
@allow(anyone)
def code() -> ResponseReturnValue:
    if sessions.half_in() is None:
        return _begin_anew()
    return render_template("accounts/code.html", form=CodeForm())


@bp.post("/sign-in/code")
@allow(anyone)
def sign_in_with_code() -> ResponseReturnValue:
    half = sessions.half_in()
    if half is None:
        return _begin_anew()
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("accounts/code.html", form=form), 422
    try:
        counted = guards.count_code(half.person)
    except TooManyRequests as error:
        _warn(half.person)
        return too_often(error, "accounts/code.html", form=form)
    proof = commands.prove(half.person, form.code.data)
    if proof is None:
        rollback()
        form.form_errors.append(label(Why.NOT_THE_CODE))
        return render_template("accounts/code.html", form=form), 422
    guards.forgive(counted)
    response = let_in(half.person, half.way, second_factor=True)
    if proof is commands.Proof.RECOVERY:
        flash(_("That recovery code is used up now. Make new ones before they run out."), "warning")
    return response


def _warn(person: Person) -> None:
    """Somebody has the right password and guesses at codes: tell its owner, once a day."""
    if guards.may_warn(person):
        commands.tell(person, commands.Event.CODES_GUESSED)
        commit()


def _begin_anew() -> ResponseReturnValue:
    flash(_("Please begin again: that took too long, or your password was changed."), "info")
    return redirect(url_for("accounts.sign_in"))


def let_in(person: Person, way: str, *, second_factor: bool = False) -> ResponseReturnValue:
    """Open a session of somebody who has proved who they are, and go on."""
    opened = commands.open_session(person, request.user_agent.string, second_factor=second_factor)
    commit()
    sessions.begin(opened)
    if person.is_suspended:
        flash(_("Your account is suspended: you can read, but not take part."), "warning")
    response = redirect(_first_page(person, way))
    i18n.remember(response, person.language)
    guards.remember_device(response, person)
    return response


def _first_page(person: Person, way: str) -> str:
    """Staff without a second factor set it up first: until then they are let in as members."""
    if person.may_act_as_staff:
        return way
    return url_for("accounts.second_factor", next=way)


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


def _form(form: SignInForm, status: int = 200) -> ResponseReturnValue:
    return render_template("accounts/sign_in.html", form=form, providers=oidc.offered()), status
