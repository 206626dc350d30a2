"""A person's own drafts, and the files of a draft or an idea."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload

from app.core.actors import Actor
from app.core.db import db
from app.core.paging import Page, paginate
from app.develop.models import Attachment, Challenge, Idea, IdeaDraft

MOST_OFFERED = 3


def drafts(actor: Actor, number: int) -> Page[IdeaDraft]:
    query = _own(actor).options(joinedload(IdeaDraft.challenge))
    return paginate(query, number)


def drafts_in(actor: Actor, challenge: Challenge) -> Sequence[IdeaDraft]:
    """The latest few of the actor's drafts in a challenge: to go on with."""
    if actor.actor_id is None:
        return ()
    query = _own(actor).where(IdeaDraft.challenge_id == challenge.id).limit(MOST_OFFERED)
    return db.session.scalars(query).all()


def how_many_drafts(actor: Actor) -> int:
    counted = sa.select(sa.func.count()).where(IdeaDraft.author_id == actor.actor_id)
    return db.session.scalar(counted) or 0


def attachments(owner: Idea | IdeaDraft) -> Sequence[Attachment]:
    """Its files in their order, with what is known of each; not what is in them."""
    column = Attachment.idea_id if isinstance(owner, Idea) else Attachment.draft_id
    query = (
        sa.select(Attachment)
        .where(column == owner.id)
        .options(joinedload(Attachment.file))
        .order_by(Attachment.position, Attachment.id)
    )
    return db.session.scalars(query).all()


def _own(actor: Actor) -> sa.Select[IdeaDraft]:
    return (
        sa.select(IdeaDraft)
        .where(IdeaDraft.author_id == actor.actor_id)
        .options(defer(IdeaDraft.body))
        .order_by(IdeaDraft.saved_at.desc(), IdeaDraft.id.desc())
    )
