"""Who closes an idea that says the same as another, and for which one."""

from __future__ import annotations

from app.core.actors import Actor
from app.develop.models import Idea
from app.develop.refusals import Why
from app.develop.rules.families import arranges_ideas, can_be_linked
from app.develop.rules.ideas import is_author
from app.develop.rules.votes import is_closed_duplicate


def can_close_idea(actor: Actor, idea: Idea) -> bool:
    return arranges_ideas(actor) and can_be_linked(idea)


def can_reopen_idea(actor: Actor, idea: Idea) -> bool:
    return arranges_ideas(actor) and is_closed_duplicate(idea)


def why_no_duplicate(actor: Actor, idea: Idea, other: Idea) -> Why | None:
    """What forbids closing `idea` in favour of `other`; None: nothing.

    Nobody decides in their own favour: for one's own idea, somebody else closes the other.
    The other one is open, so no two ideas can ever be closed in each other's favour.
    """
    if other.id == idea.id:
        return Why.SAME_IDEA
    if other.challenge_id != idea.challenge_id:
        return Why.OTHER_CHALLENGE
    if is_author(actor, other):
        return Why.OWN_IDEA
    return None if can_be_linked(other) else Why.OTHER_NOT_OPEN
