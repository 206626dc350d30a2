"""Who may look into the ledger's rows, and into votes in doubt."""

from __future__ import annotations

from app.accounts.models import Person
from app.accounts.rules import is_coordinator, is_moderator
from app.core.actors import Actor
from app.develop import pseudonyms
from app.develop.models import VoteEvent


def owns_event(actor: Actor, event: VoteEvent) -> bool:
    """Whose an event is stands nowhere: the actor's key makes its pseudonym, or it does not."""
    if not isinstance(actor, Person) or actor.ledger_key is None:
        return False
    return pseudonyms.voter(actor.ledger_key, event.challenge, event.idea_id) == event.voter


def can_review_doubts(actor: Actor) -> bool:
    return is_moderator(actor) or is_coordinator(actor)
