"""One's own votes, and an idea as it stands while a vote for it is being cast."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only

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


@cache
def for_voting() -> tuple[Any, ...]:
    """Options for loading an idea with all that a vote needs, in one query, and no more."""
    columns = (
        Idea.challenge_id, Idea.author_id, Idea.title, Idea.cost, Idea.votes_count,
        Idea.against_count, Idea.hidden_at, Idea.held_at, Idea.withdrawn_at, Idea.duplicate_of_id,
    )  # fmt: skip
    challenge = joinedload(Idea.challenge, innerjoin=True)
    terms = challenge.load_only(
        Challenge.ballot, Challenge.votes_each, Challenge.budget_total, Challenge.published_at
    )
    return (load_only(*columns), terms, challenge.joinedload(Challenge.phases))


@dataclass(frozen=True)
class PhaseNow:
    kind: PhaseKind
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class ChallengeNow:
    published_at: datetime | None
    ballot: Ballot
    votes_each: int | None
    budget_total: int | None
    phases: tuple[PhaseNow, ...]

    def phase(self, kind: PhaseKind) -> PhaseNow | None:
        return next((phase for phase in self.phases if phase.kind == kind), None)


@dataclass(frozen=True)
class IdeaNow:
    hidden_at: datetime | None
    held_at: datetime | None
    withdrawn_at: datetime | None
    duplicate_of_id: int | None
    cost: int | None
    challenge: ChallengeNow

    @property
    def is_shown(self) -> bool:
        return self.hidden_at is None and self.held_at is None and self.withdrawn_at is None


def as_it_is_now(idea: Idea) -> Any:
    """An `IdeaNow`: what the rules of voting ask of an idea, as of this moment.

    A light copy with the same names, in one query: the objects themselves need not be read again.
    """
    rows: Sequence[Any] = db.session.execute(NOW, {"idea": idea.id}).all()
    published_at, ballot, votes_each, budget_total = rows[0][5:9]
    phases = tuple(PhaseNow(*row[9:]) for row in rows)
    challenge = ChallengeNow(published_at, ballot, votes_each, budget_total, phases)
    hidden_at, held_at, withdrawn_at, duplicate_of_id, cost = rows[0][:5]
    return IdeaNow(hidden_at, held_at, withdrawn_at, duplicate_of_id, cost, challenge)


# Made once, of tables and not of classes: every vote asks it
IDEAS, CHALLENGES = db.metadata.tables["ideas"].c, db.metadata.tables["challenges"].c
PHASES = db.metadata.tables["phases"].c
NOW = (
    sa.select(
        IDEAS.hidden_at, IDEAS.held_at, IDEAS.withdrawn_at, IDEAS.duplicate_of_id, IDEAS.cost,
        CHALLENGES.published_at, CHALLENGES.ballot, CHALLENGES.votes_each, CHALLENGES.budget_total,
        PHASES.kind, PHASES.opens_at, PHASES.closes_at,
    )
    .where(
        IDEAS.id == sa.bindparam("idea"),
        CHALLENGES.id == IDEAS.challenge_id,
        PHASES.challenge_id == CHALLENGES.id,
    )
)  # fmt: skip
