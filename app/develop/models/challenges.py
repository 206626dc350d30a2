"""Challenges, their phases, and the ballot that they vote by."""

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


class Ballot(StrEnum):
    """How the ideas of a challenge are voted on."""

    SUPPORT = "support"
    """Any number of ideas, each supported or not."""
    UPDOWN = "updown"
    """Any number of ideas, each for or against."""
    LIMITED = "limited"
    """At most `votes_each` supports a person."""
    BUDGET = "budget"
    """Each voter's selection must cost at most `budget_total` together."""


class Challenge(Model):
    """A call for ideas, opened from a selected issue."""

    __tablename__ = "challenges"

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issues.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    question: Mapped[str] = mapped_column(sa.String(300))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    ballot: Mapped[Ballot] = mapped_column(
        enum_type(Ballot, "ballot"), default=Ballot.SUPPORT, server_default=Ballot.SUPPORT.value
    )
    votes_each: Mapped[int | None]
    """Supports a person may give in all; of a limited ballot alone."""
    budget_total: Mapped[int | None] = mapped_column(sa.BigInteger)
    """Baht; of a budget ballot alone."""
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """None: a draft, which only coordinators see."""
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    issue: Mapped[Issue] = relationship()
    created_by: Mapped[Person] = relationship()
    phases: Mapped[list[Phase]] = relationship(
        back_populates="challenge", lazy="selectin", order_by="Phase.opens_at"
    )

    __table_args__ = (
        sa.CheckConstraint(
            "(ballot = 'limited') = (votes_each IS NOT NULL)"
            " AND (votes_each IS NULL OR votes_each > 0)",
            name="limited_ballots_have_a_number",
        ),
        sa.CheckConstraint(
            "(ballot = 'budget') = (budget_total IS NOT NULL)"
            " AND (budget_total IS NULL OR budget_total > 0)",
            name="budget_ballots_have_a_total",
        ),
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
