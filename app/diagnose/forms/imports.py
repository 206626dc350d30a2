"""What an analyst says of a file: the file itself, how to read it, what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, TextAreaField, validators

from app.accounts.models import ParticipantGroup
from app.core.forms import Form, at_least, at_most, choices, required
from app.core.i18n import in_language
from app.core.labels import label
from app.diagnose.forms.analysis import NOT_OFFERED
from app.diagnose.import_words import DELIMITERS, ENCODINGS, FIELDS
from app.diagnose.importing.check import Plan
from app.diagnose.importing.fields import Field, guess
from app.diagnose.models import Channel
from app.diagnose.tables import Table
from app.missions.models import MissionGroup

NO_COLUMN = _l("– no column –")
NOTHING = _l("– nothing –")
CHOOSE_TEXT = _l("Choose the column that holds the text.")
TWICE = _l("This column gives another field already.")


class UploadForm(Form):
    file = FileField(_l("File"), [FileRequired(message=_l("Please choose a file."))])


class ReadForm(Form):
    """How to read the file, where what was found out is wrong."""

    encoding = SelectField(_l("Encoding"), default="", invalid_choice_message=NOT_OFFERED)
    delimiter = SelectField(
        _l("Columns are parted by"), default="", invalid_choice_message=NOT_OFFERED
    )
    sheet = SelectField(_l("Sheet"), default="", invalid_choice_message=NOT_OFFERED)

    @classmethod
    def of(cls, table: Table) -> ReadForm:
        form = cls(encoding=table.encoding, delimiter=table.delimiter, sheet=table.sheet)
        if table.kind == "xlsx":
            del form.encoding, form.delimiter
            form.sheet.choices = [(name, name) for name in table.sheets]
        else:
            del form.sheet
            form.encoding.choices = list(ENCODINGS.items())
            form.delimiter.choices = list(DELIMITERS.items())
        return form

    def overrides(self) -> dict[str, str]:
        return {field.name: field.data for field in self if field.name != "csrf_token"}


class PlanForm(Form):
    """Which column gives which field, and values for what no column gives."""

    text = SelectField(FIELDS[Field.TEXT], default="", invalid_choice_message=NOT_OFFERED)
    created_at = SelectField(
        FIELDS[Field.CREATED_AT], default="", invalid_choice_message=NOT_OFFERED
    )
    person = SelectField(FIELDS[Field.PERSON], default="", invalid_choice_message=NOT_OFFERED)
    id = SelectField(FIELDS[Field.ID], default="", invalid_choice_message=NOT_OFFERED)
    channel = SelectField(FIELDS[Field.CHANNEL], default="", invalid_choice_message=NOT_OFFERED)
    mission_group = SelectField(
        FIELDS[Field.MISSION_GROUP], default="", invalid_choice_message=NOT_OFFERED
    )
    participant_group = SelectField(
        FIELDS[Field.PARTICIPANT_GROUP], default="", invalid_choice_message=NOT_OFFERED
    )
    fixed_channel = SelectField(
        _l("Channel"),
        [validators.InputRequired(_l("Choose how these submissions reached the office."))],
        default="",
        invalid_choice_message=NOT_OFFERED,
    )
    fixed_mission_group = SelectField(
        _l("Mission group"), default="", invalid_choice_message=NOT_OFFERED
    )
    fixed_participant_group = SelectField(
        _l("Participant group"), default="", invalid_choice_message=NOT_OFFERED
    )
    declaration = TextAreaField(
        _l("Where the data come from, and by what right the office uses them"),
        [required(), at_least(5), at_most(500)],
    )

    @classmethod
    def of(cls, table: Table, kept: dict[str, Any], groups: Sequence[MissionGroup]) -> PlanForm:
        """Filled with what was said before, else with what the header suggests."""
        form = cls(data=_said_before(kept, groups) if kept else guess(table.header))
        form._offer_columns(table)
        form._groups = {group.slug: group.id for group in groups}
        form.fixed_channel.choices = choices(Channel, label, NOTHING)
        names = [(group.slug, in_language(group, "name")) for group in groups]
        form.fixed_mission_group.choices = [("", NOTHING), *names]
        form.fixed_participant_group.choices = choices(ParticipantGroup, label, NOTHING)
        return form

    def _offer_columns(self, table: Table) -> None:
        columns = [(name, name) for name in table.header]
        for field in Field:
            self[field.value].choices = [("", NO_COLUMN), *columns]

    def validate_text(self, field: Any) -> None:
        if not field.data:
            raise validators.ValidationError(CHOOSE_TEXT)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        return super().validate(*args, **kwargs) and self._each_column_once()

    def _each_column_once(self) -> bool:
        taken: set[str] = set()
        for field in Field:
            column = self[field.value].data
            if column and column in taken:
                self[field.value].errors = [TWICE]
            taken.add(column)
        return not any(self[field.value].errors for field in Field)

    def plan(self) -> Plan:
        return Plan(
            columns={f.value: self[f.value].data for f in Field if self[f.value].data},
            channel=self.fixed_channel.data,
            mission_group_id=self._groups.get(self.fixed_mission_group.data),
            participant_group=self.fixed_participant_group.data or None,
            declaration=self.declaration.data,
        )


def _said_before(kept: dict[str, Any], groups: Sequence[MissionGroup]) -> dict[str, Any]:
    slugs = {group.id: group.slug for group in groups}
    return {
        **kept["columns"],
        "fixed_channel": kept["channel"],
        "fixed_mission_group": slugs.get(kept["mission_group_id"], ""),
        "fixed_participant_group": kept["participant_group"] or "",
        "declaration": kept["declaration"],
    }


class ConfirmForm(Form):
    take_duplicates = BooleanField(_l("Import the duplicates too"))
