"""Results: how ideas stand, counted ballots, and what there is to count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer

from app.core import clock
from app.core.db import db
from app.core.models import AuditEntry
from app.core.paging import Page, paginate
from app.develop.counting import Election
from app.develop.models import (
    Ballot,
    BallotCount,
    Challenge,
    Decision,
    Idea,
    IdeaVote,
    Phase,
    PhaseKind,
    VoteFlag,
)
from app.develop.queries.doubts import doubted_people
from app.develop.queries.people import named

COUNTED_AGAIN_FOR = timedelta(days=90)
"""So long after it closed a ballot is counted anew where something changes that it rests on."""


ON_THE_WAY = timedelta(seconds=30)
"""No vote and no decision takes longer from the moment that it is given to its commit."""


@dataclass(frozen=True)
class Voters:
    """People who voted in a challenge, and how many of them are in doubt."""

    all: int
    suspected: int


def ranked(challenge: Challenge, number: int) -> Page[Idea]:
    """Ideas by votes, for less against in an up/down ballot; of equals the older one first."""
    order = Idea.votes_count - Idea.against_count
    query = (
        sa.select(Idea)
        .where(Idea.challenge_id == challenge.id, Idea.is_shown)
        .options(named(Idea.author), defer(Idea.body), defer(Idea.search_text))
        .order_by(order.desc(), Idea.id)
    )
    return paginate(query, number)


def voters(challenge: Challenge) -> Voters:
    doubtful = IdeaVote.person_id.in_(doubted_people(challenge.id))
    people = (
        sa.select(IdeaVote.person_id, doubtful.label("doubtful"))
        .join(Idea, Idea.id == IdeaVote.idea_id)
        .where(Idea.challenge_id == challenge.id)
        .distinct()
        .subquery()
    )
    counted = sa.select(
        sa.func.count(), sa.func.sum(sa.case((people.c.doubtful, 1), else_=0))
    ).select_from(people)
    everyone, suspected = db.session.execute(counted).one()
    return Voters(everyone, suspected or 0)


def ballot_counts(challenge: Challenge) -> Sequence[BallotCount]:
    query = sa.select(BallotCount).where(BallotCount.challenge_id == challenge.id)
    return db.session.scalars(query.order_by(BallotCount.id)).all()


def titles(challenge: Challenge) -> dict[int, str]:
    """Of the ideas that everybody sees, by id."""
    query = sa.select(Idea.id, Idea.title).where(Idea.challenge_id == challenge.id, Idea.is_shown)
    return dict(db.session.execute(query).all())


def election(challenge: Challenge, *, without_suspected: bool) -> Election:
    """What a budget ballot is counted from: ideas that are shown, open and have a cost."""
    ideas = sa.select(Idea.id, Idea.cost).where(
        Idea.challenge_id == challenge.id, Idea.is_shown, Idea.duplicate_of_id.is_(None),
        Idea.cost.is_not(None),
    )  # fmt: skip
    costs = {idea: cost for idea, cost in db.session.execute(ideas) if cost is not None}
    cast = (
        sa.select(IdeaVote.person_id, IdeaVote.idea_id)
        .join(Idea, Idea.id == IdeaVote.idea_id)
        .where(Idea.challenge_id == challenge.id, IdeaVote.value == 1)
    )
    if without_suspected:
        cast = cast.where(IdeaVote.person_id.not_in(doubted_people(challenge.id)))
    chosen: dict[int, set[int]] = {}
    for person, idea in db.session.execute(cast.order_by(IdeaVote.person_id)):
        chosen.setdefault(person, set()).add(idea)
    ballots = [frozenset(ideas) for ideas in chosen.values()]
    return Election(costs, challenge.budget_total or 0, ballots)


def ballots_to_count() -> Sequence[Challenge]:
    """Closed budget ballots that were not counted since they closed, or since something changed
    that the count rests on: a voter in doubt, an idea that is shown no more, or is again.

    A vote that was given at the last moment is committed after it: a ballot is due a while after
    it closed, and `counted_at` says as of when a count had seen everything.
    """
    now = clock.now()
    counted = sa.select(sa.func.min(BallotCount.counted_at)).where(
        BallotCount.challenge_id == Challenge.id
    ).scalar_subquery()  # fmt: skip
    changed = sa.and_(
        Phase.closes_at > now - COUNTED_AGAIN_FOR,
        sa.or_(_flags_since(counted), _ideas_since(counted), _shown_again_since(counted)),
    )
    query = (
        sa.select(Challenge)
        .join(Phase, sa.and_(Phase.challenge_id == Challenge.id, Phase.kind == PhaseKind.VOTING))
        .where(
            Challenge.ballot == Ballot.BUDGET,
            Challenge.published_at.is_not(None),
            Phase.closes_at <= now - ON_THE_WAY,
            sa.or_(counted.is_(None), counted < Phase.closes_at, changed),
        )
        .order_by(Challenge.id)
    )
    return db.session.scalars(query).all()


def _flags_since(counted: Any) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        VoteFlag.challenge_id == Challenge.id,
        sa.or_(VoteFlag.flagged_at >= counted, VoteFlag.cleared_at >= counted),
    )


def _ideas_since(counted: Any) -> sa.ColumnElement[bool]:
    """Hidden, held, withdrawn or closed."""
    return sa.exists().where(
        Idea.challenge_id == Challenge.id,
        sa.or_(
            Idea.hidden_at >= counted, Idea.withdrawn_at >= counted, Idea.closed_at >= counted,
            Idea.held_at >= counted,
        ),
    )  # fmt: skip


def _shown_again_since(counted: Any) -> sa.ColumnElement[bool]:
    """Restored, released, brought back or reopened: that leaves no time in the idea itself."""
    decided = sa.exists().where(
        Idea.challenge_id == Challenge.id,
        Decision.idea_id == Idea.id,
        sa.or_(Decision.decided_at >= counted, Decision.undone_at >= counted),
    )
    logged = sa.exists().where(
        Idea.challenge_id == Challenge.id,
        AuditEntry.object_type == Idea.__tablename__,
        AuditEntry.object_id == sa.cast(Idea.id, sa.String),
        AuditEntry.action.in_(("idea.bring_back", "idea.reopen")),
        AuditEntry.at >= counted,
    )
    return sa.or_(decided, logged)
