"""That somebody finds a comment helpful: one a person and comment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.actors import Actor
from app.core.db import db, inserting
from app.core.refusals import require
from app.develop import queries, rules
from app.develop.commands.counters import require_as_it_is_now
from app.develop.models import Comment, CommentReaction
from app.develop.refusals import Why
from app.develop.rules import Act


@dataclass(frozen=True)
class Helpful:
    """How many find the comment helpful now, and whether this changed it."""

    count: int
    changed: bool


def find_helpful(actor: Actor, comment: Comment) -> Helpful:
    """A second time changes nothing. Raises `Refused`."""
    row = inserting(CommentReaction).values(
        comment_id=comment.id, person_id=actor.actor_id, at=clock.now()
    )
    new = row.on_conflict_do_nothing().returning(CommentReaction.comment_id)
    return _react(actor, comment, new, 1)


def take_back_helpful(actor: Actor, comment: Comment) -> Helpful:
    mine = sa.delete(CommentReaction).where(
        CommentReaction.comment_id == comment.id, CommentReaction.person_id == actor.actor_id
    )
    return _react(actor, comment, mine.returning(CommentReaction.comment_id), -1)


def _react(actor: Actor, comment: Comment, change: Any, step: int) -> Helpful:
    """The row, then the counter, then the rules: as votes do, see `commands.counters`."""
    require(rules.can_take_part(actor), Why.NOT_ALLOWED)
    require(not rules.is_author(actor, comment), Why.OWN_COMMENT)
    change = change.execution_options(synchronize_session=False)
    changed = db.session.scalar(change) is not None
    total = _count(comment.id, step if changed else 0)
    require(queries.comment_is_shown(comment), Why.COMMENT_GONE)
    require_as_it_is_now(actor, comment.idea, Act.COMMENT)
    return Helpful(total, changed)


def _count(comment_id: int, step: int) -> int:
    if not step:
        stored = sa.select(Comment.reactions_count).where(Comment.id == comment_id)
        return db.session.scalars(stored).one()
    moved = (
        sa.update(Comment)
        .where(Comment.id == comment_id)
        .values(reactions_count=Comment.reactions_count + step, is_due=True)
        .returning(Comment.reactions_count)
        .execution_options(synchronize_session=False)
    )
    return db.session.scalars(moved).one()
