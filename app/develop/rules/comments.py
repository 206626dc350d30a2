"""Who may read and write comments."""

from __future__ import annotations

from app.accounts.rules import is_member, is_moderator
from app.core.actors import Actor
from app.develop.models import Comment, Idea
from app.develop.rules.ideas import can_see_idea, is_author, is_visible
from app.develop.rules.phases import Act, takes


def can_see_comment(actor: Actor, comment: Comment) -> bool:
    return can_see_idea(actor, comment.idea) and (
        is_visible(comment) or is_author(actor, comment) or is_moderator(actor)
    )


def can_comment(actor: Actor, idea: Idea) -> bool:
    return is_member(actor) and is_visible(idea) and takes(idea.challenge, Act.COMMENT)
