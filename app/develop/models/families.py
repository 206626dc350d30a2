"""Families: ideas that say much the same, linked with their authors' consent, never merged."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core import clock
from app.core.db import Model, UtcDateTime
from app.develop.models.challenges import Challenge
from app.develop.models.ideas import Idea


class IdeaFamily(Model):
    __tablename__ = "idea_families"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(120))
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    challenge: Mapped[Challenge] = relationship()
    created_by: Mapped[Person] = relationship()
    members: Mapped[list[FamilyMember]] = relationship(
        back_populates="family", order_by="FamilyMember.id"
    )


class FamilyMember(Model):
    """An idea asked into a family; of it once its author agreed."""

    __tablename__ = "family_members"

    id: Mapped[int] = mapped_column(primary_key=True)
    family_id: Mapped[int] = mapped_column(sa.ForeignKey("idea_families.id"))
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    declined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    family: Mapped[IdeaFamily] = relationship(back_populates="members")
    idea: Mapped[Idea] = relationship()
    asked_by: Mapped[Person] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("family_id", "idea_id"),
        # an idea is of one family at most, however many have asked it
        sa.Index(
            "uq_family_members_agreed", "idea_id", unique=True,
            sqlite_where=sa.text("agreed_at IS NOT NULL"),
            postgresql_where=sa.text("agreed_at IS NOT NULL"),
        ),
        sa.CheckConstraint(
            "agreed_at IS NULL OR declined_at IS NULL", name="agreed_or_declined"
        ),
    )  # fmt: skip
