"""Receipts: one's own votes in the ledger in full; of anybody's, only that it is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core.db import db
from app.core.paging import Page, paginate
from app.core.privacy import SMALLEST_CELL
from app.develop import merkle, pseudonyms
from app.develop.models import CHOICES, Choice, Idea, IdeaVote, LedgerSeal, VoteEvent, VoteFlag
from app.develop.queries.seals import SEALED_COLUMNS, rows_of


@dataclass(frozen=True)
class MyVote:
    """A vote that stands, and its row in the ledger."""

    idea: Idea
    choice: Choice
    cast_at: datetime
    receipt: str | None
    """None for a vote cast before there were receipts."""
    event_id: int | None
    leaf: str | None
    seal_id: int | None
    """None: it waits for the next seal."""
    in_doubt: bool


@dataclass(frozen=True)
class Found:
    """What anybody may know of a receipt that is in the ledger: between which seals, since when.

    Both None: so few votes stand beside it as yet that the seal would tell which one it is.
    """

    seals: tuple[int, int] | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class Proof:
    """How a row leads to the root of its seal."""

    row: str
    leaf: str
    path: Sequence[merkle.Step]
    seal: LedgerSeal

    def to_json(self) -> dict[str, Any]:
        """What `verify --proof` reads."""
        path = [[side, other.hex()] for side, other in self.path]
        return {"row": self.row, "leaf": self.leaf, "path": path, "seal": seal_record(self.seal)}


def seal_record(seal: Any) -> dict[str, Any]:
    """A seal as it is exported."""
    return {
        "seal": seal.id,
        "sealed_at": merkle.moment(seal.sealed_at),
        "events_before": seal.events_before,
        "events": seal.events_count,
        "previous_root": seal.previous_root,
        "root": seal.root,
    }


def receipts_of(person: Person, number: int) -> Page[MyVote]:
    """The person's votes that stand, newest first."""
    flagged = sa.exists().where(
        VoteFlag.challenge_id == Idea.challenge_id, VoteFlag.person_id == IdeaVote.person_id,
        VoteFlag.cleared_at.is_(None),
    )  # fmt: skip
    query: Any = (
        sa.select(IdeaVote, Idea, flagged)
        .join(Idea, Idea.id == IdeaVote.idea_id)
        .where(IdeaVote.person_id == person.id)
        .options(joinedload(Idea.challenge))
        .order_by(IdeaVote.cast_at.desc(), IdeaVote.idea_id)
    )
    page = paginate(query, number, scalars=False)
    events = _events_of(person, [idea for _vote, idea, _flagged in page.rows])
    rows = [
        _my_vote(person, vote, idea, in_doubt, events.get(idea.id))
        for vote, idea, in_doubt in page.rows
    ]
    return Page(rows, page.number, page.per_page, page.total)


def _my_vote(person: Person, vote: IdeaVote, idea: Idea, in_doubt: bool, event: Any) -> MyVote:
    choice, receipt = CHOICES[vote.value], None
    if event and person.ledger_key:
        made = pseudonyms.receipt(person.ledger_key, idea, choice, vote.cast_at)
        receipt = made if pseudonyms.receipt_hash(made) == event.receipt_hash else None
    return MyVote(
        idea=idea,
        choice=choice,
        cast_at=vote.cast_at,
        receipt=receipt,
        event_id=event.id if event else None,
        leaf=merkle.leaf(merkle.event_line(event[:6])).hex() if event else None,
        seal_id=event.seal_id if event else None,
        in_doubt=in_doubt,
    )


def _events_of(person: Person, ideas: Sequence[Idea]) -> dict[int, Any]:
    """The last event of the person on each of the ideas."""
    if person.ledger_key is None or not ideas:
        return {}
    key = person.ledger_key
    names = {pseudonyms.voter(key, idea.challenge, idea.id) for idea in ideas}
    last = (
        sa.select(sa.func.max(VoteEvent.id))
        .where(VoteEvent.voter.in_(names), VoteEvent.idea_id.in_([idea.id for idea in ideas]))
        .group_by(VoteEvent.voter, VoteEvent.idea_id)
    )
    query = sa.select(*SEALED_COLUMNS, VoteEvent.seal_id, VoteEvent.receipt_hash).where(
        VoteEvent.id.in_(last)
    )
    return {row.idea_id: row for row in db.session.execute(query)}


def find_receipt(receipt: str) -> Found | None:
    """None: no such receipt. Never tells so much that one of fewer than ten rows must be meant."""
    query = (
        sa.select(LedgerSeal.id, LedgerSeal.events_before + VoteEvent.position)
        .select_from(VoteEvent)
        .outerjoin(LedgerSeal, LedgerSeal.id == VoteEvent.seal_id)
        .where(VoteEvent.receipt_hash == pseudonyms.receipt_hash(receipt))
    )
    row = db.session.execute(query).first()
    if row is None:
        return None
    return Found() if row[0] is None else _among_ten(*row)


def _among_ten(seal_id: int, place: int) -> Found:
    """The seals that hold the ten rows of the ledger among which this one stands.

    The tens are counted from the ledger's beginning: who asks again later learns no more.
    """
    first_row = place - place % SMALLEST_CELL
    ends = LedgerSeal.events_before + LedgerSeal.events_count
    first = sa.select(LedgerSeal.id).where(
        LedgerSeal.id <= seal_id, LedgerSeal.events_before <= first_row
    )
    last = sa.select(LedgerSeal.id, LedgerSeal.sealed_at).where(
        LedgerSeal.id >= seal_id, ends >= first_row + SMALLEST_CELL
    )
    from_seal = db.session.scalars(first.order_by(LedgerSeal.id.desc()).limit(1)).one()
    to_seal = db.session.execute(last.order_by(LedgerSeal.id).limit(1)).first()
    if to_seal is None:
        return Found()
    return Found((from_seal, to_seal.id), to_seal.sealed_at)


def proof_of(event: VoteEvent) -> Proof | None:
    """None: it waits for the next seal."""
    if event.seal_id is None or event.position is None:
        return None
    lines = [merkle.event_line(row) for row in rows_of(event.seal_id)]
    leaves = [merkle.leaf(line) for line in lines]
    return Proof(
        row=lines[event.position].decode(),
        leaf=leaves[event.position].hex(),
        path=merkle.path(leaves, event.position),
        seal=db.session.get_one(LedgerSeal, event.seal_id),
    )
