"""The ledger of votes: every change is one more event, and events are sealed.

No lock is held across voters: an event only adds a row, and sealing happens beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.accounts import erasure
from app.accounts.models import Person
from app.core.actors import Actor
from app.core.db import db, inserting
from app.develop import pseudonyms
from app.develop.models import Challenge, Choice, Idea, IdeaVote, LedgerSeal, VoteEvent
from app.develop.queries.seals import PlannedSeal

PSEUDONYMS_A_STATEMENT = 5_000
# Made once, of the table and not of the class: every vote adds a row by it
NEW_EVENT = sa.insert(db.metadata.tables["vote_events"])


def append(actor: Actor, idea: Idea, choice: Choice, at: datetime) -> str:
    """Add the event of a vote that was just changed, in the same transaction. Returns the receipt.

    `at` is the moment that the vote's row holds; the event keeps its minute alone. The vote's row
    is changed first: its lock puts one person's events on an idea in the order of their ids.
    """
    key = db.session.get_one(Person, actor.actor_id).ledger_key
    if key is None:
        raise RuntimeError("an erased person cannot vote")
    receipt = pseudonyms.receipt(key, idea, choice, at)
    event = {
        "challenge_id": idea.challenge_id,
        "idea_id": idea.id,
        "voter": pseudonyms.voter(key, idea.challenge, idea.id),
        "choice": choice,
        "at": at.replace(second=0, microsecond=0),
        "receipt_hash": pseudonyms.receipt_hash(receipt),
    }
    db.session.execute(NEW_EVENT, event)
    return receipt


def seal(planned: Sequence[PlannedSeal]) -> int:
    """Add seals and give their events their places. Returns how many were added.

    Where another worker sealed meanwhile, the number is taken: nothing more is added, and what
    waits is planned anew the next time. The caller commits all of it at once.
    """
    for done, plan in enumerate(planned):
        if not _add_seal(plan):
            return done
        _place_events(plan)
    return len(planned)


def _add_seal(plan: PlannedSeal) -> bool:
    terms = plan.terms
    row = inserting(LedgerSeal).values(
        id=terms.number, sealed_at=terms.sealed_at, events_count=terms.events,
        events_before=terms.events_before, previous_root=terms.previous, root=plan.root,
    )  # fmt: skip
    new = row.on_conflict_do_nothing().returning(LedgerSeal.id)
    return db.session.scalar(new) is not None


def _place_events(plan: PlannedSeal) -> None:
    """Raises where an event of the plan has got a place already: then nothing is sealed."""
    table: Any = VoteEvent.__table__
    place = (
        sa.update(table)
        .where(
            table.c.id.between(sa.bindparam("first"), sa.bindparam("last")),
            table.c.seal_id.is_(None),
        )
        .values(seal_id=plan.terms.number, position=table.c.id - sa.bindparam("shift"))
    )
    position, runs = 0, []
    for first, last in plan.runs:
        runs.append({"first": first, "last": last, "shift": first - position})
        position += last - first + 1
    db.session.connection().execute(place, runs)
    placed = sa.select(sa.func.count()).where(VoteEvent.seal_id == plan.terms.number)
    if db.session.scalar(placed) != plan.terms.events:
        raise RuntimeError(f"seal {plan.terms.number} does not hold the events it was made of")


def forget_networks(before: datetime) -> int:
    """Forget from where votes came that were cast before. Returns of how many."""
    old = sa.update(IdeaVote).where(IdeaVote.cast_at < before, IdeaVote.network.is_not(None))
    done: Any = db.session.execute(
        old.values(network=None).execution_options(synchronize_session=False)
    )
    return int(done.rowcount)


@erasure.contribute
def forget_receipts(person: Person) -> None:
    """Before the key is destroyed: no receipt of the person finds its event any more.

    Which events are theirs stands nowhere. Their pseudonyms on all ideas are made once more, as
    the withdrawn votes have left no row.
    """
    if person.ledger_key is None:
        return
    names = list(dict.fromkeys(_pseudonyms(person.ledger_key)))
    for start in range(0, len(names), PSEUDONYMS_A_STATEMENT):
        some = names[start : start + PSEUDONYMS_A_STATEMENT]
        db.session.execute(
            sa.update(VoteEvent)
            .where(VoteEvent.voter.in_(some), VoteEvent.receipt_hash.is_not(None))
            .values(receipt_hash=None)
            .execution_options(synchronize_session=False)
        )


def _pseudonyms(key: str) -> Iterator[str]:
    challenges = db.session.scalars(sa.select(Challenge))
    by_id = {challenge.id: challenge for challenge in challenges}
    for idea_id, challenge_id in db.session.execute(sa.select(Idea.id, Idea.challenge_id)):
        yield pseudonyms.voter(key, by_id[challenge_id], idea_id)
