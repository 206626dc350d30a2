"""What a moderator looks through."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.paging import Page, paginate
from app.develop.models import Comment, Idea
from app.develop.queries.people import named


class Shown(StrEnum):
    """Which contributions a moderator looks through."""

    VISIBLE = "visible"
    HELD = "held"
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
    """What its author took back is in none of the lists."""
    if shown is Shown.VISIBLE:
        return cast(sa.ColumnElement[bool], model.is_shown)
    since = model.held_at if shown is Shown.HELD else model.hidden_at
    return cast(sa.ColumnElement[bool], since.is_not(None) & model.withdrawn_at.is_(None))
