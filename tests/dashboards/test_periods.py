"""Periods: the Thai fiscal year, what is compared with what, how time is cut."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.core import clock
from app.core.days import today
from app.dashboards import periods
from app.dashboards.periods import Period, Preset, Step

NOVEMBER = date(2026, 11, 24)


def test_a_day_begins_at_midnight_in_bangkok() -> None:
    day = Period(date(2026, 10, 1), date(2026, 10, 1))
    assert day.since == datetime(2026, 9, 30, 17, tzinfo=UTC)
    assert day.until == datetime(2026, 10, 1, 17, tzinfo=UTC)


def test_today_is_bangkoks() -> None:
    with clock.frozen(datetime(2026, 9, 30, 17, 30, tzinfo=UTC)):
        assert today() == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("day", "year", "quarter"),
    [
        (date(2025, 9, 30), 2025, 4),
        (date(2025, 10, 1), 2026, 1),
        (date(2025, 12, 31), 2026, 1),
        (date(2026, 1, 1), 2026, 2),
        (date(2026, 4, 1), 2026, 3),
        (date(2026, 7, 1), 2026, 4),
    ],
)
def test_the_fiscal_year_begins_in_october(day: date, year: int, quarter: int) -> None:
    assert (periods.fiscal_year(day), periods.fiscal_quarter(day)) == (year, quarter)


@pytest.mark.parametrize(
    ("which", "first"),
    [
        (Preset.TWELVE_MONTHS, date(2025, 12, 1)),
        (Preset.FISCAL_YEAR, date(2026, 10, 1)),
        (Preset.FISCAL_QUARTER, date(2026, 10, 1)),
    ],
)
def test_presets_end_today(which: Preset, first: date) -> None:
    assert periods.preset(which, NOVEMBER) == Period(first, NOVEMBER)


YEAR, MONTHS, QUARTER = Preset.FISCAL_YEAR, Preset.TWELVE_MONTHS, Preset.FISCAL_QUARTER


@pytest.mark.parametrize(
    ("known", "period", "compared"),
    [
        # a fiscal year so far, and twelve months: the same days a year before
        (YEAR, "2025-10-01 2026-02-10", "2024-10-01 2025-02-10"),
        (MONTHS, "2025-12-01 2026-11-24", "2024-12-01 2025-11-24"),
        (MONTHS, "2023-03-01 2024-02-29", "2022-03-01 2023-02-28"),
        # a quarter so far: as many days of the one before; a whole quarter: the whole one before
        (QUARTER, "2026-01-01 2026-01-10", "2025-10-01 2025-10-10"),
        (QUARTER, "2026-04-01 2026-06-30", "2026-01-01 2026-03-31"),
        (QUARTER, "2026-01-01 2026-03-31", "2025-10-01 2025-12-31"),
        # any other days: as many just before
        (None, "2026-05-11 2026-05-20", "2026-05-01 2026-05-10"),
    ],
)
def test_what_a_period_is_compared_with(known: Preset | None, period: str, compared: str) -> None:
    assert periods.before(days(period), known) == days(compared)


@pytest.mark.parametrize(
    ("period", "known"),
    [
        ("2026-07-01 2026-09-30", QUARTER),
        ("2024-10-01 2025-09-30", YEAR),
        ("2025-12-01 2026-11-24", MONTHS),
        ("2026-10-01 2026-11-24", YEAR),
        ("2026-07-01 2026-09-29", None),
        ("2026-10-01 2026-11-23", None),
    ],
)
@pytest.mark.usefixtures("now")
def test_days_are_known_up_to_today_or_to_their_end(period: str, known: Preset | None) -> None:
    assert periods.recognise(days(period)) is known


def days(text: str) -> Period:
    return Period(*map(date.fromisoformat, text.split()))


def test_a_quarter_is_cut_into_weeks_that_begin_on_monday() -> None:
    cut = periods.buckets(Period(date(2026, 10, 1), NOVEMBER))
    assert [(b.first, b.last) for b in cut[:2]] == [
        (date(2026, 10, 1), date(2026, 10, 4)),
        (date(2026, 10, 5), date(2026, 10, 11)),
    ]
    assert cut[-1].last == NOVEMBER


@pytest.mark.parametrize(
    ("first", "step", "count"),
    [
        (date(2025, 12, 1), Step.MONTH, 12),
        (date(2023, 12, 1), Step.MONTH, 36),
        (date(2023, 11, 30), Step.FISCAL_YEAR, 4),
    ],
)
def test_longer_periods_are_cut_more_coarsely(first: date, step: Step, count: int) -> None:
    period = Period(first, NOVEMBER)
    cut = periods.buckets(period)
    assert (periods.step_of(period), len(cut)) == (step, count)
    assert (cut[0].first, cut[-1].last) == (first, NOVEMBER)
