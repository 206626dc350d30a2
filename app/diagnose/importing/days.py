"""Days and moments as Thai offices write them: ISO, day/month/year, Thai months, Buddhist years."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from app.core.clock import BANGKOK
from app.core.i18n import BUDDHIST_ERA

A_BUDDHIST_YEAR = 2400
"""From here on a year is meant in the Buddhist era."""
FIRST_YEAR = 1900

_MONTHS = (
    ("มกราคม", "ม.ค.", "january", "jan"),
    ("กุมภาพันธ์", "ก.พ.", "february", "feb"),
    ("มีนาคม", "มี.ค.", "march", "mar"),
    ("เมษายน", "เม.ย.", "april", "apr"),
    ("พฤษภาคม", "พ.ค.", "may"),
    ("มิถุนายน", "มิ.ย.", "june", "jun"),
    ("กรกฎาคม", "ก.ค.", "july", "jul"),
    ("สิงหาคม", "ส.ค.", "august", "aug"),
    ("กันยายน", "ก.ย.", "september", "sep"),
    ("ตุลาคม", "ต.ค.", "october", "oct"),
    ("พฤศจิกายน", "พ.ย.", "november", "nov"),
    ("ธันวาคม", "ธ.ค.", "december", "dec"),
)
_MONTH_NUMBERS = {name.rstrip("."): n for n, names in enumerate(_MONTHS, 1) for name in names}
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

_CLOCK = (
    r"(?:[T ,]{1,3}(?:เวลา )?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})"
    r"(?:[.,]\d{1,9})?)?(?: ?น\.?)?(?: ?(?P<zone>Z|[+-]\d{2}:?\d{2}))?)?"
)
_SHAPES = tuple(
    re.compile(day + _CLOCK, re.IGNORECASE)
    for day in (
        r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})",
        r"(?P<day>\d{1,2})[ -](?P<name>[^\d\s-]{3,12}?)\.?[ -](?:พ\.ศ\. ?)?(?P<year>\d{4})",
    )
)


class NoDay(ValueError):
    """The text is no day that there is."""


def moment_of(text: str) -> datetime:
    """The moment that `text` names; in Bangkok where it names no zone, at midnight where no time.

    29/02/2567 is a day (29 February 2024), 29/02/2564 is none. Raises `NoDay`.
    """
    plain = " ".join(text.translate(_THAI_DIGITS).split())
    for shape in _SHAPES:
        if found := shape.fullmatch(plain):
            return _moment(found.groupdict())
    raise NoDay(text)


def _moment(parts: dict[str, Any]) -> datetime:
    year = int(parts["year"])
    year -= BUDDHIST_ERA if year >= A_BUDDHIST_YEAR else 0
    month = int(parts["month"]) if parts.get("month") else _month(parts["name"])
    hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
    day = int(parts["day"])
    if year < FIRST_YEAR:
        raise NoDay(str(year))
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=_zone(parts["zone"]))
    except ValueError as error:
        raise NoDay(str(error)) from error


def _month(name: str) -> int:
    number = _MONTH_NUMBERS.get(name.lower().rstrip("."))
    if number is None:
        raise NoDay(name)
    return number


def _zone(text: str | None) -> Any:
    if text is None:
        return BANGKOK
    if text in "Zz":
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))
