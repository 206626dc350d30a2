"""Comments of an idea."""

from __future__ import annotations

import sqlalchemy as sa

from app.core.actors import Actor
from app.core.paging import Page, paginate
from app.develop import rules
from app.develop.models import Comment, Idea
from app.develop.queries.people import named, shown_to


def comments(actor: Actor, idea: Idea, number: int) -> Page[Comment]:
    """From the first on; a moderator sees hidden ones too, an author their own."""
    query = (
        sa.select(Comment)
        .where(Comment.idea_id == idea.id)
        .options(named(Comment.author))
        .order_by(Comment.created_at, Comment.id)
    )
    if not rules.can_moderate(actor):
        query = query.where(shown_to(actor, Comment))
    return paginate(query, number)
