"""Comments on ideas."""

from __future__ import annotations

from app.core import audit
from app.core.actors import Actor
from app.core.db import db
from app.core.refusals import require
from app.develop import rules
from app.develop.commands.counters import count, require_as_it_is_now
from app.develop.models import Comment, Idea
from app.develop.refusals import Why
from app.develop.rules import Act


def comment_on(actor: Actor, idea: Idea, body: str) -> Comment:
    """Raises `Refused` where the idea is hidden or its challenge takes no comments now."""
    require(rules.can_take_part(actor), Why.NOT_ALLOWED)
    comment = Comment(idea_id=idea.id, author_id=actor.actor_id, body=body)
    db.session.add(comment)
    db.session.flush()
    count(Idea.comments_count, idea.id, 1)
    require_as_it_is_now(actor, idea, Act.COMMENT)
    audit.record(actor, "comment.post", comment)
    return comment
