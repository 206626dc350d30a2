"""Challenges and their phases, ideas, votes, comments."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core import clock
from app.core.db import Model, UtcDateTime, enum_type
from app.diagnose.models import Issue


class PhaseKind(StrEnum):
    IDEAS = "ideas"
    VOTING = "voting"


class Challenge(Model):
    """A call for ideas, opened from a selected issue."""

    __tablename__ = "challenges"

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issues.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    question: Mapped[str] = mapped_column(sa.String(300))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """None: a draft, which only coordinators see."""
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    issue: Mapped[Issue] = relationship()
    created_by: Mapped[Person] = relationship()
    phases: Mapped[list[Phase]] = relationship(
        back_populates="challenge", lazy="selectin", order_by="Phase.opens_at"
    )

    def phase(self, kind: PhaseKind) -> Phase | None:
        return next((phase for phase in self.phases if phase.kind == kind), None)


class Phase(Model):
    """When a challenge takes ideas, and when votes."""

    __tablename__ = "phases"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"))
    kind: Mapped[PhaseKind] = mapped_column(enum_type(PhaseKind, "phase_kind"))
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)

    challenge: Mapped[Challenge] = relationship(back_populates="phases")

    __table_args__ = (
        sa.UniqueConstraint("challenge_id", "kind"),
        sa.CheckConstraint("closes_at > opens_at", name="opens_before_closing"),
    )


class Idea(Model):
    __tablename__ = "ideas"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(120))
    body: Mapped[str] = mapped_column(sa.Text)
    search_text: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    votes_count: Mapped[int] = mapped_column(default=0)
    """Always the number of its votes: changed in the same statement order as they are."""
    comments_count: Mapped[int] = mapped_column(default=0)
    """Comments that are not hidden."""
    hidden_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hidden_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    hidden_reason: Mapped[str | None] = mapped_column(sa.Text)

    challenge: Mapped[Challenge] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    hidden_by: Mapped[Person | None] = relationship(foreign_keys=[hidden_by_id])

    __table_args__ = (
        sa.Index("ix_ideas_newest", "challenge_id", "created_at"),
        sa.Index("ix_ideas_most_supported", "challenge_id", "votes_count"),
        sa.Index("ix_ideas_most_discussed", "challenge_id", "comments_count"),
        sa.CheckConstraint("votes_count >= 0 AND comments_count >= 0", name="counts_are_counts"),
        sa.CheckConstraint(
            "(hidden_at IS NULL) = (hidden_reason IS NULL)", name="hidden_with_a_reason"
        ),
    )


class IdeaVote(Model):
    """One support a person and idea."""

    __tablename__ = "idea_votes"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    cast_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)


class Comment(Model):
    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    body: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    hidden_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hidden_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    hidden_reason: Mapped[str | None] = mapped_column(sa.Text)

    idea: Mapped[Idea] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])

    __table_args__ = (
        sa.Index("ix_comments_idea_created", "idea_id", "created_at"),
        sa.CheckConstraint(
            "(hidden_at IS NULL) = (hidden_reason IS NULL)", name="hidden_with_a_reason"
        ),
    )
