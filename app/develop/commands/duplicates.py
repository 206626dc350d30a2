"""Ideas that say the same as another: closed with a link and a reason, and opened again."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.accounts.commands.notices import notify
from app.core import audit, clock
from app.core.actors import Actor
from app.core.db import db
from app.core.pages import path_to
from app.core.refusals import require
from app.develop import rules
from app.develop.models import Idea
from app.develop.refusals import Why


def close_as_duplicate(actor: Actor, idea: Idea, other: Idea, reason: str) -> None:
    """No new votes and comments from here on; what it has stays. Raises `Refused`."""
    _lock(idea, other)
    require(rules.arranges_ideas(actor), Why.NOT_ALLOWED)
    require(rules.can_close_idea(actor, idea), Why.NOTHING_TO_DO)
    why_not = rules.why_no_duplicate(actor, idea, other)
    require(why_not is None, why_not or Why.OTHER_NOT_OPEN)
    idea.duplicate_of_id, idea.closed_reason = other.id, reason
    idea.closed_at, idea.closed_by_id = clock.now(), actor.actor_id
    db.session.flush()
    audit.record(actor, "idea.close", idea, reason=reason, after={"duplicate_of": other.id})
    _tell_author(actor, idea, "idea.closed", other=other.title)


def reopen_idea(actor: Actor, idea: Idea, reason: str) -> None:
    _lock(idea)
    require(rules.arranges_ideas(actor), Why.NOT_ALLOWED)
    require(rules.can_reopen_idea(actor, idea), Why.NOTHING_TO_DO)
    before = _closing(idea)
    idea.duplicate_of_id = idea.closed_at = idea.closed_by_id = idea.closed_reason = None
    db.session.flush()
    audit.record(actor, "idea.reopen", idea, reason=reason, before=before)
    _tell_author(actor, idea, "idea.reopened")


def _lock(*ideas: Idea) -> None:
    """Read them as they are now, in the order of ids: two closings at once wait for each other."""
    ids = sorted({idea.id for idea in ideas})
    query = sa.select(Idea).where(Idea.id.in_(ids)).order_by(Idea.id).with_for_update()
    db.session.scalars(query.execution_options(populate_existing=True)).all()


def _closing(idea: Idea) -> dict[str, Any]:
    return {"duplicate_of": idea.duplicate_of_id, "closed_reason": idea.closed_reason}


def _tell_author(actor: Actor, idea: Idea, kind: str, **details: str) -> None:
    notify(
        [idea.author_id], kind, about=f"idea {idea.id}", title=idea.title,
        path=path_to("develop.idea", idea_id=idea.id), but=actor, **details,
    )  # fmt: skip
