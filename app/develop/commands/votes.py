"""Votes: cast and withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock
from app.core.actors import Actor
from app.core.db import db
from app.core.refusals import require
from app.develop import rules
from app.develop.commands import ledger
from app.develop.commands.counters import count, require_as_it_is_now
from app.develop.models import Choice, Idea, IdeaVote
from app.develop.refusals import Why
from app.develop.rules import Act


@dataclass(frozen=True)
class Support:
    """What became of a vote: how many support the idea, and whether this changed it."""

    count: int
    changed: bool


def support_idea(actor: Actor, idea: Idea) -> Support:
    """One support a person and idea; a second one changes nothing. Raises `Refused`.

    The vote row, unique in the database and with its time, is the record: the audit log holds no
    second list of who supported what.
    """
    require(rules.can_take_part(actor), Why.NOT_ALLOWED)
    at = clock.now()
    changed = _insert_vote(actor, idea, at)
    if changed:
        ledger.append(actor, idea, Choice.FOR, at)
    total = count(Idea.votes_count, idea.id, 1 if changed else 0)
    require_as_it_is_now(actor, idea, Act.VOTE)
    return Support(total, changed)


def withdraw_support(actor: Actor, idea: Idea) -> Support:
    """Take back one's support while votes are taken. Raises `Refused`."""
    require(rules.can_take_part(actor), Why.NOT_ALLOWED)
    changed = _delete_vote(actor, idea)
    if changed:
        ledger.append(actor, idea, Choice.WITHDRAWN, clock.now())
    total = count(Idea.votes_count, idea.id, -1 if changed else 0)
    require_as_it_is_now(actor, idea, Act.VOTE)
    return Support(total, changed)


def _insert_vote(actor: Actor, idea: Idea, at: datetime) -> bool:
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    row = dialect.insert(IdeaVote).values(idea_id=idea.id, person_id=actor.actor_id, cast_at=at)
    new = row.on_conflict_do_nothing().returning(IdeaVote.idea_id)
    return db.session.scalar(new) is not None


def _delete_vote(actor: Actor, idea: Idea) -> bool:
    mine = sa.delete(IdeaVote).where(
        IdeaVote.idea_id == idea.id, IdeaVote.person_id == actor.actor_id
    )
    gone = mine.returning(IdeaVote.idea_id).execution_options(synchronize_session=False)
    return db.session.scalar(gone) is not None
