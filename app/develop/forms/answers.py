"""An official answer, and whether it answered."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from app.core.forms import CHOOSE, Form, at_most, required
from app.core.labels import label
from app.develop.forms.fields import REASON_CHARACTERS, one_kind_of_newline, says_something
from app.develop.models import AnswerState
from app.missions.models import Unit

ANSWER_CHARACTERS = 5_000
NOTE_CHARACTERS = 500


class AnswerForm(Form):
    """`offer` says which states, units and families there are to choose from."""

    state = RadioField(_l("Outcome of the answer"), [InputRequired(message=CHOOSE)], choices=[])
    body = TextAreaField(
        _l("The answer"),
        [required(), says_something, at_most(ANSWER_CHARACTERS)],
        filters=[one_kind_of_newline],
    )
    reason = TextAreaField(
        _l("Why not now"), [at_most(REASON_CHARACTERS)], filters=[one_kind_of_newline]
    )
    unit_id = SelectField(_l("On behalf of"), coerce=int, choices=[], validate_choice=False)
    whole_family = BooleanField(_l("Answer all ideas of the family at once"))

    def offer(self, states: list[AnswerState], units: list[Unit]) -> AnswerForm:
        self.state.choices = [(state.value, label(state)) for state in states]
        self.unit_id.choices = [(unit.id, unit.code) for unit in units]
        if self.unit_id.data not in {unit.id for unit in units} and units:
            self.unit_id.data = units[0].id
        return self

    def validate_reason(self, field: Any) -> None:
        if self.state.data == AnswerState.NOT_NOW:
            if not (field.data or "").strip():
                raise ValidationError(_("Say why not now: people will ask."))
            says_something(self, field)

    @property
    def chosen(self) -> AnswerState:
        return AnswerState(self.state.data)


class RatingForm(Form):
    answered = RadioField(
        _l("Did this answer you?"),
        [InputRequired(message=CHOOSE)],
        choices=[("yes", _l("Yes")), ("no", _l("No"))],
    )
    note = TextAreaField(
        _l("What is missing, or what helped"),
        [at_most(NOTE_CHARACTERS)],
        filters=[one_kind_of_newline],
    )
