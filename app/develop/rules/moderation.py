"""Who may hide what, and bring it back."""

from __future__ import annotations

from app.accounts.rules import is_moderator
from app.core.actors import Actor
from app.develop.models import Comment, Idea


def can_moderate(actor: Actor) -> bool:
    return is_moderator(actor)


def can_hide(actor: Actor, written: Idea | Comment) -> bool:
    return is_moderator(actor) and written.hidden_at is None


def can_restore(actor: Actor, written: Idea | Comment) -> bool:
    return is_moderator(actor) and written.hidden_at is not None
