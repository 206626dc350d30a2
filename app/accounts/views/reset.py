"""A forgotten password: a link by mail, used once."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import commands, guards, queries
from app.accounts.forms import AddressForm, NewPasswordForm
from app.accounts.models import PasswordReset, Person
from app.accounts.views.blueprint import bp
from app.accounts.views.sign_up import answer_by_mail
from app.core.access import allow, anyone
from app.core.db import commit, db, rollback
from app.core.refusals import Refused


@bp.get("/forgotten")
@allow(anyone)
def forgotten() -> ResponseReturnValue:
    return render_template("accounts/forgotten.html", form=AddressForm())


@bp.post("/forgotten")
@allow(anyone)
def ask_for_reset() -> ResponseReturnValue:
    return answer_by_mail("accounts/forgotten.html", guards.count_reset, commands.request_reset)


@bp.get("/reset/<token>")
@allow(anyone)
def reset(token: str) -> ResponseReturnValue:
    found = queries.usable_reset(token)
    if found is None:
        return _dead()
    form, person = _form_of(found)
    return render_template("accounts/reset.html", form=form, person=person)


@bp.post("/reset/<token>")
@allow(anyone)
def set_password(token: str) -> ResponseReturnValue:
    found = queries.usable_reset(token)
    if found is None:
        return _dead()
    form, person = _form_of(found)
    if not form.validate_on_submit():
        return render_template("accounts/reset.html", form=form, person=person), 422
    try:
        commands.reset_password(found, form.password.data)
    except Refused:
        rollback()
        return _dead()
    commit()
    flash(_("Your new password is set, and you were signed out everywhere. Please sign in."))
    response = redirect(url_for("accounts.sign_in"))
    guards.remember_device(response, person)
    return response


def _form_of(found: PasswordReset) -> tuple[NewPasswordForm, Person]:
    person = db.session.get_one(Person, found.person_id)
    return NewPasswordForm(person.email, person.display_name), person


def _dead() -> ResponseReturnValue:
    return render_template("accounts/link_dead.html", again="accounts.forgotten"), 410
