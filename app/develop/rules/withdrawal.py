"""Who may withdraw an idea, bring it back, and learn that it was withdrawn."""

from __future__ import annotations

from app.core.actors import Actor
from app.develop.models import Idea
from app.develop.rules.challenges import can_see_challenge
from app.develop.rules.ideas import can_see_idea, owns_idea
from app.develop.rules.phases import Act, takes


def is_withdrawn(idea: Idea) -> bool:
    return idea.withdrawn_at is not None


def can_withdraw(actor: Actor, idea: Idea) -> bool:
    """At any time: the words are the author's."""
    return owns_idea(actor, idea) and not is_withdrawn(idea)


def can_bring_back(actor: Actor, idea: Idea) -> bool:
    """While ideas are taken: afterwards nobody could answer to it."""
    return owns_idea(actor, idea) and is_withdrawn(idea) and takes(idea.challenge, Act.POST)


def can_see_idea_or_that_it_is_gone(actor: Actor, idea: Idea) -> bool:
    """Supporters who come by an old link are told that it was withdrawn, and nothing more."""
    withdrawn = is_withdrawn(idea) and idea.hidden_at is None and idea.held_at is None
    return can_see_idea(actor, idea) or (withdrawn and can_see_challenge(actor, idea.challenge))
