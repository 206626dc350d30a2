"""Figures that a process may keep for a moment: counts of long lists, asked for on every page.

What is kept is at most `SECONDS` old, by the clock; every page that shows it may lag so much.
Nothing that decides anything (a vote, a rule, a limit) may be kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import TypeVar, cast

from app.core import clock

T = TypeVar("T")
SECONDS = 2
MOST = 10_000
_kept: dict[Hashable, tuple[datetime, object]] = {}


def recent(key: Hashable, work_out: Callable[[], T]) -> T:
    """`work_out()`, or what it gave for this key a moment ago."""
    now = clock.now()
    found = _kept.get(key)
    if found is not None and timedelta() <= now - found[0] < timedelta(seconds=SECONDS):
        return cast(T, found[1])
    value = work_out()
    if len(_kept) >= MOST:
        forget()
    _kept[key] = (now, value)
    return value


def forget() -> None:
    """Tests change the database between two pages; nobody else needs to."""
    _kept.clear()
