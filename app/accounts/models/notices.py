"""News for a person, on the site and in the digest by mail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Json, Model, UtcDateTime


class Notification(Model):
    """One piece of news. Its words are made when it is read, in the reader's language."""

    __tablename__ = "notifications"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(sa.String(40))
    """Which sentence: see `accounts.notices`."""
    about: Mapped[str] = mapped_column(sa.String(60))
    """What news is grouped by, e.g. "idea 17"."""
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    """Of what it is about, as it was called then."""
    path: Mapped[str] = mapped_column(sa.String(300))
    """The page that it leads to, on this site."""
    details: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """What the sentence needs beside the title: names, keys of enums, numbers."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a digest held it."""

    __table_args__ = (
        sa.Index("ix_notifications_person_created", "person_id", "created_at"),
        # the same news is unread once: `commands.notify` refreshes it; unread ones are counted here
        sa.Index(
            "uq_notifications_unread", "person_id", "kind", "about", "path", unique=True,
            sqlite_where=sa.text("read_at IS NULL"), postgresql_where=sa.text("read_at IS NULL"),
        ),
        sa.Index(
            "ix_notifications_to_mail", "person_id",
            sqlite_where=sa.text("mailed_at IS NULL AND read_at IS NULL"),
            postgresql_where=sa.text("mailed_at IS NULL AND read_at IS NULL"),
        ),
    )  # fmt: skip
