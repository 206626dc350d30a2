"""Votes as they stand, what each voter has left, and counted results."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Json, Model, UtcDateTime, enum_type


class IdeaVote(Model):
    """One vote a person and idea: for it (1), or against it (-1) in an up/down ballot."""

    __tablename__ = "idea_votes"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    value: Mapped[int] = mapped_column(sa.SmallInteger, default=1, server_default="1")
    cast_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    network: Mapped[str | None] = mapped_column(sa.String(32), index=True)
    """Keyed hash of where it came from; see `core.networks`. Forgotten after 90 days."""

    __table_args__ = (sa.CheckConstraint("value IN (1, -1)", name="for_or_against"),)


class Allowance(Model):
    """What a voter has used of a limited or a budget ballot: a number of votes, or baht.

    Changed by one conditional UPDATE, so that no two requests spend the same vote.
    """

    __tablename__ = "allowances"

    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    used: Mapped[int] = mapped_column(sa.BigInteger, default=0)

    __table_args__ = (sa.CheckConstraint("used >= 0", name="used_is_an_amount"),)


class CountMethod(StrEnum):
    GREEDY = "greedy"
    EQUAL_SHARES = "equal_shares"


class BallotCount(Model):
    """A counted budget ballot with each step of the count, made by the worker."""

    __tablename__ = "ballot_counts"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"))
    method: Mapped[CountMethod] = mapped_column(enum_type(CountMethod, "count_method"))
    without_suspected: Mapped[bool] = mapped_column(default=False)
    result: Mapped[dict[str, Any]] = mapped_column(Json)
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    __table_args__ = (sa.UniqueConstraint("challenge_id", "method", "without_suspected"),)
