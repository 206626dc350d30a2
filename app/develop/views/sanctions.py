"""A member as moderators see one: what was decided, warnings, suspension."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.models import Person
from app.core.access import allow, current_actor, load_or_404
from app.core.db import commit
from app.core.i18n import show_number
from app.core.paging import page_number
from app.develop import rules
from app.develop.commands import sanctions
from app.develop.commands.deciding import Reason
from app.develop.forms.moderation import ReasonForm, SanctionForm
from app.develop.models import Action
from app.develop.queries import decisions
from app.develop.views.shared import bp


@bp.get("/moderation/people/<int:person_id>")
@allow(rules.can_moderate)
def member(person_id: int) -> ResponseReturnValue:
    return _page(load_or_404(Person, person_id, see=rules.can_see_member))


@bp.post("/moderation/people/<int:person_id>")
@allow(rules.can_moderate)
def sanction_member(person_id: int) -> ResponseReturnValue:
    found, form = load_or_404(Person, person_id, see=rules.can_see_member), SanctionForm()
    if not form.validate_on_submit():
        return _page(found, sanction=form), 422
    done = sanction([found], form)
    commit()
    flash(done)
    return redirect(url_for("develop.member", person_id=person_id))


@bp.post("/moderation/people/<int:person_id>/reinstate")
@allow(rules.can_moderate)
def reinstate_member(person_id: int) -> ResponseReturnValue:
    found, form = load_or_404(Person, person_id, see=rules.can_see_member), ReasonForm()
    if not form.validate_on_submit():
        return _page(found, reason=form), 422
    sanctions.reinstate(current_actor(), found, form.reason.data)
    commit()
    flash(_("The account is open again."))
    return redirect(url_for("develop.member", person_id=person_id))


def sanction(people: Sequence[Person], form: SanctionForm) -> str:
    """Warn or suspend, as the form says. Returns what to tell the moderator."""
    actor, reason = current_actor(), Reason(form.note.data, form.house_rule)
    if form.action.data == Action.WARN.value:
        return _tell_warned(len(sanctions.warn(actor, people, reason)))
    days = int(form.days.data) if form.days.data else None
    return _tell_suspended(len(sanctions.suspend(actor, people, reason, days)))


def _page(found: Person, **forms: Any) -> str:
    return render_template(
        "develop/moderation/member.html",
        person=found,
        page=decisions.about(found, page_number()),
        counts=decisions.post_counts(found),
        suspended_by_moderator=decisions.is_suspended_by_moderator(found),
        sanction=forms.get("sanction") or SanctionForm(formdata=None),
        reason=forms.get("reason") or ReasonForm(formdata=None),
    )


def _tell_warned(people: int) -> str:
    shown = show_number(people)
    return ngettext(
        "%(shown)s person is warned.", "%(shown)s people are warned.", people, shown=shown
    )


def _tell_suspended(people: int) -> str:
    shown = show_number(people)
    return ngettext(
        "%(shown)s account is suspended.", "%(shown)s accounts are suspended.", people, shown=shown
    )
