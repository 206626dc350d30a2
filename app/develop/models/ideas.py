"""Ideas and what belongs to them: drafts, versions, attachments, tags."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core import clock
from app.core.db import Json, Model, UtcDateTime, enum_type
from app.core.models import StoredFile
from app.core.search import MADE_OF
from app.develop import ordering
from app.develop.models.challenges import Challenge
from app.develop.models.posts import Post, checks
from app.missions.models import District, Province


class Idea(Post, Model):
    __tablename__ = "ideas"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(120))
    body: Mapped[str] = mapped_column(sa.Text)
    search_text: Mapped[str] = mapped_column(sa.Text, default="", info={MADE_OF: ("title", "body")})
    province_id: Mapped[int | None] = mapped_column(sa.ForeignKey("provinces.id"), index=True)
    district_id: Mapped[int | None] = mapped_column(sa.ForeignKey("districts.id"))
    cost: Mapped[int | None] = mapped_column(sa.BigInteger)
    """Baht; what a budget ballot counts it with."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    votes_count: Mapped[int] = mapped_column(default=0)
    """Always the number of its votes for it: changed in the same statement order as they are."""
    against_count: Mapped[int] = mapped_column(default=0, server_default="0")
    """Votes against it; of an up/down ballot alone."""
    comments_count: Mapped[int] = mapped_column(default=0)
    """Comments that everybody sees."""
    views_count: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often it was shown in a list."""
    place: Mapped[float] = mapped_column(default=ordering.first_place, server_default="0")
    """Its place in the default order, smallest first: see `develop.ordering`."""

    duplicate_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    """Closed, as it says the same as that one: takes no more votes. Those it has stay."""
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    closed_reason: Mapped[str | None] = mapped_column(sa.Text)

    challenge: Mapped[Challenge] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    hidden_by: Mapped[Person | None] = relationship(foreign_keys="Idea.hidden_by_id")
    duplicate_of: Mapped[Idea | None] = relationship(remote_side=[id])
    province: Mapped[Province | None] = relationship()
    district: Mapped[District | None] = relationship()
    tags: Mapped[list[Tag]] = relationship(secondary="idea_tags", order_by="Tag.name")

    __table_args__ = (
        sa.Index("ix_ideas_newest", "challenge_id", "created_at"),
        sa.Index("ix_ideas_most_supported", "challenge_id", "votes_count"),
        sa.Index("ix_ideas_most_discussed", "challenge_id", "comments_count"),
        sa.Index("ix_ideas_place", "challenge_id", "place", "id"),
        sa.Index("ix_ideas_held_at", "held_at"),
        sa.CheckConstraint("votes_count >= 0 AND comments_count >= 0", name="counts_are_counts"),
        sa.CheckConstraint(
            "against_count >= 0 AND views_count >= 0", name="more_counts_are_counts"
        ),
        *checks(),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_reason IS NULL)"
            " AND (closed_at IS NULL) = (duplicate_of_id IS NULL)",
            name="closed_with_a_link_and_a_reason",
        ),
        sa.CheckConstraint("duplicate_of_id <> id", name="no_duplicate_of_itself"),
        sa.CheckConstraint("cost IS NULL OR cost > 0", name="costs_are_amounts"),
    )  # fmt: skip


class IdeaDraft(Model):
    """What somebody is writing, saved as they type. Nobody else sees it."""

    __tablename__ = "idea_drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(120), default="")
    body: Mapped[str] = mapped_column(sa.Text, default="")
    details: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """The other fields of the form, as they were typed."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    challenge: Mapped[Challenge] = relationship()
    author: Mapped[Person] = relationship()


class IdeaVersion(Model):
    """How an idea read before a change: kept when it is edited, the first one included."""

    __tablename__ = "idea_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(120))
    body: Mapped[str] = mapped_column(sa.Text)
    details: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Its tags, its place and the names of its files; see `develop.details`."""
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withheld_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since then its words are gone for good: they held what should not be read."""
    withheld_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    withheld_reason: Mapped[str | None] = mapped_column(sa.Text)

    idea: Mapped[Idea] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("idea_id", "number"),
        sa.CheckConstraint(
            "(withheld_at IS NULL) = (withheld_reason IS NULL)", name="withheld_with_a_reason"
        ),
        sa.CheckConstraint(
            "withheld_at IS NULL OR (title = '' AND body = '')", name="withheld_words_are_gone"
        ),
    )


class AttachmentKind(StrEnum):
    IMAGE = "image"
    PDF = "pdf"
    DOCX = "docx"


class Attachment(Model):
    """A file of a draft, and then of the idea that it became."""

    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int | None] = mapped_column(sa.ForeignKey("idea_drafts.id"), index=True)
    idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_files.id"))
    kind: Mapped[AttachmentKind] = mapped_column(enum_type(AttachmentKind, "attachment_kind"))
    description: Mapped[str] = mapped_column(sa.String(200), default="")
    """For an image, what it shows, to those who do not see it."""
    position: Mapped[int] = mapped_column(default=0)
    width: Mapped[int | None]
    height: Mapped[int | None]

    draft: Mapped[IdeaDraft | None] = relationship()
    idea: Mapped[Idea | None] = relationship()
    file: Mapped[StoredFile] = relationship()

    __table_args__ = (
        sa.CheckConstraint("(draft_id IS NULL) <> (idea_id IS NULL)", name="belongs_to_one"),
    )


class Tag(Model):
    """A word that ideas share. `key` makes two spellings the same tag."""

    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(40))


class IdeaTag(Model):
    __tablename__ = "idea_tags"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(sa.ForeignKey("tags.id"), primary_key=True, index=True)
