"""Ideas in their orders, and one as it stands now."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload

from app.core.actors import Actor
from app.core.db import db
from app.core.memo import recent
from app.core.paging import Page, paginate, paginate_long
from app.core.search import matches
from app.develop.models import Challenge, Idea, Tag
from app.develop.queries.people import named, shown_to
from app.develop.queries.tags import has_tag
from app.diagnose.models import Issue


class Order(StrEnum):
    FAIR = "fair"
    NEWEST = "newest"
    SUPPORTED = "supported"
    DISCUSSED = "discussed"


ORDERS: dict[Order, tuple[Any, ...]] = {
    Order.FAIR: (Idea.place.asc(), Idea.id.asc()),
    Order.NEWEST: (Idea.created_at.desc(), Idea.id.desc()),
    Order.SUPPORTED: (Idea.votes_count.desc(), Idea.id.desc()),
    Order.DISCUSSED: (Idea.comments_count.desc(), Idea.id.desc()),
}


def ideas(
    actor: Actor, challenge: Challenge, order: Order, search: str, number: int, *,
    tag: Tag | None = None,
) -> Page[Idea]:  # fmt: skip
    """Visible ideas, and the actor's own hidden ones, which the page marks."""
    query = (
        sa.select(Idea)
        .where(Idea.challenge_id == challenge.id, shown_to(actor, Idea))
        .options(named(Idea.author), defer(Idea.body), defer(Idea.search_text))
    )
    if tag is not None:
        query = query.where(has_tag(tag.key))
    if search:
        query = query.where(matches(Idea, search))
    if search or tag is not None:
        return paginate(query.order_by(*ORDERS[order]), number)
    return paginate_long(query, ORDERS[order], number, _how_many(actor, challenge))


def _how_many(actor: Actor, challenge: Challenge) -> int:
    """Of all visible ideas, counted a moment ago at most, and the actor's own hidden ones."""
    where = Idea.challenge_id == challenge.id
    shown = recent(("ideas", challenge.id), lambda: _count(where, Idea.is_shown))
    if actor.actor_id is None:
        return shown
    return shown + _count(where, Idea.author_id == actor.actor_id, sa.not_(Idea.is_shown))


def _count(*conditions: Any) -> int:
    query = sa.select(sa.func.count()).select_from(Idea).where(*conditions)
    return int(db.session.scalar(query) or 0)


def with_challenge() -> tuple[Any, ...]:
    """Options for loading an idea with its author and the chain behind it."""
    chain = joinedload(Idea.challenge).joinedload(Challenge.issue).joinedload(Issue.mission_group)
    return (chain, named(Idea.author))


def with_place() -> tuple[Any, ...]:
    return (joinedload(Idea.province), joinedload(Idea.district))


def reread(idea: Idea) -> Idea:
    """The idea, its challenge and its phases as they stand now, in this transaction."""
    query = (
        sa.select(Idea)
        .where(Idea.id == idea.id)
        .options(joinedload(Idea.challenge).selectinload(Challenge.phases))
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(query).one()
