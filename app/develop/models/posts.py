"""What ideas and comments have in common: whether everybody sees them, and why not."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import UtcDateTime


class Post:
    """The columns of what a member writes for all to read. Mixed into a model."""

    hidden_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hidden_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    hidden_reason: Mapped[str | None] = mapped_column(sa.Text)
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Waits for a moderator before others see it."""
    held_for: Mapped[str | None] = mapped_column(sa.String(20))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """By its author."""
    text_group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("text_groups.id"), index=True)

    @hybrid_property
    def is_shown(self) -> bool:
        """Seen by everybody who sees what it belongs to."""
        return self.hidden_at is None and self.held_at is None and self.withdrawn_at is None

    @is_shown.inplace.expression
    @classmethod
    def _is_shown(cls) -> sa.ColumnElement[bool]:
        return sa.and_(cls.hidden_at.is_(None), cls.held_at.is_(None), cls.withdrawn_at.is_(None))


def checks() -> tuple[sa.CheckConstraint, sa.CheckConstraint]:
    """For the model's table: nothing is hidden or held without a reason."""
    return (
        sa.CheckConstraint(
            "(hidden_at IS NULL) = (hidden_reason IS NULL)", name="hidden_with_a_reason"
        ),
        sa.CheckConstraint("(held_at IS NULL) = (held_for IS NULL)", name="held_for_a_reason"),
    )
