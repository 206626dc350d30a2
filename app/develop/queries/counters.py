"""Counters, and what they count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.develop.models import Comment, Idea, IdeaVote


@dataclass(frozen=True)
class Difference:
    """A counter that is not what it counts. `counter` is the column's name."""

    idea_id: int
    counter: str
    stored: int
    counted: int


def counter_differences() -> list[Difference]:
    """Every counter that is not what it counts, seen at one moment."""
    found = []
    for counter in COUNTED:
        stored, actual = getattr(Idea, counter), _count_of(counter, Idea.id)
        query = sa.select(Idea.id, stored, actual).where(stored != actual).order_by(Idea.id)
        found += [Difference(row[0], counter, row[1], row[2]) for row in db.session.execute(query)]
    return found


def counted(counter: str, idea_id: int) -> int:
    return int(db.session.scalar(sa.select(_count_of(counter, sa.literal(idea_id)))) or 0)


def _count_of(counter: str, idea_id: Any) -> Any:
    model, condition = COUNTED[counter]
    query = sa.select(sa.func.count()).select_from(model).where(model.idea_id == idea_id)
    return (query if condition is None else query.where(condition)).scalar_subquery()


COUNTED: dict[str, tuple[Any, Any]] = {
    "votes_count": (IdeaVote, None),
    "comments_count": (Comment, Comment.is_shown),
}
