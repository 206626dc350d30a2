"""Who may vote."""

from __future__ import annotations

from app.accounts.rules import is_member
from app.core.actors import Actor
from app.develop.models import Idea
from app.develop.rules.ideas import is_visible
from app.develop.rules.phases import Act, takes


def can_vote(actor: Actor, idea: Idea) -> bool:
    """To support an idea, and to withdraw that support."""
    return is_member(actor) and is_visible(idea) and takes(idea.challenge, Act.VOTE)
