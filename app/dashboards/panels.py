"""What a figure looks like: a chart, the table that says the same, a way to the records."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_percent
from flask_babel import gettext as _

from app.core.i18n import language, show_number
from app.dashboards import charts, words
from app.dashboards.charts import Bar, Spec
from app.dashboards.periods import Bucket, Period, buckets, step_of

Number = int | None
"""None: not published, since it is too small or would give away one that is."""


@dataclass(frozen=True)
class Row:
    """A row of a panel's table. `href` opens the records behind it.

    `rest`: what stands instead of the values that are missing at its end.
    """

    name: str
    values: Sequence[Number]
    href: str | None = None
    colour: str = charts.BLUE
    rest: str = ""


@dataclass(frozen=True)
class Panel:
    """`key`: of the figure in the registry. `title`: what it shows, in a sentence."""

    key: str
    title: str
    spec: Spec | None
    head: Sequence[str]
    rows: Sequence[Row]
    records: str | None = None
    note: str = ""


def number(value: Number) -> str:
    return _("not shown") if value is None else show_number(value)


def share(part: int, whole: int) -> str:
    """A share in per cent, e.g. `25%`."""
    return format_percent(part / whole if whole else 0, locale=language())


def bar_panel(key: str, title: str, head: Sequence[str], rows: Sequence[Row], **also: Any) -> Panel:
    """A panel of bars, one a row: as long as the row's first value."""
    if not rows:
        return Panel(key, title, None, head, rows, **also)
    bars = [
        Bar(row.name, row.values[0], number(row.values[0]), row.colour, row.href) for row in rows
    ]
    return Panel(key, title, charts.bars(bars), head, rows, **also)


def time_panel(
    title_of: Any, period: Period, series: Sequence[tuple[str, str, Sequence[Number]]],
    records: str | None = None, kept: Sequence[Bucket] | None = None,
) -> Panel:  # fmt: skip
    """A panel of columns over time; `title_of(names, sums)` makes its title.

    `series`: (name, colour, a value for each of `kept`, the buckets of the period).
    """
    cut, step = kept if kept is not None else buckets(period), step_of(period)
    names = [words.bucket(which, step) for which in cut]
    values = [list(row) for row in zip(*(values for _name, _colour, values in series), strict=True)]
    rows = [Row(name, found) for name, found in zip(names, values, strict=True)]
    head = [str(words.STEPS[step]), *(name for name, _colour, _values in series)]
    title = title_of(names, [sum(value or 0 for value in found) for found in values])
    return Panel("by_day", title, charts.columns(names, series), head, rows, records)


def by_bucket(days: Sequence[Any], cut: Sequence[Bucket]) -> dict[str, list[int]]:
    """Rows of (day as YYYY-MM-DD, kind, count) added up: kind → a number for each bucket."""
    starts = [which.first.isoformat() for which in cut]
    sums = {kind: [0] * len(cut) for kind in charts.KIND_COLOURS}
    for day, kind, count in days:
        sums[kind][_place(starts, day)] += count
    return sums


def _place(starts: Sequence[str], day: str) -> int:
    return max(0, bisect_right(starts, day) - 1)
