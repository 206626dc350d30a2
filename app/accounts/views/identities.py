"""Signing in with ThaiD or LINE, and linking them to an account."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import commands, guards, oidc, passwords, queries
from app.accounts.forms import AddressForm, AgainForm
from app.accounts.rules import is_signed_in
from app.accounts.views.blueprint import bp
from app.accounts.views.entrance import go_on_in
from app.accounts.views.shared import gave_the_password, me
from app.accounts.views.sign_up import answer_by_mail
from app.accounts.vouched import Vouched, vouched
from app.core.access import allow, anyone, current_actor
from app.core.db import commit, rollback
from app.core.labels import label
from app.core.pages import own_path
from app.core.refusals import Refused

VISIT = "provider_visit"


def _provider(key: str) -> oidc.Provider:
    """404 where this office does not offer it."""
    found = oidc.PROVIDERS.get(key)
    if found is None or not found.is_offered:
        abort(404)
    return found


@bp.get("/sign-in/with/<provider>")
@allow(anyone)
def to_provider(provider: str) -> ResponseReturnValue:
    """Off to the provider. A link, not a form: our policy lets no form lead to another site."""
    one = _provider(provider)
    rollback()  # who asks has been read: SQLite lets no transaction write that began by reading
    guards.count_provider_visit()
    try:
        visit = oidc.send(one)
    except oidc.Unavailable:
        return _away(one)
    session[VISIT] = {
        "provider": one.key, "state": visit.state, "nonce": visit.nonce,
        "verifier": visit.verifier, "way": own_path(request.args.get("next")),
    }  # fmt: skip
    return redirect(visit.address)


@bp.get("/sign-in/from/<provider>")
@allow(anyone)
def from_provider(provider: str) -> ResponseReturnValue:
    """Back from the provider. Nothing is changed by a link: the page has a button that goes on."""
    one = _provider(provider)
    visit = _visit(one)
    if visit is None or not oidc.is_state(request.args.get("state", ""), visit["state"]):
        session.pop(VISIT, None)
        return _not_proved(one)
    code = request.args.get("code", "")
    if not code:
        session.pop(VISIT)
        flash(_("You stopped at %(provider)s. Nothing was changed.", provider=one.name), "info")
        return redirect(url_for("accounts.sign_in", next=visit["way"]))
    session[VISIT] = visit | {"code": code}
    return render_template("accounts/from_provider.html", provider=one)


@bp.post("/sign-in/from/<provider>")
@allow(anyone)
def take_from_provider(provider: str) -> ResponseReturnValue:
    """Ask the provider who it was, once for each visit that began in this browser."""
    one = _provider(provider)
    visit = _visit(one)
    session.pop(VISIT, None)
    if visit is None or "code" not in visit:
        return _not_proved(one)
    guards.count_provider_visit()
    try:
        subject = oidc.subject_of(
            one, visit["code"], nonce=visit["nonce"], verifier=visit["verifier"]
        )
    except oidc.Unavailable:
        return _away(one)
    except oidc.NotVouchedFor:
        return _not_proved(one)
    owner = queries.person_by_identity(one.key, subject)
    if owner is not None and not is_signed_in(current_actor()):
        return go_on_in(owner, visit["way"])
    Vouched.keep(one, subject, visit["way"])
    return redirect(url_for("accounts.vouched"))


def _visit(one: oidc.Provider) -> dict[str, str] | None:
    visit = session.get(VISIT)
    return visit if visit is not None and visit["provider"] == one.key else None


@bp.get("/sign-in/vouched", endpoint="vouched")
@allow(anyone)
def vouched_page() -> ResponseReturnValue:
    found = vouched()
    if found is None:
        return _begin_anew()
    if is_signed_in(current_actor()):
        return _link_page(found, AgainForm())
    return render_template("accounts/vouched_new.html", vouched=found, form=AddressForm())


@bp.post("/sign-in/vouched")
@allow(anyone)
def go_on_vouched() -> ResponseReturnValue:
    """Link it to one's account; or begin an account, by a mail as always, whoever vouches."""
    found = vouched()
    if found is None:
        return _begin_anew()
    if is_signed_in(current_actor()):
        return _link(found)
    return answer_by_mail(
        "accounts/vouched_new.html", guards.count_sign_up, commands.request_sign_up, vouched=found
    )


def _link(found: Vouched) -> ResponseReturnValue:
    form = AgainForm()
    if not gave_the_password(form, me()):
        return _link_page(found, form, 422)
    try:
        commands.link_identity(me(), found.provider, found.subject_hash)
    except Refused as refused:
        rollback()
        form.form_errors.append(label(refused.why))
        return _link_page(found, form, 422)
    commit()
    Vouched.forget()
    flash(_("Linked: you can sign in with %(provider)s now.", provider=found.provider.name))
    return redirect(url_for("accounts.identities"))


def _link_page(found: Vouched, form: AgainForm, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "accounts/vouched_link.html", vouched=found, form=form, person=me(),
        has_password=passwords.is_usable(me().password_hash),
    ), status  # fmt: skip


@bp.get("/account/identities", endpoint="identities")
@allow(is_signed_in)
def identities_page() -> ResponseReturnValue:
    return _page(AgainForm())


@bp.post("/account/identities/<provider>/remove")
@allow(is_signed_in)
def unlink_identity(provider: str) -> ResponseReturnValue:
    one = oidc.PROVIDERS.get(provider) or abort(404)
    form = AgainForm()
    if not gave_the_password(form, me()):
        return _page(form, 422)
    try:
        commands.unlink_identity(me(), one)
    except Refused as refused:
        rollback()
        flash(label(refused.why), "warning")
    else:
        commit()
        flash(_("Signing in with %(provider)s is not possible any more.", provider=one.name))
    return redirect(url_for("accounts.identities"))


def _page(form: AgainForm, status: int = 200) -> ResponseReturnValue:
    person = me()
    linked = {identity.provider: identity for identity in queries.identities(person)}
    shown = [p for p in oidc.PROVIDERS.values() if p.is_offered or p.key in linked]
    return render_template(
        "accounts/identities.html", form=form, providers=shown, linked=linked, person=person,
        has_password=passwords.is_usable(person.password_hash),
    ), status  # fmt: skip


def _away(one: oidc.Provider) -> ResponseReturnValue:
    words = _("%(provider)s does not answer at the moment.", provider=one.name)
    return render_template("accounts/provider_away.html", provider=one, what=words), 503


def _not_proved(one: oidc.Provider) -> ResponseReturnValue:
    words = _("What came back from %(provider)s does not prove who you are.", provider=one.name)
    return render_template("accounts/provider_away.html", provider=one, what=words), 400


def _begin_anew() -> ResponseReturnValue:
    flash(_("Please begin again: that took too long."), "info")
    return redirect(url_for("accounts.sign_in"))
