"""Decisions: the moderators' log, taken back; and as whom they concern reads them."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.accounts import suspensions
from app.accounts.models import Person
from app.accounts.rules import is_signed_in
from app.core.access import allow, current_actor
from app.core.db import commit
from app.core.i18n import show_number
from app.core.pages import own_path
from app.core.paging import page_number
from app.develop import rules
from app.develop.commands import moderation as commands
from app.develop.forms.moderation import AppealForm
from app.develop.models import Action, Decision, HouseRule
from app.develop.queries import decisions
from app.develop.views.shared import bp


@bp.get("/moderation/decisions")
@allow(rules.can_moderate)
def decision_log() -> ResponseReturnValue:
    action, rule = request.args.get("action", ""), request.args.get("rule", "")
    return render_template(
        "develop/moderation/log.html",
        page=decisions.log(action, rule, page_number()),
        action=action,
        rule=rule,
        actions=list(Action),
        house_rules=list(HouseRule),
    )


@bp.post("/moderation/decisions/<batch>/undo")
@allow(rules.can_moderate)
def undo_decision(batch: str) -> ResponseReturnValue:
    back = commands.undo(current_actor(), load_batch(batch))
    commit()
    flash(
        ngettext(
            "The decision is taken back; %(shown)s post or account is as it was.",
            "The decision is taken back; %(shown)s posts or accounts are as they were.",
            back, shown=show_number(back),
        )
    )  # fmt: skip
    return redirect(own_path(request.form.get("next"), url_for("develop.decision_log")))


@suspensions.appeal
def way_to_appeal(person: Person) -> str | None:
    """Where a moderator suspended them; an administrator's suspension is no decision of ours."""
    decided = decisions.is_suspended_by_moderator(person)
    return url_for("develop.my_decisions") if decided else None


@bp.get("/my-decisions")
@allow(is_signed_in)
def my_decisions() -> ResponseReturnValue:
    page = decisions.about(current_actor(), page_number())
    return render_template("develop/moderation/my_decisions.html", page=page)


@bp.get("/decisions/<batch>")
@allow(is_signed_in)
def decision(batch: str) -> ResponseReturnValue:
    return decision_page(load_batch(batch))


def load_batch(batch: str) -> Decision:
    """What was decided at once, by the decision that concerns the reader, or any to a moderator."""
    actor = current_actor()
    found = decisions.of_batch(batch, actor)
    if found is None or not rules.can_see_decision(actor, found):
        abort(404)
    return found


def decision_page(found: Decision, form: AppealForm | None = None) -> str:
    concerned = rules.is_concerned(current_actor(), found)
    person_id = found.person_id if concerned else None
    values: dict[str, Any] = {
        "decision": found,
        "concerned": concerned,
        "page": decisions.posts_of(found.batch, person_id, page_number()),
        "appeals": decisions.appeals_in(found.batch, person_id),
        "form": form or AppealForm(formdata=None),
    }
    return render_template("develop/moderation/decision.html", **values)
