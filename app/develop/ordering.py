"""An order that is fair to latecomers, for ideas and for threads of comments alike.

What many people liked stays on top of an ordinary list because it is on top. Here what counts is
the share of those who had the chance: the lower end of Wilson's interval, so that 5 of 6 stands
above 50 of 200, and 1 of 1 does not. And every fifth place goes to whatever had the fewest chances.

Everything here is a pure function of numbers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from app.core import clock

Z_95 = 1.959963984540054
"""The quantile of the normal distribution that leaves 2.5% above it."""
EVERY = 5
"""Each fifth place is for what had the fewest chances,"""
AMONG = 200
"""as far as the two hundredth: hardly anybody reads on, and more would move at each change."""
LEAST_GAP = 1e-6


@dataclass(frozen=True)
class Entry:
    """Something to be put in order: `chosen` by so many of those who had the `chances`."""

    id: int
    chosen: int
    chances: int


def first_place() -> float:
    """The place of what is new: before all that was put in order, the newest first."""
    return -clock.now().timestamp()


def wilson(chosen: int, chances: int, z: float = Z_95) -> float:
    """The lower end of Wilson's score interval (E. B. Wilson, JASA 22, 1927) for chosen of chances.

    0 where there was no chance. More chosen than chances (somebody came by another way) count as
    chances.
    """
    n = max(chosen, chances)
    if n == 0:
        return 0.0
    share, square = chosen / n, z * z
    middle = share + square / (2 * n)
    spread = z * sqrt((share * (1 - share) + square / (4 * n)) / n)
    return max(0.0, (middle - spread) / (1 + square / n))


def fair_order(entries: Iterable[Entry]) -> list[int]:
    """The ids in order. Newer ones (a higher id) come first among equals."""
    known = list(entries)
    best = sorted(known, key=lambda e: (-wilson(e.chosen, e.chances), e.chances, -e.id))
    unseen = sorted(known, key=lambda e: (e.chances, -e.id))
    return list(_dealt((e.id for e in best), (e.id for e in unseen), len(known)))


def _dealt(best: Iterator[int], unseen: Iterator[int], count: int) -> Iterator[int]:
    taken: set[int] = set()
    for place in range(1, count + 1):
        source = unseen if place % EVERY == 0 and place <= AMONG else best
        chosen = next(one for one in source if one not in taken)
        taken.add(chosen)
        yield chosen


def moves(order: Sequence[int], places: Mapping[int, float]) -> dict[int, float]:
    """New places for as few as possible, so that `order` is ascending. Placed ones are above 0.

    The longest part that stands in order already keeps its places; the others are put between.
    """
    kept = _in_order_already(order, places)
    moved: dict[int, float] = {}
    low, waiting = 0.0, list[int]()
    for one in order:
        if one not in kept:
            waiting.append(one)
            continue
        moved |= _between(waiting, low, places[one])
        low, waiting = places[one], []
    moved |= _between(waiting, low, low + len(waiting) + 1)
    return moved if _is_wide(order, places, moved) else _numbered(order, places)


def _in_order_already(order: Sequence[int], places: Mapping[int, float]) -> set[int]:
    """A longest increasing subsequence, by patience sorting."""
    ends: list[float] = []
    tops: list[int] = []
    before: dict[int, int | None] = {}
    for one in order:
        if places[one] <= 0:
            continue
        pile = bisect_left(ends, places[one])
        before[one] = tops[pile - 1] if pile else None
        ends[pile : pile + 1], tops[pile : pile + 1] = [places[one]], [one]
    last = tops[-1] if tops else None
    kept = set()
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept


def _between(ids: Sequence[int], low: float, high: float) -> dict[int, float]:
    step = (high - low) / (len(ids) + 1)
    return {one: low + step * number for number, one in enumerate(ids, 1)}


def _is_wide(order: Sequence[int], places: Mapping[int, float], moved: Mapping[int, float]) -> bool:
    """Whether numbers are left between the places for what will come."""
    now = [moved.get(one, places[one]) for one in order]
    return all(after - before > LEAST_GAP for before, after in zip([0.0, *now], now, strict=False))


def _numbered(order: Sequence[int], places: Mapping[int, float]) -> dict[int, float]:
    fresh = {one: float(number) for number, one in enumerate(order, 1)}
    return {one: place for one, place in fresh.items() if places[one] != place}
