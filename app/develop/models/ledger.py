"""The ledger of votes: each change an event, events sealed into a Merkle tree, doubts as flags."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Model, UtcDateTime, enum_type
from app.develop.models.challenges import Challenge


class Choice(StrEnum):
    FOR = "for"
    AGAINST = "against"
    WITHDRAWN = "withdrawn"


CHOICES = {1: Choice.FOR, -1: Choice.AGAINST}
"""What the value of a vote that stands says."""


class VoteEvent(Model):
    """One change of a vote. Only ever added to; names no person.

    `voter` is a pseudonym under a key of the person's own: see `develop.pseudonyms`.
    """

    __tablename__ = "vote_events"

    id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True
    )
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"), index=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    voter: Mapped[str] = mapped_column(sa.String(32), index=True)
    choice: Mapped[Choice] = mapped_column(enum_type(Choice, "choice"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    """To the minute."""
    receipt_hash: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    """Of what the voter holds; not part of what is sealed, and forgotten with the person."""
    seal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ledger_seals.id"))
    position: Mapped[int | None]
    """Among the events of its seal, from 0."""

    challenge: Mapped[Challenge] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("seal_id", "position"),
        sa.CheckConstraint(
            "(seal_id IS NULL) = (position IS NULL)", name="sealed_events_have_a_place"
        ),
    )


class LedgerSeal(Model):
    """A published root over a batch of events and the root before."""

    __tablename__ = "ledger_seals"

    id: Mapped[int] = mapped_column(primary_key=True)
    """1, 2, 3 … without gaps."""
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    events_count: Mapped[int]
    events_before: Mapped[int]
    """Events of all earlier seals."""
    previous_root: Mapped[str] = mapped_column(sa.String(64))
    root: Mapped[str] = mapped_column(sa.String(64), unique=True)

    __table_args__ = (
        sa.CheckConstraint("events_count > 0 AND events_before >= 0", name="seals_hold_events"),
    )


class VoteFlag(Model):
    """A voter whose votes in a challenge are in doubt. They are counted all the same, beside."""

    __tablename__ = "vote_flags"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    reason: Mapped[str] = mapped_column(sa.String(40))
    """Which check raised it."""
    flagged_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    cleared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cleared_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    cleared_reason: Mapped[str | None] = mapped_column(sa.Text)

    __table_args__ = (
        sa.UniqueConstraint("challenge_id", "person_id"),
        sa.CheckConstraint(
            "(cleared_at IS NULL) = (cleared_reason IS NULL)", name="cleared_with_a_reason"
        ),
    )
