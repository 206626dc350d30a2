"""The fair order of threads and of ideas, worked out anew where something changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.develop import fairness, ordering, queries
from app.develop.models import Comment, Idea, IdeaOrder

IDEAS_AT_ONCE = 200
"""Discussions put in order in one transaction; the others wait for the next time."""


def order_threads() -> int:
    """Put the threads of ideas with news into their order. Returns of how many ideas.

    A reaction that comes while this runs waits for it, and makes its thread due again.
    """
    due = sa.select(Comment.idea_id).where(Comment.is_due).distinct().limit(IDEAS_AT_ONCE)
    ideas = sorted(db.session.scalars(due))
    taken = sa.update(Comment).where(Comment.is_due, Comment.idea_id.in_(ideas))
    db.session.execute(taken.values(is_due=False).execution_options(synchronize_session=False))
    places: dict[int, dict[int, float]] = defaultdict(dict)
    entries: dict[int, list[ordering.Entry]] = defaultdict(list)
    for idea_id, place, entry in queries.threads_to_order(ideas):
        places[idea_id][entry.id] = place
        entries[idea_id].append(entry)
    moved: dict[int, float] = {}
    for idea_id, known in entries.items():
        moved |= ordering.moves(ordering.fair_order(known), places[idea_id])
    _place(Comment, moved)
    return len(ideas)


def order_ideas(challenge_id: int) -> int:
    """Put a challenge's ideas into their order, and say how fair it was until now.

    Returns how many ideas got another place.
    """
    sums, entries, places = queries.ideas_to_order(challenge_id)
    moved = ordering.moves(ordering.fair_order(entries), places)
    _place(Idea, moved)
    found = fairness.measure([entry.chances for entry in entries])
    made = IdeaOrder(
        challenge_id=challenge_id, made_at=clock.now(),
        fairness=found.to_json() if found else None, **sums,
    )  # fmt: skip
    db.session.merge(made)
    return len(moved)


def _place(model: Any, moved: Mapping[int, float]) -> None:
    """In the order of ids, as everybody who changes several rows does."""
    rows = [{"id": one, "place": place} for one, place in sorted(moved.items())]
    if rows:
        db.session.execute(sa.update(model), rows)
