"""What the platform's background work makes of it all, so that it is there at the first look."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask import current_app

from app.core import clock
from app.core.db import commit, db
from app.develop import impressions
from app.develop.jobs import counting, ledger, orders
from app.develop.models import Ballot, Challenge, Idea, PhaseKind

READER = {"User-Agent": "Mozilla/5.0 (sample data)"}
VIEWS_A_DAY, MOST_BY_AGE, VIEWS_A_VOTE = 12, 120, 4
COUNTED_AFTER = timedelta(minutes=2)


def finish() -> None:
    """Each is what the worker does every minute; it begins with no transaction open."""
    commit()
    _look_at_ideas()
    orders.order_threads(_no_progress)
    commit()
    orders.order_ideas(_no_progress)
    commit()
    _count_ballots()
    commit()
    ledger.seal_votes(_no_progress)


def _look_at_ideas() -> None:
    """Lists were looked at: after its first days an idea about as often as the others."""
    now = clock.now()
    query = sa.select(Idea.id, Idea.created_at, Idea.votes_count).where(Idea.is_shown)
    shown = [
        idea_id
        for idea_id, created_at, votes in db.session.execute(query)
        for _ in range(_views((now - created_at).days, votes, idea_id))
    ]
    commit()
    with current_app.test_request_context(headers=READER):
        impressions.note(shown)
    impressions.flush()


def _views(days: int, votes: int, idea_id: int) -> int:
    return min(days * VIEWS_A_DAY, MOST_BY_AGE) + votes * VIEWS_A_VOTE + idea_id * 7 % 23


def _count_ballots() -> None:
    """Each soon after it closed."""
    closed = [
        phase.closes_at
        for challenge in db.session.scalars(
            sa.select(Challenge).where(Challenge.ballot == Ballot.BUDGET)
        )
        if (phase := challenge.phase(PhaseKind.VOTING)) and phase.closes_at < clock.now()
    ]
    commit()
    for closes_at in closed:
        with clock.frozen(closes_at + COUNTED_AFTER):
            counting.count_ballots(_no_progress)
            commit()


def _no_progress(fraction: float, stage: str) -> None:
    pass
