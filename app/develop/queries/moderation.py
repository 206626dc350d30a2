"""What a moderator looks through."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.paging import Page, paginate
from app.develop.models import Comment, Idea
from app.develop.queries.people import named


class Shown(StrEnum):
    """Which contributions a moderator looks through."""

    VISIBLE = "visible"
    HIDDEN = "hidden"


def ideas_to_moderate(shown: Shown, number: int) -> Page[Idea]:
    query = (
        sa.select(Idea)
        .where(_is(shown, Idea))
        .options(named(Idea.author), joinedload(Idea.challenge))
        .order_by(Idea.created_at.desc(), Idea.id.desc())
    )
    return paginate(query, number)


def comments_to_moderate(shown: Shown, number: int) -> Page[Comment]:
    query = (
        sa.select(Comment)
        .where(_is(shown, Comment))
        .options(named(Comment.author), joinedload(Comment.idea).joinedload(Idea.challenge))
        .order_by(Comment.created_at.desc(), Comment.id.desc())
    )
    return paginate(query, number)


def _is(shown: Shown, model: Any) -> sa.ColumnElement[bool]:
    hidden: sa.ColumnElement[bool] = model.hidden_at.is_not(None)
    return hidden if shown is Shown.HIDDEN else ~hidden
