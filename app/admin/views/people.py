"""People: found, given roles, suspended."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import commands as accounts
from app.accounts.models import Person, Role
from app.accounts.queries import authenticator_app, live_sessions_count
from app.accounts.rules import (
    can_manage_people,
    can_manage_person,
    can_reset_second_factor,
    can_suspend,
)
from app.admin import queries
from app.admin.forms import GrantForm, PeopleFilter, ReasonForm, RevokeForm
from app.admin.views.blueprint import bp
from app.core.access import allow, current_actor, load_or_404
from app.core.db import commit, rollback
from app.core.labels import label
from app.core.paging import page_number
from app.core.refusals import Refused
from app.missions.queries import units


@bp.get("/people")
@allow(can_manage_people)
def people() -> ResponseReturnValue:
    form = PeopleFilter(formdata=request.args)
    page = queries.people(form.q.data or "", form.role.data or "", page_number())
    return render_template(
        "admin/people.html", form=form, page=page, unit_codes=queries.unit_codes()
    )


@bp.get("/people/<int:person_id>")
@allow(can_manage_people)
def person(person_id: int) -> ResponseReturnValue:
    return _page(load_or_404(Person, person_id, see=can_manage_person))


@bp.post("/people/<int:person_id>/roles")
@allow(can_manage_people)
def grant_role(person_id: int) -> ResponseReturnValue:
    found = load_or_404(Person, person_id, see=can_manage_person)
    form = GrantForm(units())
    if not form.validate_on_submit():
        return _page(found, 422, grant=form)
    role = Role(form.role.data)
    return _do(
        found, _("The role is given."),
        lambda: accounts.grant_role(current_actor(), found, role, form.unit),
    )  # fmt: skip


@bp.post("/people/<int:person_id>/roles/revoke")
@allow(can_manage_people)
def revoke_role(person_id: int) -> ResponseReturnValue:
    found = load_or_404(Person, person_id, see=can_manage_person)
    form = RevokeForm()
    held = queries.grant_of(found, form.grant_id.data) if form.validate_on_submit() else None
    if held is None:
        flash(_("The person does not hold this role any more."), "warning")
        return redirect(url_for("admin.person", person_id=found.id))
    return _do(
        found, _("The role is taken back."), lambda: accounts.revoke_role(current_actor(), held)
    )


@bp.post("/people/<int:person_id>/suspend")
@allow(can_manage_people)
def suspend(person_id: int) -> ResponseReturnValue:
    found = load_or_404(Person, person_id, see=can_manage_person)
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(found, 422, reason=form)
    return _do(
        found, _("The account is suspended, signed out everywhere, and its owner is told."),
        lambda: accounts.suspend_by_office(current_actor(), found, form.reason.data),
    )  # fmt: skip


@bp.post("/people/<int:person_id>/reinstate")
@allow(can_manage_people)
def reinstate(person_id: int) -> ResponseReturnValue:
    found = load_or_404(Person, person_id, see=can_manage_person)
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(found, 422, reason=form)
    return _do(
        found, _("The account is open again, and its owner is told."),
        lambda: accounts.reinstate_by_office(current_actor(), found, form.reason.data),
    )  # fmt: skip


@bp.post("/people/<int:person_id>/second-factor/reset")
@allow(can_manage_people)
def reset_second_factor(person_id: int) -> ResponseReturnValue:
    found = load_or_404(Person, person_id, see=can_manage_person)
    form = ReasonForm(prefix="reset-")
    if not form.validate_on_submit():
        return _page(found, 422, reset=form)
    return _do(
        found, _("The second step is removed. They set it up anew when they sign in."),
        lambda: accounts.reset_second_factor(current_actor(), found, form.reason.data),
    )  # fmt: skip


def _do(found: Person, done: str, act: Any) -> ResponseReturnValue:
    """Run a verb, store it and say so; or say why it was refused."""
    person_id = found.id
    try:
        act()
    except Refused as refused:
        rollback()
        flash(label(refused.why), "warning")
    else:
        commit()
        flash(done)
    return redirect(url_for("admin.person", person_id=person_id))


def _page(found: Person, status: int = 200, **forms: Any) -> ResponseReturnValue:
    return render_template(
        "admin/person.html",
        person=found,
        sessions_count=live_sessions_count(found),
        unit_codes=queries.unit_codes(),
        may_suspend=can_suspend(current_actor(), found),
        may_reset=can_reset_second_factor(current_actor(), found),
        app=authenticator_app(found),
        grant=forms.get("grant") or GrantForm(units()),
        reason=forms.get("reason") or ReasonForm(),
        reset=forms.get("reset") or ReasonForm(prefix="reset-"),
    ), status
