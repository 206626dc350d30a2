"""The whole ledger as a file: JSON lines, made while they are sent, in little memory.

docs/votes.md describes the format. What may still change (the rules of each ballot, the published
counts, the events that wait) is read at one moment and put aside; sealed events never change, and
are read piece by piece, so that no transaction lasts as long as somebody's download.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import IO, Any

import sqlalchemy as sa

from app.core import clock
from app.core.db import db, reading
from app.core.models import AuditEntry
from app.develop import merkle
from app.develop.models import Challenge, Idea, LedgerSeal, Phase, PhaseKind, VoteEvent
from app.develop.queries.receipts import seal_record
from app.develop.queries.seals import SEALED_COLUMNS, last_seal, waiting_events

FORMAT = 1
ROWS_A_PIECE = 8_192
BYTES_A_PIECE = 1 << 16
IN_MEMORY = 1 << 20


def ledger_file() -> Iterator[bytes]:
    """Pieces of the file."""
    with (
        tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as head,
        tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as tail,
    ):
        with reading():
            _all_at_one_moment()
            last = last_seal()
            number, sealed = (last.id, last.events_before + last.events_count) if last else (0, 0)
            head.writelines(_head(number, sealed))
            tail.writelines(_waiting())
        yield from _pieces(head)
        yield from _sealed(number)
        yield from _pieces(tail)


def _all_at_one_moment() -> None:
    """On SQLite a transaction sees one state of the data anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _head(seals: int, sealed: int) -> Iterator[bytes]:
    published = sa.select(Challenge.id).where(Challenge.published_at.is_not(None))
    ideas: Any = sa.select(
        Idea.id, Idea.challenge_id, Idea.cost, Idea.votes_count, Idea.against_count
    ).where(Idea.challenge_id.in_(published))
    yield _line(
        {
            "ledger": "ruamkid",
            "format": FORMAT,
            "made_at": merkle.moment(clock.now()),
            "challenges": _count(published),
            "ideas": _count(ideas),
            "seals": seals,
            "events": sealed,
            "waiting": waiting_events(),
        }
    )
    yield from _challenges()
    for row in db.session.execute(ideas.order_by(Idea.id), execution_options={"yield_per": 2_000}):
        ident, challenge_id, cost, votes, against = row
        yield _line(
            {"idea": ident, "challenge": challenge_id, "cost": cost, "for": votes,
             "against": against}
        )  # fmt: skip


def _challenges() -> Iterator[bytes]:
    query = sa.select(Challenge).where(Challenge.published_at.is_not(None)).order_by(Challenge.id)
    changes = _changes_of_phases()
    for challenge in db.session.scalars(query):
        voting = challenge.phase(PhaseKind.VOTING)
        yield _line(
            {
                "challenge": challenge.id,
                "ballot": challenge.ballot.value,
                "votes_each": challenge.votes_each,
                "budget_total": challenge.budget_total,
                "voting": windows(voting, changes.get(str(voting.id), ())) if voting else [],
            }
        )


def windows(phase: Phase, changes: Sequence[AuditEntry]) -> list[list[str]]:
    """From when to when a phase was open: more than once where it was opened again."""
    opens, closes = phase.opens_at, phase.closes_at
    if changes and changes[0].before:
        closes = datetime.fromisoformat(changes[0].before["closes_at"])
    found = []
    for change in changes:
        if change.action == "phase.reopen":
            found.append((opens, closes))
            opens = change.at
        closes = datetime.fromisoformat((change.after or {})["closes_at"])
    return [
        [merkle.moment(start), merkle.moment(_up(end))] for start, end in [*found, (opens, closes)]
    ]


def _up(moment: datetime) -> datetime:
    """To a whole second: none in which a vote was still taken is cut off."""
    return moment + timedelta(microseconds=-moment.microsecond % 1_000_000)


def _changes_of_phases() -> dict[str, list[AuditEntry]]:
    query = (
        sa.select(AuditEntry)
        .where(
            AuditEntry.object_type == Phase.__tablename__,
            AuditEntry.action.in_(("phase.extend", "phase.reopen")),
        )
        .order_by(AuditEntry.id)
    )
    by_phase: dict[str, list[AuditEntry]] = {}
    for entry in db.session.scalars(query):
        by_phase.setdefault(entry.object_id, []).append(entry)
    return by_phase


def _waiting() -> Iterator[bytes]:
    query: Any = sa.select(*SEALED_COLUMNS).where(VoteEvent.seal_id.is_(None))
    yield _line({"waiting": True})
    for row in db.session.execute(
        query.order_by(VoteEvent.id), execution_options={"yield_per": 2_000}
    ):
        yield merkle.event_line(row) + b"\n"


def _sealed(last: int) -> Iterator[bytes]:
    done = 0
    while done < last:
        with reading():
            seals = _next_few(done, last)
            piece, done = b"".join(_with_their_rows(seals)), seals[-1].id
        yield piece


def _next_few(after: int, last: int) -> Sequence[Any]:
    """Seals that hold together about as many rows as a piece may have, or one that holds more."""
    query = (
        sa.select(LedgerSeal)
        .where(LedgerSeal.id > after, LedgerSeal.id <= last)
        .order_by(LedgerSeal.id)
        .limit(500)
    )
    seals = db.session.scalars(query).all()
    start = seals[0].events_before
    few = [one for one in seals if one.events_before + one.events_count - start <= ROWS_A_PIECE]
    return few or seals[:1]


def _with_their_rows(seals: Sequence[Any]) -> Iterator[bytes]:
    query: Any = (
        sa.select(*SEALED_COLUMNS, VoteEvent.seal_id)
        .where(VoteEvent.seal_id.between(seals[0].id, seals[-1].id))
        .order_by(VoteEvent.seal_id, VoteEvent.position)
    )
    waiting = {seal.id: seal for seal in seals}
    for row in db.session.execute(query):
        if row.seal_id in waiting:
            yield _line(seal_record(waiting.pop(row.seal_id)))
        yield merkle.event_line(row[:6]) + b"\n"


def _count(query: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0


def _line(content: dict[str, Any]) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode() + b"\n"


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    stream.seek(0)
    while piece := stream.read(BYTES_A_PIECE):
        yield piece
