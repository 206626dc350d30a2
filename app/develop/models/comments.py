"""Comments in threads, the people they mention, and reactions to them.

A thread is a comment on the idea and the replies to it, two levels deep: whoever answers a reply
answers in the same thread, and mentions whom they mean. The stance is the thread's: replies are
remarks to each other, and counting them would let a quarrel of two look like many.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core import clock
from app.core.db import Model, UtcDateTime, enum_type
from app.develop import ordering
from app.develop.models.ideas import Idea
from app.develop.models.posts import Post, checks


class Stance(StrEnum):
    FOR = "for"
    AGAINST = "against"
    QUESTION = "question"
    REMARK = "remark"


class Comment(Post, Model):
    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("comments.id"), index=True)
    """The comment that began the thread; None: this one did. A reply has no replies."""
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    stance: Mapped[Stance] = mapped_column(
        enum_type(Stance, "stance"), default=Stance.REMARK, server_default=Stance.REMARK.value
    )
    body: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reactions_count: Mapped[int] = mapped_column(default=0, server_default="0")
    """Always the number of its reactions."""
    place: Mapped[float] = mapped_column(default=ordering.first_place, server_default="0")
    """Where its thread stands in the default order, smallest first: see `develop.ordering`."""
    is_due: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    """Something changed since the order of its idea's threads was last worked out."""

    idea: Mapped[Idea] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    parent: Mapped[Comment | None] = relationship(remote_side=[id])

    __table_args__ = (
        sa.Index("ix_comments_idea_created", "idea_id", "created_at"),
        sa.Index("ix_comments_place", "idea_id", "place", "id"),
        sa.Index(
            "ix_comments_due", "idea_id",
            sqlite_where=sa.text("is_due"), postgresql_where=sa.text("is_due"),
        ),
        sa.Index("ix_comments_held_at", "held_at"),
        *checks(),
        sa.CheckConstraint("reactions_count >= 0", name="counts_are_counts"),
        sa.CheckConstraint("parent_id <> id", name="no_reply_to_itself"),
    )  # fmt: skip


class CommentReaction(Model):
    """That somebody finds a comment helpful. One a person and comment."""

    __tablename__ = "comment_reactions"

    comment_id: Mapped[int] = mapped_column(sa.ForeignKey("comments.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class CommentMention(Model):
    __tablename__ = "comment_mentions"

    comment_id: Mapped[int] = mapped_column(sa.ForeignKey("comments.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
