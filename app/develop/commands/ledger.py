"""The ledger of votes: every change is one more event. No lock is held across voters."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import Person
from app.core.actors import Actor
from app.core.db import db
from app.develop import pseudonyms
from app.develop.models import Choice, Idea, VoteEvent


def append(actor: Actor, idea: Idea, choice: Choice, at: datetime) -> str:
    """Add the event of a vote that was just changed, in the same transaction. Returns the receipt.

    `at` is the moment that the vote's row holds; the event keeps its minute alone.
    """
    key = db.session.get_one(Person, actor.actor_id).ledger_key
    if key is None:
        raise RuntimeError("an erased person cannot vote")
    receipt = pseudonyms.receipt(key, idea, choice, at)
    db.session.execute(
        sa.insert(VoteEvent).values(
            challenge_id=idea.challenge_id,
            idea_id=idea.id,
            voter=pseudonyms.voter(key, idea.challenge, idea.id),
            choice=choice,
            at=at.replace(second=0, microsecond=0),
            receipt_hash=pseudonyms.receipt_hash(receipt),
        )
    )
    return receipt
