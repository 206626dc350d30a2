"""The shape of what an administrator changes in the framework."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    ColorField,
    DateField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.clock import BANGKOK
from app.core.forms import REQUIRED, Form, at_most, required
from app.core.i18n import in_language
from app.missions.models import MissionGroup, Unit
from app.missions.rules import is_colour, is_dark_enough

NAME_CHARACTERS = 200
TEXT_CHARACTERS = 4_000
EVERY_GROUP = "all"


def one_kind_of_newline(value: Any) -> Any:
    """Browsers send two characters for a line's end: a length counts one."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def long_text(label: Any, *checks: Any) -> TextAreaField:
    return TextAreaField(label, [*checks, at_most(TEXT_CHARACTERS)], filters=[one_kind_of_newline])


class MissionGroupForm(Form):
    name_th = StringField(_l("Name in Thai"), [required(), at_most(NAME_CHARACTERS)])
    name_en = StringField(_l("Name in English"), [required(), at_most(NAME_CHARACTERS)])
    description_th = long_text(_l("Description in Thai"), required())
    description_en = long_text(_l("Description in English"), required())
    examples_th = long_text(_l("Examples in Thai"))
    examples_en = long_text(_l("Examples in English"))
    colour = ColorField(_l("Colour"), [required()])
    units = SelectMultipleField(
        _l("Responsible units"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    provenance = long_text(_l("Source"))

    def offer(self, units: Iterable[Unit]) -> MissionGroupForm:
        self.units.choices = [(unit.id, _named(unit)) for unit in units]
        return self

    def validate_colour(self, field: ColorField) -> None:
        if not is_colour(field.data):
            raise ValidationError(_("Give the colour as # and six digits, such as #1F5E94."))
        if not is_dark_enough(field.data):
            raise ValidationError(_("This colour is too pale to be read. Choose a darker one."))


class UnitForm(Form):
    code = StringField(_l("Abbreviation"), [required(), at_most(20)])
    name_th = StringField(_l("Full name in Thai"), [at_most(NAME_CHARACTERS)])
    name_en = StringField(_l("Full name in English"), [at_most(NAME_CHARACTERS)])
    note = long_text(_l("Note"))
    provenance = long_text(_l("Source"))

    def values(self) -> dict[str, Any]:
        """What the commands take: a name that is not given is not known."""
        return {
            "code": self.code.data,
            "name_th": self.name_th.data or None,
            "name_en": self.name_en.data or None,
            "note": self.note.data,
            "provenance": self.provenance.data,
        }


class StageForm(Form):
    name_th = StringField(_l("Name in Thai"), [required(), at_most(NAME_CHARACTERS)])
    name_en = StringField(_l("Name in English"), [required(), at_most(NAME_CHARACTERS)])
    summary_th = long_text(_l("Summary in Thai"), required())
    summary_en = long_text(_l("Summary in English"), required())
    methods_th = long_text(_l("Methods in Thai"))
    methods_en = long_text(_l("Methods in English"))
    people_th = long_text(_l("Who takes part, in Thai"))
    people_en = long_text(_l("Who takes part, in English"))
    provenance = long_text(_l("Source"))


class WindowForm(Form):
    """A time in which a stage is open, by days in Bangkok; the last day is part of it."""

    where = SelectField(_l("Mission group"))
    first_day = DateField(_l("First day"), [InputRequired(message=REQUIRED)])
    last_day = DateField(_l("Last day"), [Optional()])

    def offer(self, groups: Iterable[MissionGroup]) -> WindowForm:
        every = [(EVERY_GROUP, _("All mission groups"))]
        self.where.choices = every + [
            (str(group.id), in_language(group, "name")) for group in groups
        ]
        return self

    def validate_first_day(self, field: DateField) -> None:
        _check_year(field)

    def validate_last_day(self, field: DateField) -> None:
        _check_year(field)
        if field.data and self.first_day.data and field.data < self.first_day.data:
            raise ValidationError(_("The last day may not come before the first."))

    @property
    def mission_group_id(self) -> int | None:
        return None if self.where.data == EVERY_GROUP else int(self.where.data)

    @property
    def opens_at(self) -> datetime:
        return _midnight(self.first_day.data)

    @property
    def closes_at(self) -> datetime | None:
        last = self.last_day.data
        return _midnight(last + timedelta(days=1)) if last else None


def _named(unit: Unit) -> str:
    name = in_language(unit, "name")
    return f"{unit.code} {name}" if name else unit.code


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time(), tzinfo=BANGKOK)


def _check_year(field: DateField) -> None:
    """A year of the Buddhist era is one that the calendar reads as far in the future."""
    if field.data and not 2000 <= field.data.year <= 2200:
        raise ValidationError(_("Give the year in the Christian era, such as 2026 for 2569."))
