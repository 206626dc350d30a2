"""Tags of ideas, and which are used in a challenge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.core.paging import Page, paginate
from app.develop.models import Challenge, Idea, IdeaTag, Tag

MOST_SUGGESTED = 50


def tags_on(ideas: Iterable[Idea]) -> dict[int, list[Tag]]:
    """By idea, in the order of their names; an idea without tags is missing from the answer."""
    query = (
        sa.select(IdeaTag.idea_id, Tag)
        .join(Tag, Tag.id == IdeaTag.tag_id)
        .where(IdeaTag.idea_id.in_([idea.id for idea in ideas]))
        .order_by(Tag.name)
    )
    found: dict[int, list[Tag]] = defaultdict(list)
    for idea_id, tag in db.session.execute(query):
        found[idea_id].append(tag)
    return dict(found)


def tag(key: str) -> Tag | None:
    return db.session.scalar(sa.select(Tag).where(Tag.key == key))


def has_tag(key: str) -> sa.ColumnElement[bool]:
    """A condition on ideas."""
    return sa.exists().where(IdeaTag.idea_id == Idea.id, IdeaTag.tag_id == Tag.id, Tag.key == key)


def used_tags(challenge: Challenge, number: int) -> Page[Any]:
    """Rows of a tag and how many shown ideas of the challenge have it, the commonest first."""
    return paginate(_used(challenge), number, 50, scalars=False)


def suggested_tags(challenge: Challenge) -> Sequence[str]:
    """Names of the commonest tags of the challenge: to use again rather than to spell anew."""
    return [tag.name for tag, _count in db.session.execute(_used(challenge).limit(MOST_SUGGESTED))]


def _used(challenge: Challenge) -> sa.Select[Any]:
    used = (
        sa.select(IdeaTag.tag_id, sa.func.count().label("times"))
        .join(Idea, Idea.id == IdeaTag.idea_id)
        .where(Idea.challenge_id == challenge.id, Idea.is_shown)
        .group_by(IdeaTag.tag_id)
        .subquery()
    )
    query = sa.select(Tag, used.c.times).join(used, used.c.tag_id == Tag.id)
    return query.order_by(used.c.times.desc(), Tag.name)
