"""What the public may know of moderation: figures of the last twelve whole months, none small.

Cells that are small, and those they could be worked out from, are left out: see `core.suppression`.
Nothing here names a person, a post or a moderator.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.privacy import SMALLEST_CELL
from app.core.suppression import cells_shown, total_shown
from app.develop.models import Action, Appeal, AppealOutcome, Decision, HouseRule

MONTHS = 12
COUNTED = (Action.HIDE, Action.RELEASE, Action.WARN, Action.SUSPEND)
"""What is told of by month; posts let stand are counted with those let be seen."""
BY_RULE = (Action.HIDE, Action.WARN, Action.SUSPEND)
SAME_AS = {Action.DISMISS: Action.RELEASE}
Shown = Mapping[Hashable, int | None]


@dataclass(frozen=True)
class ModerationReport:
    """None: not shown, as it is small or tells of something small."""

    months: list[date]
    by_month: dict[Action, Shown]
    by_rule: dict[Action, Shown]
    totals: dict[Action, int | None]
    median_hours: float | None
    appeals: int | None
    overturned_percent: int | None


def moderation_report() -> ModerationReport:
    months = last_months()
    start, end = _midnight(months[0]), _midnight(_next(months[-1]))
    within = (Decision.decided_at >= start, Decision.decided_at < end)
    counts = _counts(months, within)
    appeals, overturned = _appeals(start, end)
    enough = appeals >= SMALLEST_CELL
    return ModerationReport(
        months=months,
        by_month={action: _shown(counts, action, months, 1) for action in COUNTED},
        by_rule={action: _shown(counts, action, HouseRule, 2) for action in BY_RULE},
        totals={action: total_shown(_total(counts, action)) for action in COUNTED},
        median_hours=_median_hours(within),
        appeals=appeals if enough else None,
        overturned_percent=round(100 * overturned / appeals) if enough else None,
    )


def last_months() -> list[date]:
    """The first days of the last whole months, as clocks in Bangkok have them; oldest first."""
    first = clock.now().astimezone(clock.BANGKOK).date().replace(day=1)
    found: list[date] = []
    for _ in range(MONTHS):
        first = (
            first.replace(year=first.year - 1, month=12)
            if first.month == 1
            else first.replace(month=first.month - 1)
        )
        found.append(first)
    return found[::-1]


def _next(month: date) -> date:
    later = month.month == 12
    return date(month.year + later, 1 if later else month.month + 1, 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.BANGKOK)


def _counts(months: list[date], within: Iterable[Any]) -> Counter[tuple[Any, ...]]:
    """By action, month and rule; a decision that was taken back does not count."""
    bucket = sa.case(
        *(
            (Decision.decided_at >= _midnight(month), i)
            for i, month in reversed([*enumerate(months)])
        )
    )
    query = (
        sa.select(Decision.action, bucket, Decision.rule, sa.func.count())
        .where(*within, Decision.undone_at.is_(None))
        .group_by(Decision.action, bucket, Decision.rule)
    )
    found: Counter[tuple[Any, ...]] = Counter()
    for action, month, rule, count in db.session.execute(query):
        found[SAME_AS.get(action, action), months[month], rule] += count
    return found


def _shown(
    counts: Counter[tuple[Any, ...]], action: Action, keys: Iterable[Any], place: int
) -> Shown:
    cells: dict[Hashable, int] = dict.fromkeys(keys, 0)
    for key, count in counts.items():
        if key[0] is action:
            cells[key[place]] += count
    if total_shown(sum(cells.values())) is None:
        return dict.fromkeys(cells)
    return cells_shown(cells)


def _total(counts: Counter[tuple[Any, ...]], action: Action) -> int:
    return sum(count for key, count in counts.items() if key[0] is action)


def _median_hours(within: Iterable[Any]) -> float | None:
    """Half of the cases were decided faster. What was decided at once is one case."""
    waits = (
        sa.select(sa.func.max(Decision.waited_seconds).label("waited"))
        .where(*within, Decision.waited_seconds.is_not(None))
        .group_by(Decision.batch)
        .subquery()
    )
    count = db.session.scalar(sa.select(sa.func.count()).select_from(waits)) or 0
    if count < SMALLEST_CELL:
        return None
    middle = sa.select(waits.c.waited).order_by(waits.c.waited).offset(count // 2).limit(1)
    return round((db.session.scalar(middle) or 0) / 3600, 1)


def _appeals(start: datetime, end: datetime) -> tuple[int, int]:
    overturned = sa.func.sum(sa.case((Appeal.outcome == AppealOutcome.OVERTURNED, 1), else_=0))
    query = sa.select(sa.func.count(), overturned).where(
        Appeal.settled_at >= start, Appeal.settled_at < end
    )
    count, taken_back = db.session.execute(query).one()
    return count, int(taken_back or 0)
