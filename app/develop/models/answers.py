"""Official answers: the responsible unit's word on an idea or a family."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core import clock
from app.core.db import Model, UtcDateTime, enum_type
from app.develop.models.families import IdeaFamily
from app.develop.models.ideas import Idea
from app.missions.models import Unit


class AnswerState(StrEnum):
    UNDER_REVIEW = "under_review"
    PLANNED = "planned"
    PILOTED = "piloted"
    NOT_NOW = "not_now"


class Answer(Model):
    """One an idea or family. Its earlier states and words stand in the audit log."""

    __tablename__ = "answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"), unique=True)
    family_id: Mapped[int | None] = mapped_column(sa.ForeignKey("idea_families.id"), unique=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("units.id"), index=True)
    state: Mapped[AnswerState] = mapped_column(enum_type(AnswerState, "answer_state"))
    body: Mapped[str] = mapped_column(sa.Text)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    """Why not now."""
    answered_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    """When it was first answered: what the clock measures."""
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    idea: Mapped[Idea | None] = relationship()
    family: Mapped[IdeaFamily | None] = relationship()
    unit: Mapped[Unit] = relationship()
    answered_by: Mapped[Person] = relationship()

    __table_args__ = (
        sa.CheckConstraint("(idea_id IS NULL) <> (family_id IS NULL)", name="answers_one_thing"),
        sa.CheckConstraint("state <> 'not_now' OR reason <> ''", name="not_now_says_why"),
    )


class AnswerRating(Model):
    """ "Did this answer you?": one a person and answer."""

    __tablename__ = "answer_ratings"

    answer_id: Mapped[int] = mapped_column(sa.ForeignKey("answers.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    answered: Mapped[bool]
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
