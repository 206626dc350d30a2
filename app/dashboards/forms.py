"""The filters in the address of the dashboard."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, ValidationError
from wtforms.validators import Optional

from app.core.days import EARLIEST, Day, not_too_early, today
from app.core.forms import Form
from app.core.i18n import in_language
from app.dashboards import periods
from app.dashboards.periods import Period, Preset
from app.missions.models import MissionGroup


class FilterForm(Form):
    """`?group=slug&from=…&to=…`, or `period=` with one of the presets."""

    class Meta(Form.Meta):
        csrf = False  # it changes nothing

    group = SelectField(_l("Mission group"), choices=[], validate_choice=False)
    since = Day(_l("From"), name="from", validators=[Optional(), not_too_early])
    until = Day(_l("To"), name="to", validators=[Optional(), not_too_early])
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
        if field.data and field.data > today():
            raise ValidationError(_l("This day is still to come. Please choose an earlier one."))

    def validate_until(self, field: Day) -> None:
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
        last = min(self.until.data or today(), today())
        first = self.since.data or periods.preset(Preset.TWELVE_MONTHS, last).first
        period = Period(max(first, EARLIEST), last)
        if asked and periods.preset(asked, last) == period:
            return period, asked
        return period, periods.recognise(period)
