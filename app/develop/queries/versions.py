"""How an idea read before its changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer

from app.core.db import db
from app.core.paging import Page, paginate
from app.develop.models import Idea, IdeaVersion
from app.develop.queries.drafts import attachments
from app.develop.queries.tags import tags_on


@dataclass(frozen=True)
class Reading:
    """An idea as it reads in one of its versions, the present one included."""

    number: int
    title: str
    body: str
    details: dict[str, Any]
    written_at: datetime
    withheld_at: datetime | None = None
    withheld_reason: str | None = None


def details_of(idea: Idea) -> dict[str, Any]:
    """What a version keeps beside the words."""
    return {
        "tags": [tag.name for tag in tags_on([idea]).get(idea.id, [])],
        "province": idea.province_id,
        "district": idea.district_id,
        "files": [attachment.file.name for attachment in attachments(idea)],
    }


def changes(idea: Idea) -> int:
    """How often it was changed. One that was never edited costs no query."""
    if idea.edited_at is None:
        return 0
    counted = sa.select(sa.func.count()).where(IdeaVersion.idea_id == idea.id)
    return db.session.scalar(counted) or 0


def versions(idea: Idea, number: int) -> Page[IdeaVersion]:
    """The earlier ones, the latest first."""
    query = (
        sa.select(IdeaVersion)
        .where(IdeaVersion.idea_id == idea.id)
        .options(defer(IdeaVersion.body))
        .order_by(IdeaVersion.number.desc())
    )
    return paginate(query, number)


def reading(idea: Idea, number: int) -> Reading | None:
    """The version of that number; one more than there are earlier ones is the present one."""
    latest = changes(idea) + 1
    if number == latest:
        written_at = idea.edited_at or idea.created_at
        return Reading(number, idea.title, idea.body, details_of(idea), written_at)
    found = earlier_version(idea, number) if 1 <= number < latest else None
    if found is None:
        return None
    return Reading(
        number, found.title, found.body, found.details, found.written_at,
        found.withheld_at, found.withheld_reason,
    )  # fmt: skip


def earlier_version(idea: Idea, number: int) -> IdeaVersion | None:
    """None for the present one, which is the idea itself."""
    query = sa.select(IdeaVersion).where(
        IdeaVersion.idea_id == idea.id, IdeaVersion.number == number
    )
    return db.session.scalar(query)
