"""Follow and leave off. What one posts or first comments on, one follows from then on.

The row with its time is the record: the audit log holds no second list of who cares for what.
"""

from __future__ import annotations

import sqlalchemy as sa

from app.core import clock
from app.core.actors import Actor
from app.core.db import db, inserting
from app.core.refusals import require
from app.develop import queries, rules
from app.develop.models import Comment, Follow, Idea
from app.develop.refusals import Why
from app.develop.rules import Followed


def follow(actor: Actor, thing: Followed) -> None:
    """Following twice is following. Raises `Refused`."""
    require(rules.can_follow(actor, thing), Why.NOT_ALLOWED)
    _add(actor, thing)


def unfollow(actor: Actor, thing: Followed) -> None:
    mine = sa.delete(Follow).where(
        Follow.person_id == actor.actor_id, queries.column_of(thing) == thing.id
    )
    db.session.execute(mine)


def follow_own(actor: Actor, idea: Idea) -> None:
    """Whoever posts an idea follows it."""
    _add(actor, idea)


def follow_commented(actor: Actor, comment: Comment) -> None:
    """Whoever comments on an idea for the first time follows it; later comments change nothing,
    so that one who left off is not brought back."""
    earlier = sa.exists().where(
        Comment.idea_id == comment.idea_id, Comment.author_id == actor.actor_id,
        Comment.id != comment.id,
    )  # fmt: skip
    if not db.session.scalar(sa.select(earlier)):
        _add(actor, comment.idea)


def _add(actor: Actor, thing: Followed) -> None:
    new = inserting(Follow).values(
        {"person_id": actor.actor_id, queries.column_of(thing).key: thing.id, "since": clock.now()}
    )
    db.session.execute(new.on_conflict_do_nothing())
