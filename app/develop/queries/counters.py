"""Counters, and what they count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.develop.models import Comment, CommentReaction, Idea, IdeaVote


@dataclass(frozen=True)
class Difference:
    """A counter that is not what it counts: of the idea or comment `id`, the column `counter`."""

    kind: str
    id: int
    counter: str
    stored: int
    counted: int


@dataclass(frozen=True)
class Counters:
    """The counters of one table: for each, the column that points here, and which rows count."""

    model: Any
    counted: dict[str, tuple[Any, Any]]


COUNTERS = {
    "idea": Counters(
        Idea,
        {
            "votes_count": (IdeaVote.idea_id, IdeaVote.value == 1),
            "against_count": (IdeaVote.idea_id, IdeaVote.value == -1),
            "comments_count": (Comment.idea_id, Comment.is_shown),
        },
    ),
    "comment": Counters(Comment, {"reactions_count": (CommentReaction.comment_id, None)}),
}


def counter_differences() -> list[Difference]:
    """Every counter that is not what it counts, seen at one moment."""
    return [
        difference
        for kind, counters in COUNTERS.items()
        for counter in counters.counted
        for difference in _differences(kind, counter)
    ]


def _differences(kind: str, counter: str) -> list[Difference]:
    model = COUNTERS[kind].model
    stored, actual = getattr(model, counter), _count_of(kind, counter, model.id)
    query = sa.select(model.id, stored, actual).where(stored != actual).order_by(model.id)
    return [Difference(kind, row[0], counter, row[1], row[2]) for row in db.session.execute(query)]


def counted(kind: str, counter: str, ident: int) -> int:
    return int(db.session.scalar(sa.select(_count_of(kind, counter, sa.literal(ident)))) or 0)


def _count_of(kind: str, counter: str, ident: Any) -> Any:
    pointing, condition = COUNTERS[kind].counted[counter]
    query = sa.select(sa.func.count()).where(pointing == ident)
    return (query if condition is None else query.where(condition)).scalar_subquery()
