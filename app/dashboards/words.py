"""The reader's words for periods: Buddhist years in Thai, Gregorian ones in English."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.days import today
from app.core.i18n import BUDDHIST_ERA, language, show_date
from app.dashboards.periods import (
    Bucket,
    Period,
    Preset,
    Step,
    fiscal_quarter,
    fiscal_year,
    last_of,
)

PRESETS = {
    Preset.TWELVE_MONTHS: _l("Last 12 months"),
    Preset.FISCAL_YEAR: _l("This fiscal year"),
    Preset.FISCAL_QUARTER: _l("This quarter"),
}
STEPS = {Step.WEEK: _l("Week from"), Step.MONTH: _l("Month"), Step.FISCAL_YEAR: _l("Fiscal year")}


def year(number: int) -> str:
    return str(number + BUDDHIST_ERA if language() == "th" else number)


def days(period: Period) -> str:
    """From when to when: `1 ต.ค. 2569 – 24 พ.ย. 2569`."""
    return f"{show_date(period.first)} – {show_date(period.last)}"


def name(period: Period, known: Preset | None) -> str:
    """`Fiscal year 2570, quarter 1, so far`, or the days themselves where no name fits."""
    if known is Preset.TWELVE_MONTHS and period.last == today():
        return str(PRESETS[known])
    if known not in (Preset.FISCAL_YEAR, Preset.FISCAL_QUARTER):
        return days(period)
    named = _fiscal_year(period) if known is Preset.FISCAL_YEAR else _fiscal_quarter(period)
    is_over = period.last == last_of(known, period)
    return named if is_over else str(_("%(period)s, so far", period=named))


def _fiscal_year(period: Period) -> str:
    return str(_("Fiscal year %(year)s", year=year(fiscal_year(period.first))))


def _fiscal_quarter(period: Period) -> str:
    number = fiscal_quarter(period.first)
    return str(_("%(year)s, quarter %(number)s", year=_fiscal_year(period), number=number))


def bucket(which: Bucket, step: Step) -> str:
    """What stands under one bar."""
    if step is Step.WEEK:
        return format_date(which.first, "d MMM", locale=language())
    if step is Step.MONTH:
        return month(which.first)
    return year(fiscal_year(which.first))


def month(day: date) -> str:
    """`พ.ย. 2569`, `Nov 2026`."""
    return f"{format_date(day, 'MMM', locale=language())} {year(day.year)}"
