"""What changed between two texts, word by word, in bounded time however long and crafted they are.

Words that stand once in both texts are taken as fixed points (the longest run of them that is in
order in both), and what lies between is compared again, as in a patience diff; what is left without
fixed points is compared word for word where it is short, and else counts as replaced.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from analytics.text import parts

DEEPEST = 12
SHORT = 60
"""Words. A table of so many by so many is quickly filled."""


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """A run of text that stayed, came or went."""

    change: Change
    text: str


Words = Sequence[str]
Step = tuple[Change, str]


def difference(before: str, after: str) -> list[Piece]:
    """The pieces in reading order: same and removed ones are `before`, same and added ones `after`.

    A break between two changes that is white space alone is changed with them: easier to read.
    """
    steps = _joined(list(_compared(parts(before), parts(after), 0)))
    return [
        Piece(change, "".join(word for _, word in run))
        for change, run in groupby(steps, key=lambda step: step[0])
    ]


def _compared(old: Words, new: Words, depth: int) -> Iterator[Step]:
    """The words of both, each told to be the same, removed or added."""
    begin = _common(old, new)
    end = _common(old[begin:][::-1], new[begin:][::-1])
    yield from ((Change.SAME, word) for word in old[:begin])
    yield from _between(old[begin : len(old) - end], new[begin : len(new) - end], depth)
    yield from ((Change.SAME, word) for word in old[len(old) - end :])


def _common(old: Words, new: Words) -> int:
    """How many words both begin with."""
    for count, (one, other) in enumerate(zip(old, new, strict=False)):
        if one != other:
            return count
    return min(len(old), len(new))


def _between(old: Words, new: Words, depth: int) -> Iterator[Step]:
    points = _fixed_points(old, new) if old and new and depth < DEEPEST else []
    if not points:
        yield from _plain(old, new)
        return
    from_old, from_new = 0, 0
    for at_old, at_new in points:
        yield from _compared(old[from_old:at_old], new[from_new:at_new], depth + 1)
        yield Change.SAME, old[at_old]
        from_old, from_new = at_old + 1, at_new + 1
    yield from _compared(old[from_old:], new[from_new:], depth + 1)


def _fixed_points(old: Words, new: Words) -> list[tuple[int, int]]:
    """Places of words that stand once in each, as many as are in the same order in both."""
    counts, other_counts = Counter(old), Counter(new)
    places = {word: at for at, word in enumerate(new)}
    pairs = [
        (at, places[word])
        for at, word in enumerate(old)
        if counts[word] == 1 and other_counts[word] == 1 and not word.isspace()
    ]
    return _rising(pairs)


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of `pairs` whose second numbers rise (by piles of cards)."""
    tops: list[int] = []
    on_top: list[int] = []
    below: list[int] = []
    for number, (_, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        tops[pile : pile + 1], on_top[pile : pile + 1] = [place], [number]
        below.append(on_top[pile - 1] if pile else -1)
    found, at = [], on_top[-1] if on_top else -1
    while at >= 0:
        found.append(pairs[at])
        at = below[at]
    return found[::-1]


def _plain(old: Words, new: Words) -> Iterator[Step]:
    if len(old) > SHORT or len(new) > SHORT:
        yield from ((Change.REMOVED, word) for word in old)
        yield from ((Change.ADDED, word) for word in new)
        return
    table = _lengths(old, new)
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and old[i] == new[j]:
            yield Change.SAME, old[i]
            i, j = i + 1, j + 1
        elif j == len(new) or (i < len(old) and table[i + 1][j] >= table[i][j + 1]):
            yield Change.REMOVED, old[i]
            i += 1
        else:
            yield Change.ADDED, new[j]
            j += 1


def _lengths(old: Words, new: Words) -> list[list[int]]:
    """How many words the rests of both have in common, from each place on."""
    table = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            longer = max(table[i + 1][j], table[i][j + 1])
            table[i][j] = table[i + 1][j + 1] + 1 if old[i] == new[j] else longer
    return table


def _joined(steps: list[Step]) -> list[Step]:
    """Changes with nothing but white space between them as one: first what went, then what came."""
    runs = [(change, list(run)) for change, run in groupby(steps, key=lambda step: step[0])]
    for number in range(1, len(runs) - 1):
        change, run = runs[number]
        if change is Change.SAME and all(word.isspace() and "\n" not in word for _, word in run):
            both = [(kind, word) for _, word in run for kind in (Change.REMOVED, Change.ADDED)]
            runs[number] = (Change.ADDED, both)
    found: list[Step] = []
    for same, group in groupby(runs, key=lambda run: run[0] is Change.SAME):
        steps_of = [step for _, run in group for step in run]
        if same:
            found.extend(steps_of)
        else:
            found.extend(step for step in steps_of if step[0] is Change.REMOVED)
            found.extend(step for step in steps_of if step[0] is Change.ADDED)
    return found
