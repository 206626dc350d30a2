"""The filters in the address of the dashboard."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField, ValidationError
from wtforms.validators import Optional

from app.core.forms import Form
from app.core.i18n import BUDDHIST_ERA, in_language
from app.dashboards import periods
from app.dashboards.periods import Period, Preset
from app.missions.models import MissionGroup

EARLIEST = date(2000, 1, 1)
BUDDHIST_YEARS_FROM = 2400
NOT_A_DATE = _l("Please give a day that exists, as year-month-day: 2026-10-01 or 2569-10-01.")


class Day(DateField):
    """A day, in the Gregorian or the Buddhist calendar: its year tells which."""

    def process_formdata(self, valuelist: list[str]) -> None:
        given = valuelist[0].strip() if valuelist else ""
        try:
            self.data = _day(given) if given else None
        except (ValueError, OverflowError):  # the latter: a year of twenty digits
            self.data = None
            raise ValueError(NOT_A_DATE) from None


def _day(given: str) -> date:
    year, month, day = (int(part) for part in given.split("-"))
    return date(year - BUDDHIST_ERA if year >= BUDDHIST_YEARS_FROM else year, month, day)


class FilterForm(Form):
    """`?group=slug&from=…&to=…`, or `period=` with one of the presets."""

    class Meta(Form.Meta):
        csrf = False  # it changes nothing

    group = SelectField(_l("Mission group"), choices=[], validate_choice=False)
    since = Day(_l("From"), name="from", validators=[Optional()])
    until = Day(_l("To"), name="to", validators=[Optional()])
    period = HiddenField()

    def __init__(self, groups: list[MissionGroup], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {group.slug: group for group in groups}
        named = [(group.slug, in_language(group, "name")) for group in groups]
        self.group.choices = [("", _l("All mission groups")), *named]

    def validate_group(self, field: SelectField) -> None:
        if field.data and field.data not in self.groups:
            raise ValidationError(_l("There is no such mission group. Please choose one."))

    def validate_since(self, field: Day) -> None:
        _check_possible(field)
        if field.data and field.data > periods.today():
            raise ValidationError(_l("This day is still to come. Please choose an earlier one."))

    def validate_until(self, field: Day) -> None:
        _check_possible(field)
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(_l("The last day lies before the first. Please change one."))

    @property
    def mission_group(self) -> MissionGroup | None:
        return self.groups.get(self.group.data or "")

    def show(self, period: Period, preset: Preset | None) -> None:
        """Fill in the days that the page shows, so that the reader can move them."""
        self.since.data, self.until.data = period.first, period.last
        self.since.raw_data = self.until.raw_data = None
        self.period.data = preset.value if preset else ""

    def chosen(self) -> tuple[Period, Preset | None]:
        """The period asked for, which never reaches beyond today, and the preset that it is."""
        asked = Preset(self.period.data) if self.period.data in set(Preset) else None
        if not self.since.data and not self.until.data:
            asked = asked or Preset.TWELVE_MONTHS
            return periods.preset(asked), asked
        last = min(self.until.data or periods.today(), periods.today())
        first = self.since.data or periods.preset(Preset.TWELVE_MONTHS, last).first
        period = Period(max(first, EARLIEST), last)
        if asked and periods.preset(asked, last) == period:
            return period, asked
        return period, periods.recognise(period)


def _check_possible(field: Day) -> None:
    if field.data and field.data < EARLIEST:
        raise ValidationError(_l("Please choose a day from the year 2000 (B.E. 2543) on."))
