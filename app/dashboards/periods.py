"""Stretches of days in Bangkok's time: the Thai fiscal year and its quarters, months, weeks.

The Thai fiscal year runs from October to September and is named after the year in which it ends:
the first quarter of 2569 (B.E.) is October to December 2568.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from app.core.clock import BANGKOK
from app.core.days import today

DAY = timedelta(days=1)
MOST_DAYS_BY_WEEK = 92
MOST_MONTHS_BY_MONTH = 36


class Preset(StrEnum):
    """The periods that a reader need not spell out."""

    TWELVE_MONTHS = "12-months"
    FISCAL_YEAR = "fiscal-year"
    FISCAL_QUARTER = "fiscal-quarter"


class Step(StrEnum):
    """What one bar of a chart over time stands for."""

    WEEK = "week"
    MONTH = "month"
    FISCAL_YEAR = "fiscal-year"


@dataclass(frozen=True)
class Period:
    """Whole days in Bangkok, the first and the last included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def since(self) -> datetime:
        """The moment at which it begins, in UTC."""
        return _midnight(self.first)

    @property
    def until(self) -> datetime:
        """The moment at which it is over, in UTC: no longer part of it."""
        return _midnight(self.last + DAY)


@dataclass(frozen=True)
class Bucket:
    """One bar of a chart over time. `first` and `last` never reach out of the period."""

    first: date
    last: date


def preset(which: Preset, day: date | None = None) -> Period:
    """The period up to `day` (today)."""
    day = day or today()
    starts = {
        Preset.TWELVE_MONTHS: first_of_month(day, -11),
        Preset.FISCAL_YEAR: fiscal_year_start(day),
        Preset.FISCAL_QUARTER: fiscal_quarter_start(day),
    }
    return Period(starts[which], day)


def recognise(period: Period) -> Preset | None:
    """The preset that means these very days, up to today or up to its own end, if one does."""
    named_first = (Preset.FISCAL_YEAR, Preset.FISCAL_QUARTER, Preset.TWELVE_MONTHS)
    meant = [which for which in named_first if preset(which, period.last) == period]
    ended = [which for which in meant if period.last in (today(), last_of(which, period))]
    return next(iter(ended), None)


def last_of(which: Preset, period: Period) -> date:
    """The last day of the fiscal year, quarter or twelve months that the period begins."""
    months = 3 if which is Preset.FISCAL_QUARTER else 12
    return first_of_month(period.first, months) - DAY


def before(period: Period, known: Preset | None) -> Period:
    """What a period is compared with.

    `known`: the preset that it is. A fiscal year or twelve months: the same days a year before.
    A fiscal quarter so far: as many days of the quarter before. Other days: as many just before.
    """
    if known in (Preset.FISCAL_YEAR, Preset.TWELVE_MONTHS):
        return Period(_year_before(period.first), _year_before(period.last))
    if known is Preset.FISCAL_QUARTER:
        return _quarter_before(period)
    return Period(period.first - period.days * DAY, period.first - DAY)


def _quarter_before(period: Period) -> Period:
    start = first_of_month(period.first, -3)
    ends = period.first - DAY
    is_whole = period.last == last_of(Preset.FISCAL_QUARTER, period)
    return Period(start, ends if is_whole else min(ends, start + (period.days - 1) * DAY))


def fiscal_year_start(day: date) -> date:
    return date(day.year if day.month >= 10 else day.year - 1, 10, 1)


def fiscal_quarter_start(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def fiscal_year(day: date) -> int:
    """The Gregorian year in which the day's fiscal year ends."""
    return fiscal_year_start(day).year + 1


def fiscal_quarter(day: date) -> int:
    return (day.month - 10) % 12 // 3 + 1


def first_of_month(day: date, months: int = 0) -> date:
    """The first day of the month so many months later (before, if negative)."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def step_of(period: Period) -> Step:
    """Weeks for a quarter, months for up to three years, fiscal years beyond."""
    if period.days <= MOST_DAYS_BY_WEEK:
        return Step.WEEK
    within = period.last < first_of_month(period.first, MOST_MONTHS_BY_MONTH)
    return Step.MONTH if within else Step.FISCAL_YEAR


def buckets(period: Period) -> list[Bucket]:
    """The period cut into its weeks (from Monday), months or fiscal years, empty ones included."""
    step, start, made = step_of(period), period.first, []
    while start <= period.last:
        following = _next_start(step, start)
        made.append(Bucket(start, min(following - DAY, period.last)))
        start = following
    return made


def _next_start(step: Step, day: date) -> date:
    if step is Step.WEEK:
        return day + timedelta(days=7 - day.weekday())
    if step is Step.MONTH:
        return first_of_month(day, 1)
    return fiscal_year_start(day).replace(year=fiscal_year(day))


def _year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BANGKOK).astimezone(UTC)
