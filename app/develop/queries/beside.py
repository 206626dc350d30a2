"""Which of the things that most ideas lack an idea has, so that its page asks only for those."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.develop.models import Answer, Attachment, FamilyMember, Idea, IdeaTag


@dataclass(frozen=True)
class Beside:
    tags: bool
    attachments: bool
    family: bool
    """It was asked into one at least."""
    answer: bool
    """Its own, or perhaps its family's."""


def what_stands_beside(idea: Idea) -> Beside:
    """One light query instead of four that build objects."""
    tags, attachments, family, answer = db.session.execute(_asked(), {"idea": idea.id}).one()
    return Beside(bool(tags), bool(attachments), bool(family), bool(answer or family))


@cache
def _asked() -> Any:
    idea_id: Any = sa.bindparam("idea")
    columns: tuple[Any, ...] = (
        IdeaTag.idea_id, Attachment.idea_id, FamilyMember.idea_id, Answer.idea_id,
    )  # fmt: skip
    return sa.select(*(sa.exists().where(column == idea_id) for column in columns))
