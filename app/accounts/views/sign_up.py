"""An account begins with a mail: only who reads it chooses the password and gives consent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests

from app.accounts import commands, guards, queries
from app.accounts.forms import AddressForm, CompleteSignUpForm, SignUpForm
from app.accounts.models import ParticipantGroup, Person
from app.accounts.rules import is_signed_in
from app.accounts.tokens import read_sign_up_token
from app.accounts.views.blueprint import bp
from app.accounts.views.entrance import let_in
from app.accounts.views.shared import too_often
from app.accounts.vouched import vouched
from app.core.access import allow, anyone, current_actor
from app.core.db import commit, rollback
from app.core.i18n import language
from app.core.labels import label
from app.core.refusals import Refused

MAILED_TO = "mailed_to"


@bp.get("/sign-up")
@allow(anyone)
def sign_up() -> ResponseReturnValue:
    if is_signed_in(current_actor()):
        return redirect(url_for("accounts.account"))
    return render_template("accounts/sign_up.html", form=AddressForm())


@bp.post("/sign-up")
@allow(anyone)
def ask_to_sign_up() -> ResponseReturnValue:
    return answer_by_mail("accounts/sign_up.html", guards.count_sign_up, commands.request_sign_up)


def answer_by_mail(
    template: str, count: Callable[[], None], request_link: Callable[[str], None], **values: Any
) -> ResponseReturnValue:
    """Send a link to the address in the form, and say the same whoever it belongs to."""
    form = AddressForm()
    if not form.validate_on_submit():
        return render_template(template, form=form, **values), 422
    try:
        count()
    except TooManyRequests as error:
        return too_often(error, template, form=form, **values)
    if guards.may_mail(form.email.data):
        request_link(form.email.data)
        commit()
    session[MAILED_TO] = form.email.data
    return redirect(url_for("accounts.mailed"))


@bp.get("/sign-up/mailed")
@allow(anyone)
def mailed() -> ResponseReturnValue:
    """The same for every address, and for both kinds of link."""
    return render_template("accounts/mailed.html", address=session.get(MAILED_TO))


@bp.get("/sign-up/<token>")
@allow(anyone)
def complete_sign_up(token: str) -> ResponseReturnValue:
    email = read_sign_up_token(token)
    if email is None:
        return render_template("accounts/link_dead.html", again="accounts.sign_up"), 410
    if queries.person_by_email(email):
        flash(_("There is an account with this address already. Please sign in."), "info")
        return redirect(url_for("accounts.sign_in"))
    return _complete_page(_sign_up_form(email, language=language()), email)


@bp.post("/sign-up/<token>")
@allow(anyone)
def make_account(token: str) -> ResponseReturnValue:
    email = read_sign_up_token(token)
    if email is None:
        return render_template("accounts/link_dead.html", again="accounts.sign_up"), 410
    form = _sign_up_form(email)
    if not form.validate_on_submit():
        return _complete_page(form, email, 422)
    try:
        person = _make(form, email)
    except Refused as refused:
        rollback()
        flash(label(refused.why), "info")
        return redirect(url_for("accounts.sign_in"))
    response = let_in(person, "/")
    flash(_("Welcome. Your account is ready."))
    return response


def _sign_up_form(email: str, **values: Any) -> SignUpForm:
    """Somebody for whom a provider vouched in this very browser needs no password."""
    return SignUpForm(**values) if vouched() else CompleteSignUpForm(email, **values)


def _make(form: SignUpForm, email: str) -> Person:
    by_provider = vouched()
    person = commands.complete_sign_up(
        email=email, display_name=form.display_name.data,
        password=None if by_provider else form.password.data,
        participant_group=ParticipantGroup(form.participant_group.data),
        language=form.language.data,
    )  # fmt: skip
    if by_provider:
        commands.link_identity(person, by_provider.provider, by_provider.subject_hash)
    return person


def _complete_page(form: SignUpForm, email: str, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "accounts/complete_sign_up.html", form=form, email=email, vouched=vouched()
    ), status
