"""One's own account."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from app.accounts import commands, consent, oidc, queries
from app.accounts.devices import device_name
from app.accounts.forms import PasswordForm, ProfileForm
from app.accounts.labels import EVENTS
from app.accounts.models import AuthSession, ParticipantGroup
from app.accounts.rules import is_signed_in, owns_session
from app.accounts.suspensions import way_to_appeal
from app.accounts.views.blueprint import bp
from app.accounts.views.shared import gave_the_password, me
from app.core import i18n
from app.core.access import allow, load_or_404
from app.core.db import commit
from app.core.paging import page_number


def _page(status: int = 200, **forms: Any) -> ResponseReturnValue:
    """The account page with its forms; one of them may come filled in, with its errors."""
    person = me()
    values = {
        "appeal": way_to_appeal(person) if person.is_suspended else None,
        "reason": queries.reason_of_suspension(person) if person.is_suspended else None,
        "profile": forms.get("profile") or ProfileForm(obj=person),
        "password": forms.get("password") or PasswordForm(),
        "sessions": queries.sessions_page(person, page_number()),
        "agreed": queries.account_consent(person),
        "app": queries.authenticator_app(person),
        "providers": oidc.offered(),
        "linked": [oidc.name_of(one.provider) for one in queries.identities(person)],
    }
    return render_template(
        "accounts/account.html", person=person, consent=consent, device_name=device_name, **values
    ), status


@bp.get("/account")
@allow(is_signed_in)
def account() -> ResponseReturnValue:
    return _page()


@bp.get("/account/history")
@allow(is_signed_in)
def history() -> ResponseReturnValue:
    page = queries.account_history(me(), page_number())
    return render_template("accounts/history.html", page=page, words=EVENTS, person=me())


@bp.post("/account")
@allow(is_signed_in)
def change_profile() -> ResponseReturnValue:
    form = ProfileForm()
    form.person_id = me().id
    if not form.validate_on_submit():
        return _page(422, profile=form)
    commands.change_profile(
        me(), display_name=form.display_name.data, language=form.language.data,
        participant_group=ParticipantGroup(form.participant_group.data),
    )  # fmt: skip
    commit()
    with force_locale(form.language.data):
        flash(_("Your account is changed."))
    response = redirect(url_for("accounts.account"))
    i18n.remember(response, form.language.data)
    return response


@bp.post("/account/password")
@allow(is_signed_in)
def change_password() -> ResponseReturnValue:
    person = me()
    form = PasswordForm(person.email, person.display_name)
    if not gave_the_password(form, person):
        return _page(422, password=form)
    commands.change_password(person, form.password.data, kept=person.auth_session)
    commit()
    flash(_("Your password is changed, and all other browsers were signed out."))
    return redirect(url_for("accounts.account"))


@bp.post("/account/sessions/<session_id>/revoke")
@allow(is_signed_in)
def revoke_session(session_id: str) -> ResponseReturnValue:
    found = load_or_404(AuthSession, session_id, see=owns_session)
    commands.revoke_session(me(), found)
    commit()
    flash(_("That browser was signed out."))
    return redirect(url_for("accounts.account"))


@bp.post("/account/sessions/revoke-others")
@allow(is_signed_in)
def revoke_other_sessions() -> ResponseReturnValue:
    person = me()
    ended = commands.revoke_other_sessions(person, kept=person.auth_session)
    commit()
    flash(ngettext("%(num)d browser was signed out.", "%(num)d browsers were signed out.", ended))
    return redirect(url_for("accounts.account"))
