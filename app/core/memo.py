"""What a process may keep for a moment: counts of long lists, pages for guests.

What is kept is at most `SECONDS` old, by the clock; whatever shows it may lag so much. Nothing that
decides anything (a vote, a rule, a limit) may be kept here.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar, cast

from app.core import clock

T = TypeVar("T")
SECONDS = 10
MOST_FIGURES = 10_000
_all: list[Memo] = []


class Memo:
    """At most `most` values; those that were kept first go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[datetime, object]] = OrderedDict()
        self._lock = threading.Lock()
        _all.append(self)

    def recent(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """`work_out()`, or what it gave for this key a moment ago."""
        now = clock.now()
        found = self._kept.get(key)
        if found is not None and timedelta() <= now - found[0] < timedelta(seconds=SECONDS):
            return cast(T, found[1])
        value = work_out()
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = (now, value)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return value

    def __iter__(self) -> Iterator[Hashable]:
        return iter(list(self._kept))

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()


_figures = Memo(MOST_FIGURES)


def recent(key: Hashable, work_out: Callable[[], T]) -> T:
    """A figure that was worked out a moment ago at most. `key` names what of which row."""
    return _figures.recent(key, work_out)


def forget() -> None:
    """Tests change the database between two pages; nobody else needs to."""
    for memo in _all:
        memo.forget()


def kept() -> list[Hashable]:
    """The keys of all that is kept now."""
    return [key for memo in _all for key in memo]
