"""One's own votes, and an idea as it stands while a vote for it is being cast."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.core.actors import Actor
from app.core.db import db
from app.core.paging import Page, paginate
from app.develop import rules
from app.develop.models import (
    Allowance,
    Ballot,
    Challenge,
    Idea,
    IdeaVote,
    PhaseKind,
)


@dataclass(frozen=True)
class MyVotes:
    """A reader's votes on some ideas: 1 for, -1 against; what is used of a rationed ballot."""

    values: Mapping[int, int] = field(default_factory=dict)
    used: int = 0

    def on(self, idea: Idea) -> int:
        return self.values.get(idea.id, 0)

    def left(self, challenge: Challenge) -> int:
        return max(0, rules.most(challenge) - self.used)


def my_votes(actor: Actor, challenge: Challenge, ideas: Iterable[Idea]) -> MyVotes:
    if actor.actor_id is None:
        return MyVotes()
    query = sa.select(IdeaVote.idea_id, IdeaVote.value).where(
        IdeaVote.person_id == actor.actor_id, IdeaVote.idea_id.in_([idea.id for idea in ideas])
    )
    return MyVotes(dict(db.session.execute(query).all()), used_of(actor, challenge))


def used_of(actor: Actor, challenge: Challenge) -> int:
    """Of a limited or budget ballot; 0 elsewhere."""
    if actor.actor_id is None or not rules.is_rationed(challenge):
        return 0
    mine = (Allowance.challenge_id == challenge.id, Allowance.person_id == actor.actor_id)
    return db.session.scalar(sa.select(Allowance.used).where(*mine)) or 0


def my_ballot(actor: Actor, challenge: Challenge, number: int) -> Page[Idea]:
    """The ideas that the actor has voted on here, those no longer shown included."""
    query = (
        sa.select(Idea)
        .join(IdeaVote, IdeaVote.idea_id == Idea.id)
        .where(Idea.challenge_id == challenge.id, IdeaVote.person_id == actor.actor_id)
        .order_by(IdeaVote.cast_at, Idea.id)
    )
    return paginate(query, number)


def has_vote(actor: Actor, idea: Idea) -> bool:
    mine = (IdeaVote.idea_id == idea.id, IdeaVote.person_id == actor.actor_id)
    return db.session.scalar(sa.select(IdeaVote.value).where(*mine)) is not None


@dataclass(frozen=True)
class PhaseNow:
    kind: PhaseKind
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class ChallengeNow:
    id: int
    published_at: datetime | None
    ballot: Ballot
    votes_each: int | None
    budget_total: int | None
    phases: tuple[PhaseNow, ...]

    def phase(self, kind: PhaseKind) -> PhaseNow | None:
        return next((phase for phase in self.phases if phase.kind == kind), None)


@dataclass(frozen=True)
class IdeaNow:
    """What voting asks of an idea: a light copy, with the names that `Idea` has."""

    challenge: ChallengeNow
    id: int
    challenge_id: int
    author_id: int
    title: str
    votes_count: int
    against_count: int
    hidden_at: datetime | None
    held_at: datetime | None
    withdrawn_at: datetime | None
    duplicate_of_id: int | None
    cost: int | None

    @property
    def is_shown(self) -> bool:
        return self.hidden_at is None and self.held_at is None and self.withdrawn_at is None


def idea_as_it_is(idea_id: int) -> Any:
    """An `IdeaNow`, as of this moment, in one query; None where there is none.

    Rules and templates take it for an `Idea`: loading those takes longer than the vote itself.
    """
    rows: Sequence[Any] = db.session.execute(NOW, {"idea": idea_id}).all()
    if not rows:
        return None
    phases = tuple(PhaseNow(*row[-3:]) for row in rows if row[-1] is not None)
    *values, published_at, ballot, votes_each, budget_total = rows[0][:-3]
    challenge = ChallengeNow(
        rows[0].challenge_id, published_at, ballot, votes_each, budget_total, phases
    )
    return IdeaNow(challenge, *values)


# Made once, of tables and not of classes: every vote asks it twice
IDEAS, CHALLENGES = db.metadata.tables["ideas"].c, db.metadata.tables["challenges"].c
PHASES = db.metadata.tables["phases"].c
NOW = (
    sa.select(
        IDEAS.id, IDEAS.challenge_id, IDEAS.author_id, IDEAS.title, IDEAS.votes_count,
        IDEAS.against_count, IDEAS.hidden_at, IDEAS.held_at, IDEAS.withdrawn_at,
        IDEAS.duplicate_of_id, IDEAS.cost,
        CHALLENGES.published_at, CHALLENGES.ballot, CHALLENGES.votes_each, CHALLENGES.budget_total,
        PHASES.kind, PHASES.opens_at, PHASES.closes_at,
    )
    .join_from(IDEAS.id.table, CHALLENGES.id.table, CHALLENGES.id == IDEAS.challenge_id)
    .outerjoin(PHASES.id.table, PHASES.challenge_id == CHALLENGES.id)
    .where(IDEAS.id == sa.bindparam("idea"))
)  # fmt: skip
