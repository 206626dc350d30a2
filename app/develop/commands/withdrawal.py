"""An author withdraws an idea, and brings it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.core import audit, clock
from app.core.actors import Actor
from app.core.db import db
from app.core.refusals import require
from app.develop import rules
from app.develop.models import Idea
from app.develop.refusals import Why
from app.develop.rules import Act


def withdraw_idea(actor: Actor, idea: Idea) -> None:
    """Take one's idea out of everybody's sight. Its votes stay in the ledger. Raises `Refused`."""
    require(rules.owns_idea(actor, idea), Why.NOT_ALLOWED)
    _change_once(idea, clock.now())
    audit.record(actor, "idea.withdraw", idea, after={"votes": idea.votes_count})


def bring_idea_back(actor: Actor, idea: Idea) -> None:
    """While ideas are taken. Raises `Refused`."""
    require(rules.owns_idea(actor, idea), Why.NOT_ALLOWED)
    if rules.is_withdrawn(idea):
        may = rules.can_bring_back(actor, idea)
        require(may, rules.why_not(actor, idea.challenge, Act.POST))
    _change_once(idea, None)
    audit.record(actor, "idea.bring_back", idea)


def _change_once(idea: Idea, withdrawn_at: datetime | None) -> None:
    """A second request at the same time finds it done."""
    there = Idea.withdrawn_at.is_(None) if withdrawn_at else Idea.withdrawn_at.is_not(None)
    change = sa.update(Idea).where(Idea.id == idea.id, there).values(withdrawn_at=withdrawn_at)
    done: Any = db.session.execute(change.execution_options(synchronize_session="fetch"))
    require(done.rowcount == 1, Why.NOTHING_TO_DO)
