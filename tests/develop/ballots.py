"""The scene's challenge with another ballot, and what the database holds of votes."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.db import commit, db
from app.develop import pseudonyms
from app.develop.models import (
    Allowance,
    Ballot,
    Challenge,
    Choice,
    Idea,
    IdeaVote,
    PhaseKind,
    VoteEvent,
)
from tests.develop.conftest import Scene

MINUTE = timedelta(minutes=1)
VALUES = {Choice.FOR: 1, Choice.AGAINST: -1, Choice.WITHDRAWN: 0}


def updown(scene: Scene) -> None:
    scene.challenge.ballot = Ballot.UPDOWN
    commit()


def limited(scene: Scene, votes_each: int) -> None:
    scene.challenge.ballot, scene.challenge.votes_each = Ballot.LIMITED, votes_each
    commit()


def budget(
    scene: Scene, total: int, cost: int | None = None, others_cost: int | None = None
) -> None:
    scene.challenge.ballot, scene.challenge.budget_total = Ballot.BUDGET, total
    scene.idea.cost, scene.others_idea.cost = cost, others_cost
    commit()


def hide(idea: Idea) -> None:
    idea.hidden_at, idea.hidden_reason = clock.now(), "โฆษณา"
    commit()


def close(challenge: Challenge) -> None:
    """A minute ago: long enough for the count to begin."""
    phase = challenge.phase(PhaseKind.VOTING)
    assert phase is not None
    phase.opens_at, phase.closes_at = phase.opens_at.replace(year=2025), clock.now() - MINUTE
    commit()


def counters(idea: Idea) -> tuple[int, int]:
    query = sa.select(Idea.votes_count, Idea.against_count).where(Idea.id == idea.id)
    return tuple(db.session.execute(query).one())


def rows(idea: Idea) -> dict[int, int]:
    """The votes on an idea, by person."""
    query = sa.select(IdeaVote.person_id, IdeaVote.value).where(IdeaVote.idea_id == idea.id)
    return dict(db.session.execute(query).all())


def used(person: Person, challenge: Challenge) -> int:
    query = sa.select(Allowance.used).filter_by(challenge_id=challenge.id, person_id=person.id)
    return db.session.scalar(query) or 0


def replayed(person: Person, idea: Idea) -> int:
    """What the ledger makes of a person's vote on an idea: its last event."""
    assert person.ledger_key is not None
    voter = pseudonyms.voter(person.ledger_key, idea.challenge, idea.id)
    query = sa.select(VoteEvent.choice).where(
        VoteEvent.voter == voter, VoteEvent.idea_id == idea.id
    )
    last = db.session.scalars(query.order_by(VoteEvent.id.desc()).limit(1)).first()
    return 0 if last is None else VALUES[last]
