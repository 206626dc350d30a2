"""When the default order of a challenge's ideas was worked out, and from what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Json, Model, UtcDateTime


class IdeaOrder(Model):
    """The sums from which a challenge's order was last worked out: where they are the same, it is.

    The order itself stands in `Idea.place`.
    """

    __tablename__ = "idea_orders"

    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"), primary_key=True)
    ideas: Mapped[int]
    votes: Mapped[int] = mapped_column(sa.BigInteger)
    views: Mapped[int] = mapped_column(sa.BigInteger)
    fairness: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """How the views were shared out then: see `develop.fairness`; None where it says nothing."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
