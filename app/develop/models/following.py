"""Who wants to hear of what."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Model, UtcDateTime, enum_type
from app.develop.models.challenges import Challenge
from app.develop.models.ideas import Idea
from app.missions.models import MissionGroup


class Follow(Model):
    """A person follows one thing: an idea, a challenge or a mission group."""

    __tablename__ = "follows"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    challenge_id: Mapped[int | None] = mapped_column(sa.ForeignKey("challenges.id"), index=True)
    mission_group_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("mission_groups.id"), index=True
    )
    since: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    idea: Mapped[Idea | None] = relationship()
    challenge: Mapped[Challenge | None] = relationship()
    mission_group: Mapped[MissionGroup | None] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("person_id", "idea_id"),
        sa.UniqueConstraint("person_id", "challenge_id"),
        sa.UniqueConstraint("person_id", "mission_group_id"),
        sa.CheckConstraint(
            "(CASE WHEN idea_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN challenge_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN mission_group_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="follows_one_thing",
        ),
    )


class PhaseEvent(StrEnum):
    OPENED = "opened"
    CLOSING = "closing"
    """It closes soon."""


class PhaseNews(Model):
    """That followers of a challenge were told of a phase, so that they are told once.

    `of` is when the phase opened or closes: one made longer has a new closing to tell of.
    """

    __tablename__ = "phase_news"

    phase_id: Mapped[int] = mapped_column(sa.ForeignKey("phases.id"), primary_key=True)
    event: Mapped[PhaseEvent] = mapped_column(
        enum_type(PhaseEvent, "phase_event"), primary_key=True
    )
    of: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    told_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
