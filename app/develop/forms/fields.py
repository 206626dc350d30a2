"""Fields and checks that several forms share."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from wtforms import (
    DateTimeLocalField,
    StringField,
)
from wtforms.validators import InputRequired, ValidationError

from app.core import clock
from app.core.forms import REQUIRED
from app.core.i18n import BUDDHIST_ERA, show_number

TITLE_CHARACTERS = 120
BODY_CHARACTERS = 10_000
COMMENT_CHARACTERS = 2_000
REASON_CHARACTERS = 500
MOST_BAHT = 1_000_000_000_000
MOST_DIGITS = 15
INPUT_FORMAT = "%Y-%m-%dT%H:%M"


def one_kind_of_newline(value: Any) -> Any:
    """Browsers send two characters for a line's end: a length counts one."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def says_something(form: Any, field: Any) -> None:
    """Invisible characters alone are no text."""
    if not any(unicodedata.category(c)[0] not in "CZM" for c in field.data or ""):
        raise ValidationError(str(REQUIRED))


class BangkokTime(DateTimeLocalField):
    """A day and hour as the clocks in Bangkok show it; `data` is an aware moment."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0]:
            return
        self.data = self._read(valuelist[0])

    def process_data(self, value: datetime | None) -> None:
        self.data = value.astimezone(clock.BANGKOK) if value else None  # type: ignore[assignment]

    def _read(self, text: str) -> datetime:
        try:
            local = datetime.strptime(text[:16].replace(" ", "T"), INPUT_FORMAT)
        except ValueError:
            raise ValueError(_("Give a day and a time, such as 2026-12-31 16:30.")) from None
        if local.year > datetime.now(clock.BANGKOK).year + BUDDHIST_ERA // 2:
            year = str(local.year - BUDDHIST_ERA)
            raise ValueError(_("Give the year as %(year)s here.", year=year))
        return local.replace(tzinfo=clock.BANGKOK)


class WholeNumber(StringField):
    """A number as people write it: 5,000,000 or ๕๐๐ alike. Empty: None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        digits = re.sub(r"[\s,]", "", self.typed)
        if not digits:
            return
        if len(digits) > MOST_DIGITS or not digits.removeprefix("-").isdecimal():
            raise ValueError(_("Give a whole number."))
        self.data = int(digits)

    def _value(self) -> str:
        typed = getattr(self, "typed", None)
        return typed if typed is not None else show_number(self.data) if self.data else ""


def check_between(field: Any, least: int, most: int) -> None:
    if field.data is not None and not least <= field.data <= most:
        raise ValidationError(
            _(
                "Give a number from %(min)s to %(max)s.",
                min=show_number(least),
                max=show_number(most),
            )
        )


def a_time() -> InputRequired:
    return InputRequired(message=REQUIRED)


def check_later(first: Any, second: Any, message: Any) -> None:
    if first.data and second.data and second.data <= first.data:
        raise ValidationError(str(message))
