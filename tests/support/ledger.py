"""An export of a small ledger, made without the platform: to be changed by tests."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from app.develop import merkle

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
OPENS, CLOSES = "2026-11-24T09:00:00Z", "2026-11-24T17:00:00Z"
CHALLENGES: list[dict[str, Any]] = [
    {"challenge": 1, "ballot": "updown", "votes_each": None, "budget_total": None},
    {"challenge": 2, "ballot": "limited", "votes_each": 2, "budget_total": None},
    {"challenge": 3, "ballot": "budget", "votes_each": None, "budget_total": 100},
]
IDEAS = {11: 1, 12: 1, 21: 2, 22: 2, 23: 2, 31: 3, 32: 3}
COSTS = {31: 60, 32: 50}
SEALED = 30
Event = merkle.Event


def voter(number: int) -> str:
    return f"{number:032x}"


def events() -> list[Event]:
    """34 votes: on challenge 1 for, against and withdrawn; two each on 2; one each on 3."""
    cast = [(1, 11 + n % 2, n, ("for", "for", "against")[n % 3]) for n in range(15)]
    cast += [(1, 11 + n % 2, n, "withdrawn") for n in range(0, 6, 3)]
    cast += [(2, idea, 100 + n, "for") for n in range(6) for idea in (21, 22 + n % 2)]
    cast += [(3, 31 + n % 2, 200 + n, "for") for n in range(5)]
    return [
        (number, challenge, idea, voter(who), choice, START + timedelta(minutes=number))
        for number, (challenge, idea, who, choice) in enumerate(cast, 1)
    ]


def export(
    rows: Sequence[Event] | None = None, *, seals: Sequence[int] = (1, 12, 17),
    tallies: bool = True, published: Sequence[Event] | None = None,
) -> list[str]:  # fmt: skip
    """The lines of an honest ledger of these rows. `published`: of which rows the counts are."""
    rows = events() if rows is None else list(rows)
    batches, start = [], 0
    for size in seals:
        batches.append(rows[start : start + size])
        start += size
    batches = [batch for batch in batches if batch]
    waiting = rows[start:]
    header = {
        "ledger": "ruamkid", "format": 1, "made_at": "2026-11-24T18:00:00Z",
        "challenges": len(CHALLENGES), "ideas": len(IDEAS), "seals": len(batches),
        "events": sum(map(len, batches)), "waiting": len(waiting),
    }  # fmt: skip
    lines = [json.dumps(header)]
    lines += [json.dumps(one | {"voting": [[OPENS, CLOSES]]}) for one in CHALLENGES]
    lines += _ideas(rows if published is None else published)
    lines += _sealed(batches)
    return [*lines, '{"waiting":true}', *(merkle.event_line(row).decode() for row in waiting)]


def _ideas(rows: Sequence[Event]) -> list[str]:
    standing = {(row[2], row[3]): row[4] for row in rows}
    counted = Counter((idea, choice) for (idea, _who), choice in standing.items())
    return [
        json.dumps(
            {"idea": idea, "challenge": challenge, "cost": COSTS.get(idea),
             "for": counted[idea, "for"], "against": counted[idea, "against"]}
        )
        for idea, challenge in IDEAS.items()
    ]  # fmt: skip


def _sealed(batches: Sequence[Sequence[Event]]) -> list[str]:
    lines, before, previous = [], 0, merkle.NO_ROOT
    for number, batch in enumerate(batches, 1):
        at = START + timedelta(hours=number)
        rows = [merkle.event_line(row) for row in batch]
        terms = merkle.Terms(number, at, before, len(rows), previous)
        root = merkle.seal_root(terms, merkle.root([merkle.leaf(row) for row in rows]))
        seal = {"seal": number, "sealed_at": merkle.moment(at), "events_before": before,
                "events": len(rows), "previous_root": previous, "root": root}  # fmt: skip
        lines += [json.dumps(seal), *(row.decode() for row in rows)]
        before, previous = before + len(rows), root
    return lines


def roots(lines: Sequence[str]) -> list[str]:
    """The lines of the file of roots that was published with this export."""
    seals = [json.loads(line) for line in lines if line.startswith('{"seal"')]
    return [
        f"{one['seal']} {one['sealed_at']} {one['events_before'] + one['events']} {one['root']}"
        for one in seals
    ]
