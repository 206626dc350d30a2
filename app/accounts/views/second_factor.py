"""The second step of signing in: an authenticator app, set up, moved, taken away."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from app.accounts import commands, queries, second_factor
from app.accounts.forms import AgainForm, CodeForm
from app.accounts.models import Person
from app.accounts.rules import is_signed_in, may_go_without_second_factor
from app.accounts.views.blueprint import bp
from app.accounts.views.shared import gave_the_password, me
from app.core.access import allow
from app.core.actors import Actor
from app.core.db import commit, rollback
from app.core.labels import label
from app.core.pages import own_path
from app.core.refusals import Refused

NEW_APP, NEW_CODES, WAY = "new_app", "new_codes", "after_second_factor"


@bp.get("/account/second-factor", endpoint="second_factor")
@allow(is_signed_in)
def page() -> ResponseReturnValue:
    if "next" in request.args:
        session[WAY] = own_path(request.args["next"])
    return _page(AgainForm())


@bp.post("/account/second-factor")
@allow(is_signed_in)
def begin_second_factor() -> ResponseReturnValue:
    """The password first; then a new secret, which this browser carries until a code proves it."""
    form = AgainForm()
    if not gave_the_password(form, me()):
        return _page(form, 422)
    session[NEW_APP] = second_factor.seal(second_factor.new_secret())
    return redirect(url_for("accounts.set_up_second_factor"))


@bp.get("/account/second-factor/set-up", endpoint="set_up_second_factor")
@allow(is_signed_in)
def set_up_page() -> ResponseReturnValue:
    secret = _carried(NEW_APP)
    return _begin_anew() if secret is None else _set_up_page(secret, CodeForm())


@bp.post("/account/second-factor/set-up")
@allow(is_signed_in)
def confirm_second_factor() -> ResponseReturnValue:
    secret = _carried(NEW_APP)
    if secret is None:
        return _begin_anew()
    form = CodeForm()
    if not form.validate_on_submit():
        return _set_up_page(secret, form, 422)
    try:
        codes = commands.set_up_second_factor(me(), secret, form.code.data)
    except Refused as refused:
        rollback()
        form.code.errors = [label(refused.why)]
        return _set_up_page(secret, form, 422)
    commit()
    del session[NEW_APP]
    flash(_("Done: from now on signing in asks for a code. Other browsers were signed out."))
    return _show_codes(codes)


@bp.get("/account/second-factor/codes")
@allow(is_signed_in)
def recovery_codes() -> ResponseReturnValue:
    """The new codes, until their owner says that they are kept, or a quarter of an hour is over."""
    codes = _carried(NEW_CODES)
    if codes is None:
        return redirect(url_for("accounts.second_factor"))
    return render_template("accounts/recovery_codes.html", codes=codes.split())


@bp.get("/account/second-factor/codes.txt")
@allow(is_signed_in)
def recovery_codes_file() -> ResponseReturnValue:
    codes = _carried(NEW_CODES)
    if codes is None:
        return redirect(url_for("accounts.second_factor"))
    lines = [
        _("Recovery codes for Ruamkid. Each signs you in once."),
        me().email,
        "",
        *codes.split(),
    ]
    response = Response("\n".join(lines) + "\n", mimetype="text/plain")
    response.headers.set("Content-Disposition", "attachment", filename="ruamkid-recovery-codes.txt")
    return response


@bp.post("/account/second-factor/codes/kept")
@allow(is_signed_in)
def codes_are_kept() -> ResponseReturnValue:
    session.pop(NEW_CODES, None)
    return redirect(session.pop(WAY, None) or url_for("accounts.second_factor"))


@bp.post("/account/second-factor/codes")
@allow(is_signed_in)
def new_recovery_codes() -> ResponseReturnValue:
    form = AgainForm()
    return _after_password(form, lambda person: _show_codes(commands.make_recovery_codes(person)))


@bp.post("/account/second-factor/remove")
@allow(is_signed_in)
def remove_second_factor() -> ResponseReturnValue:
    return _after_password(AgainForm(), _remove)


def way_to_set_up(actor: Actor, way_back: str) -> str | None:
    """Where staff are led from a page of theirs while they owe the second factor."""
    owes = isinstance(actor, Person) and not actor.may_act_as_staff
    return url_for("accounts.second_factor", next=way_back) if owes else None


def _remove(person: Person) -> ResponseReturnValue:
    commands.remove_second_factor(person)
    flash(_("Signing in no longer asks for a code."))
    return redirect(url_for("accounts.second_factor"))


def _after_password(form: AgainForm, act: Any) -> ResponseReturnValue:
    """Do it for somebody who gives the password; or say why not."""
    if not gave_the_password(form, me()):
        return _page(form, 422)
    try:
        response: ResponseReturnValue = act(me())
    except Refused as refused:
        rollback()
        form.form_errors.append(label(refused.why))
        return _page(form, 422)
    commit()
    return response


def _show_codes(codes: list[str]) -> ResponseReturnValue:
    session[NEW_CODES] = second_factor.seal(" ".join(codes))
    return redirect(url_for("accounts.recovery_codes"))


def _carried(name: str) -> str | None:
    held = session.get(name)
    return second_factor.unseal(held, lasts=second_factor.CARRIED_FOR) if held else None


def _begin_anew() -> ResponseReturnValue:
    flash(_("Please begin again: that took too long."), "info")
    return redirect(url_for("accounts.second_factor"))


def _set_up_page(secret: str, form: CodeForm, status: int = 200) -> ResponseReturnValue:
    link = second_factor.setup_link(secret, me().email)
    return render_template(
        "accounts/second_factor_set_up.html", form=form, link=link,
        secret=second_factor.in_groups(secret),
        qr=Markup(second_factor.qr_svg(link)),  # noqa: S704  squares drawn by segno, no text in it
    ), status  # fmt: skip


def _page(form: AgainForm, status: int = 200) -> ResponseReturnValue:
    person = me()
    return render_template(
        "accounts/second_factor.html", form=form, person=person,
        app=queries.authenticator_app(person), codes_left=queries.recovery_codes_left(person),
        may_remove=may_go_without_second_factor(person),
        owes=person.auth_session is not None and person.auth_session.owes_second_factor,
    ), status  # fmt: skip
