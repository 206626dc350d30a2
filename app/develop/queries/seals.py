"""The ledger as it is read: what is to be sealed next, seals, and the rows that they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.paging import Page, paginate
from app.develop import merkle
from app.develop.models import LedgerSeal, VoteEvent

EVENTS_A_SEAL = 8_192
"""So few that the way from one row to its root is worked out while its voter waits."""
EVENTS_A_RUN = 100_000
SEALED_COLUMNS = (
    VoteEvent.id,
    VoteEvent.challenge_id,
    VoteEvent.idea_id,
    VoteEvent.voter,
    VoteEvent.choice,
    VoteEvent.at,
)
ROOTS_A_PIECE = 2_000


@dataclass(frozen=True)
class PlannedSeal:
    """A seal that can be added, and the events that it is over as runs (first id, last id)."""

    terms: merkle.Terms
    root: str
    runs: Sequence[tuple[int, int]]


def next_seals(a_seal: int = EVENTS_A_SEAL, a_run: int = EVENTS_A_RUN) -> list[PlannedSeal]:
    """Seals over the events that have none, lowest ids first.

    The last seal is read before the events: whoever else seals meanwhile is found out when these
    are added. Events that are committed later with a lower id go into a later seal.
    """
    last = last_seal()
    number, before, previous = (
        (last.id, last.events_before + last.events_count, last.root)
        if last
        else (0, 0, merkle.NO_ROOT)
    )
    planned: list[PlannedSeal] = []
    after, taken = 0, 0
    while taken < a_run and (rows := _unsealed_after(after, min(a_seal, a_run - taken))):
        terms = merkle.Terms(number + 1, _this_second(), before, len(rows), previous)
        tree = merkle.root([merkle.leaf(merkle.event_line(row)) for row in rows])
        seal = PlannedSeal(terms, merkle.seal_root(terms, tree), _runs([row[0] for row in rows]))
        planned.append(seal)
        number, before, previous = number + 1, before + len(rows), seal.root
        after, taken = rows[-1][0], taken + len(rows)
    return planned


def last_seal() -> LedgerSeal | None:
    query = sa.select(LedgerSeal).order_by(LedgerSeal.id.desc()).limit(1)
    return db.session.scalars(query.execution_options(populate_existing=True)).first()


def waiting_events() -> int:
    """How many events no seal holds yet."""
    query = sa.select(sa.func.count()).where(VoteEvent.seal_id.is_(None))
    return db.session.scalar(query) or 0


def page_of_seals(number: int) -> Page[LedgerSeal]:
    return paginate(sa.select(LedgerSeal).order_by(LedgerSeal.id.desc()), number)


def root_lines() -> Iterator[str]:
    """One line a seal: its number, when, how many events up to it, its root."""
    yield "# seal, sealed at (UTC), votes sealed so far, root\n"
    done = 0
    while rows := _seals_after(done, ROOTS_A_PIECE):
        for seal in rows:
            total = seal.events_before + seal.events_count
            yield f"{seal.id} {merkle.moment(seal.sealed_at)} {total} {seal.root}\n"
        done = rows[-1].id


def rows_of(seal_id: int) -> Sequence[Any]:
    """A seal's events as they are sealed, in their order."""
    query = (
        sa.select(*SEALED_COLUMNS).where(VoteEvent.seal_id == seal_id).order_by(VoteEvent.position)
    )
    return db.session.execute(query).all()


def _seals_after(number: int, most: int) -> Sequence[Any]:
    query = (
        sa.select(
            LedgerSeal.id,
            LedgerSeal.sealed_at,
            LedgerSeal.events_before,
            LedgerSeal.events_count,
            LedgerSeal.root,
        )
        .where(LedgerSeal.id > number)
        .order_by(LedgerSeal.id)
        .limit(most)
    )
    return db.session.execute(query).all()


def _unsealed_after(ident: int, most: int) -> Sequence[Any]:
    query = (
        sa.select(*SEALED_COLUMNS)
        .where(VoteEvent.seal_id.is_(None), VoteEvent.id > ident)
        .order_by(VoteEvent.id)
        .limit(most)
    )
    return db.session.execute(query).all()


def _runs(ids: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending ids as ranges without gaps: nobody else's event can lie within one."""
    runs: list[tuple[int, int]] = []
    for ident in ids:
        if runs and runs[-1][1] == ident - 1:
            runs[-1] = (runs[-1][0], ident)
        else:
            runs.append((ident, ident))
    return runs


def _this_second() -> datetime:
    return clock.now().replace(microsecond=0)
