"""Votes in doubt: who is to be flagged, and what stands flagged. Results: see `results`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import load_only

from app.accounts.models import Person
from app.core import clock
from app.core.db import db
from app.core.paging import Page, paginate
from app.develop import suspicion
from app.develop.models import CHOICES, Challenge, Choice, Idea, IdeaVote, VoteFlag
from app.develop.suspicion import Cast, Doubt

LOOK_BACK = timedelta(days=3)
AT_ONCE = 5_000


@dataclass(frozen=True)
class Doubts:
    """What stands in doubt in a challenge."""

    voters: int = 0
    votes: int = 0


@dataclass(frozen=True)
class Group:
    """Voters of one network whom one check flagged. `network` None: no longer known."""

    network: str | None
    doubt: Doubt
    is_cleared: bool
    voters: int
    votes: int
    first_at: datetime | None
    last_at: datetime | None
    flagged_at: datetime
    cleared_reason: str | None
    most: tuple[Idea, Choice, int] | None = None
    """What most of them voted for, and how many of them did."""


def doubts_in(challenge_id: int) -> Doubts:
    """One query, cheap where nothing is flagged: for a note on every page of a challenge."""
    votes = sa.join(IdeaVote, Idea, Idea.id == IdeaVote.idea_id)
    query = (
        sa.select(sa.func.count(VoteFlag.person_id.distinct()), sa.func.count(IdeaVote.idea_id))
        .select_from(VoteFlag)
        .outerjoin(
            votes,
            (IdeaVote.person_id == VoteFlag.person_id)
            & (Idea.challenge_id == VoteFlag.challenge_id),
        )
        .where(VoteFlag.challenge_id == challenge_id, VoteFlag.cleared_at.is_(None))
    )
    return Doubts(*db.session.execute(query).one())


def tallies(challenge_id: int) -> dict[int, tuple[int, int]]:
    """(for, against) in doubt by idea; ideas with none in doubt are missing from the answer.

    For a result page: what is counted stays `Idea.votes_count`; without those in doubt it is that
    less these.
    """
    is_for = sa.case((IdeaVote.value == 1, 1), else_=0)
    query = (
        sa.select(IdeaVote.idea_id, sa.func.sum(is_for), sa.func.sum(1 - is_for))
        .join(Idea, Idea.id == IdeaVote.idea_id)
        .where(
            Idea.challenge_id == challenge_id,
            IdeaVote.person_id.in_(doubted_people(challenge_id)),
        )
        .group_by(IdeaVote.idea_id)
    )
    rows = db.session.execute(query)
    return {idea_id: (int(votes), int(against)) for idea_id, votes, against in rows}


def doubted_people(challenge_id: int) -> sa.Select[Any]:
    """A subquery of the people whose votes in a challenge are in doubt."""
    return sa.select(VoteFlag.person_id).where(
        VoteFlag.challenge_id == challenge_id, VoteFlag.cleared_at.is_(None)
    )


# What is flagged, for those who look into it


def doubt_groups(challenge: Challenge, number: int) -> Page[Group]:
    """Flags by network and reason, what stands first. Five queries a page at most."""
    cast = votes_by_person(challenge.id).subquery()
    is_cleared = VoteFlag.cleared_at.is_not(None)
    query: Any = (
        sa.select(
            cast.c.network, VoteFlag.reason, is_cleared.label("is_cleared"), sa.func.count(),
            sa.func.coalesce(sa.func.sum(cast.c.votes), 0), sa.func.min(cast.c.first_at),
            sa.func.max(cast.c.last_at), sa.func.max(VoteFlag.flagged_at),
            sa.func.max(VoteFlag.cleared_reason),
        )
        .select_from(VoteFlag)
        .outerjoin(cast, cast.c.person_id == VoteFlag.person_id)
        .where(VoteFlag.challenge_id == challenge.id)
        .group_by(cast.c.network, VoteFlag.reason, is_cleared)
        .order_by(is_cleared, sa.func.count().desc(), VoteFlag.reason)
    )  # fmt: skip
    page = paginate(query, number, scalars=False)
    most = _most_voted(challenge.id)
    groups = [_group(row, most.get((row[0], row[1], bool(row[2])))) for row in page.rows]
    return Page(groups, page.number, page.per_page, page.total)


def votes_by_person(challenge_id: int) -> Any:
    """A query with a line a voter: one network, where they used several, so that they are in one
    group."""
    return (
        sa.select(
            IdeaVote.person_id,
            sa.func.min(IdeaVote.network).label("network"),
            sa.func.count().label("votes"),
            sa.func.min(IdeaVote.cast_at).label("first_at"),
            sa.func.max(IdeaVote.cast_at).label("last_at"),
        )
        .join(Idea, Idea.id == IdeaVote.idea_id)
        .where(Idea.challenge_id == challenge_id)
        .group_by(IdeaVote.person_id)
    )


def _group(row: Any, most: tuple[Idea, Choice, int] | None) -> Group:
    network, reason, is_cleared, voters, votes, first_at, last_at, flagged_at, why = row
    return Group(
        network, Doubt(reason), bool(is_cleared), voters, votes, first_at, last_at, flagged_at,
        why, most,
    )  # fmt: skip


def _most_voted(challenge_id: int) -> dict[tuple[str | None, str, bool], tuple[Idea, Choice, int]]:
    """By group, the idea that most of it voted for or against."""
    cast = votes_by_person(challenge_id).subquery()
    is_cleared = VoteFlag.cleared_at.is_not(None)
    keys = (cast.c.network, VoteFlag.reason, is_cleared)
    count = sa.func.count()
    counted = (
        sa.select(
            cast.c.network,
            VoteFlag.reason,
            is_cleared.label("is_cleared"),
            IdeaVote.idea_id,
            IdeaVote.value,
            count.label("people"),
            sa.func.row_number().over(partition_by=keys, order_by=count.desc()).label("place"),
        )
        .select_from(VoteFlag)
        .join(cast, cast.c.person_id == VoteFlag.person_id)
        .join(IdeaVote, IdeaVote.person_id == VoteFlag.person_id)
        .join(Idea, (Idea.id == IdeaVote.idea_id) & (Idea.challenge_id == VoteFlag.challenge_id))
        .where(VoteFlag.challenge_id == challenge_id)
        .group_by(*keys, IdeaVote.idea_id, IdeaVote.value)
        .subquery()
    )
    first: Any = (
        sa.select(counted, Idea).join(Idea, Idea.id == counted.c.idea_id)
        .where(counted.c.place == 1).options(load_only(Idea.title))
    )  # fmt: skip
    return {
        (row.network, row.reason, bool(row.is_cleared)): (
            row.Idea, CHOICES[row.value], row.people,
        )
        for row in db.session.execute(first)
    }  # fmt: skip


# Who is to be flagged


def newly_doubted() -> Iterator[tuple[int, dict[int, Doubt]]]:
    """Challenge by challenge, the voters of the last days whose votes are in doubt."""
    since = clock.now() - LOOK_BACK
    for challenge_id in db.session.scalars(_busy_challenges(since)).all():
        known = frozenset(db.session.scalars(doubted_people(challenge_id)))
        found = suspicion.by_network(_casts(challenge_id), known, since.timestamp())
        if found:
            yield challenge_id, found


def _busy_challenges(since: datetime) -> Any:
    """Where so many people voted lately from one network that they could be a crowd."""
    networks = (
        sa.select(Idea.challenge_id)
        .join(IdeaVote, IdeaVote.idea_id == Idea.id)
        .where(IdeaVote.cast_at >= since, IdeaVote.network.is_not(None))
        .group_by(Idea.challenge_id, IdeaVote.network)
        .having(sa.func.count(IdeaVote.person_id.distinct()) >= suspicion.SMALLEST)
        .subquery()
    )
    return sa.select(networks.c.challenge_id).distinct().order_by(networks.c.challenge_id)


def _casts(challenge_id: int) -> Iterator[tuple[str | None, Cast]]:
    query = (
        sa.select(
            IdeaVote.network,
            IdeaVote.person_id,
            IdeaVote.idea_id,
            IdeaVote.value,
            IdeaVote.cast_at,
            Person.created_at,
        )
        .join(Idea, Idea.id == IdeaVote.idea_id)
        .join(Person, Person.id == IdeaVote.person_id)
        .where(Idea.challenge_id == challenge_id)
        .execution_options(yield_per=AT_ONCE)
    )
    for network, person, idea, value, at, made_at in db.session.execute(query):
        yield network, Cast(person, idea, value, at.timestamp(), made_at.timestamp())
