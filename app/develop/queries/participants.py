"""Who takes part in the discussion of an idea: its author, and whoever has a comment there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import Person
from app.core.actors import Actor
from app.core.db import db
from app.develop.models import Comment, Idea

MOST_OFFERED = 30


@dataclass(frozen=True)
class Participant:
    """Somebody who can be mentioned. Names are not unique: `words` are the last they wrote."""

    id: int
    name: str
    words: str
    """Empty: the author of the idea, who has not commented."""


def participants(actor: Actor, idea: Idea) -> list[Participant]:
    """Those whom the actor may mention, the last to write first; the idea's author too."""
    last = (
        sa.select(sa.func.max(Comment.id).label("id"))
        .where(Comment.idea_id == idea.id, Comment.is_shown, Comment.author_id != actor.actor_id)
        .group_by(Comment.author_id)
        .order_by(sa.func.max(Comment.id).desc())
        .limit(MOST_OFFERED)
        .subquery()
    )
    query = (
        sa.select(Person.id, Person.display_name, Comment.body)
        .join(last, last.c.id == Comment.id)
        .join(Person, Person.id == Comment.author_id)
        .where(Person.erased_at.is_(None))
        .order_by(Comment.id.desc())
    )
    found = [Participant(*row) for row in db.session.execute(query)]
    if idea.author_id not in (actor.actor_id, *(one.id for one in found)):
        found.append(Participant(idea.author_id, idea.author.display_name, ""))
    return found


def taking_part(idea: Idea, people: Iterable[int]) -> set[int]:
    """Those of the people who do take part, and may be mentioned."""
    wanted = set(people)
    commented = sa.select(Comment.author_id).where(
        Comment.idea_id == idea.id, Comment.is_shown, Comment.author_id.in_(wanted)
    )
    return set(db.session.scalars(commented)) | (wanted & {idea.author_id})
