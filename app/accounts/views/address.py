"""Another e-mail address for one's account: the password, then a link in a mail to the new one."""

from __future__ import annotations

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests

from app.accounts import commands, guards
from app.accounts.forms import NewAddressForm
from app.accounts.identity import email_key
from app.accounts.rules import is_signed_in
from app.accounts.tokens import read_address_token
from app.accounts.views.blueprint import bp
from app.accounts.views.shared import gave_the_password, me, too_often
from app.accounts.views.sign_up import MAILED_TO
from app.core.access import allow
from app.core.db import commit, rollback
from app.core.labels import label
from app.core.refusals import Refused


@bp.get("/account/address")
@allow(is_signed_in)
def address() -> ResponseReturnValue:
    return render_template("accounts/address.html", form=NewAddressForm(), person=me())


@bp.post("/account/address")
@allow(is_signed_in)
def ask_for_address() -> ResponseReturnValue:
    """The same answer whether or not the new address has an account."""
    form = NewAddressForm()
    if not gave_the_password(form, me()):
        return render_template("accounts/address.html", form=form, person=me()), 422
    if email_key(form.email.data) == me().email_key and form.email.data == me().email:
        form.email.errors = [_("This is the address that you have already.")]
        return render_template("accounts/address.html", form=form, person=me()), 422
    try:
        guards.count_reset()
    except TooManyRequests as error:
        return too_often(error, "accounts/address.html", form=form, person=me())
    if guards.may_mail(form.email.data):
        commands.request_address(me(), form.email.data)
        commit()
    session[MAILED_TO] = form.email.data
    return redirect(url_for("accounts.mailed"))


@bp.get("/account/address/<token>")
@allow(is_signed_in)
def confirm_address(token: str) -> ResponseReturnValue:
    """A page with a button: programs that look at the links of a mail change nothing."""
    email = read_address_token(token, me())
    if email is None:
        return _dead()
    return render_template("accounts/confirm_address.html", email=email, token=token, person=me())


@bp.post("/account/address/<token>")
@allow(is_signed_in)
def change_address(token: str) -> ResponseReturnValue:
    email = read_address_token(token, me())
    if email is None:
        return _dead()
    try:
        commands.change_address(me(), email)
    except Refused as refused:
        rollback()
        flash(label(refused.why), "warning")
        return redirect(url_for("accounts.address"))
    commit()
    flash(_("Your address is changed. Sign in with the new one from now on."))
    response = redirect(url_for("accounts.account"))
    guards.remember_device(response, me())
    return response


def _dead() -> ResponseReturnValue:
    return render_template("accounts/link_dead.html", again="accounts.address"), 410
