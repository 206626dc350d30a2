"""Days in forms, in the Gregorian or the Buddhist calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, ValidationError

from app.core import clock
from app.core.i18n import BUDDHIST_ERA

EARLIEST = date(2000, 1, 1)
BUDDHIST_YEARS_FROM = 2400
NOT_A_DATE = _l("Please give a day that exists, as year-month-day: 2026-10-01 or 2569-10-01.")


class Day(DateField):
    """A day whose year tells its calendar."""

    def process_formdata(self, valuelist: list[str]) -> None:
        given = valuelist[0].strip() if valuelist else ""
        try:
            self.data = _day(given) if given else None
        except (ValueError, OverflowError):  # the latter: a year of twenty digits
            self.data = None
            raise ValueError(NOT_A_DATE) from None


def today() -> date:
    """In Bangkok."""
    return clock.now().astimezone(clock.BANGKOK).date()


def not_too_early(_form: Any, field: Any) -> None:
    if field.data and field.data < EARLIEST:
        raise ValidationError(_l("Please choose a day from the year 2000 (B.E. 2543) on."))


def _day(given: str) -> date:
    year, month, day = (int(part) for part in given.split("-"))
    return date(year - BUDDHIST_ERA if year >= BUDDHIST_YEARS_FROM else year, month, day)
