"""Reports: somebody says that a post breaks a rule."""

from __future__ import annotations

from typing import Any

from app.core import audit, clock
from app.core.actors import Actor
from app.core.db import db, inserting
from app.core.refusals import require
from app.develop import rules
from app.develop.commands.holding import ensure_group
from app.develop.models import Comment, HouseRule, Idea, Report
from app.develop.refusals import Why


def report(actor: Actor, written: Idea | Comment, rule: HouseRule, note: str) -> Report:
    """Once a person and post, whatever became of it. Raises `Refused`."""
    require(rules.can_take_part(actor), Why.NOT_ALLOWED)
    require(rules.can_report(actor, written), Why.NOT_TO_REPORT)
    ensure_group(written)
    key = "idea_id" if isinstance(written, Idea) else "comment_id"
    row: dict[str, Any] = {
        key: written.id, "reporter_id": actor.actor_id, "rule": rule, "note": note,
        "created_at": clock.now(),
    }  # fmt: skip
    new = inserting(Report).values(row)
    made = db.session.scalar(new.on_conflict_do_nothing().returning(Report.id))
    require(made is not None, Why.REPORTED_ALREADY)
    reported = db.session.get_one(Report, made)
    audit.record(actor, "report.make", reported, after={key: written.id, "rule": rule.value})
    return reported
