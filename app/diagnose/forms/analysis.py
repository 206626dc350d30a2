"""What analysts fill in: which submissions, how many topics, a topic's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
)
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.forms import Form, at_most, choices, required
from app.core.i18n import BUDDHIST_ERA, in_language, show_date
from app.core.labels import label
from app.diagnose.analysis import FEWEST_TOPICS, MOST_TOPICS
from app.diagnose.models import AnalysisRun, Channel, ImportBatch, Topic
from app.diagnose.selection import Selection
from app.missions.models import MissionGroup

NOT_SURE = "none"
LARGEST_SEED = 2_147_483_647
A_BUDDHIST_YEAR = 2400
"""From here on a year is meant in the Buddhist era: no submission lies that far ahead."""

NO_DAY = _l("There is no such day. Write year-month-day, as in 2018-05-16 or 2561-05-16.")
NOT_WHOLE = _l("A whole number, please.")
NOT_OFFERED = _l("Please choose one of those offered.")


class DayField(DateField):
    """A day as the browser's date field sends it; a year of the Buddhist era is taken too."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            year, month, day = (int(part) for part in valuelist[0].split("-"))
            self.data = date(year - BUDDHIST_ERA if year > A_BUDDHIST_YEAR else year, month, day)
        except ValueError as error:
            raise ValueError(str(NO_DAY)) from error


def tick_field(name: Any) -> Any:
    """Boxes to tick; none ticked restricts nothing."""
    return SelectMultipleField(
        name,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        invalid_choice_message=NOT_OFFERED,
    )


class SelectionForm(Form):
    """Which submissions. Sent by GET to count them, and again, hidden, with what starts the run."""

    class Meta(Form.Meta):
        csrf = False  # it changes nothing by itself

    group = tick_field(_l("Mission groups"))
    channel = tick_field(_l("Channels"))
    batch = SelectField(_l("Imported file"), default="", invalid_choice_message=NOT_OFFERED)
    from_date = DayField(_l("From"), [validators.Optional()])
    to_date = DayField(_l("Until and including"), [validators.Optional()])

    def offer(self, groups: Sequence[MissionGroup], imports: Sequence[ImportBatch]) -> None:
        self.group.choices = [(str(g.id), in_language(g, "name")) for g in groups]
        self.group.choices.append((NOT_SURE, _l("not sure, or none given")))
        self.channel.choices = choices(Channel, label)
        self.batch.choices = [("", _l("any"))]
        self.batch.choices += [
            (str(b.id), f"{b.file.name} ({show_date(b.created_at)})") for b in imports
        ]

    def validate_to_date(self, field: Any) -> None:
        if field.data and self.from_date.data and field.data < self.from_date.data:
            raise validators.ValidationError(_l("The last day lies before the first."))

    def selection(self) -> Selection:
        return Selection(
            mission_group_ids=tuple(
                None if value == NOT_SURE else int(value) for value in self.group.data or ()
            ),
            channels=tuple(Channel(value) for value in self.channel.data or ()),
            import_id=int(self.batch.data) if self.batch.data else None,
            from_date=self.from_date.data,
            to_date=self.to_date.data,
        )


def arguments_of(selection: Selection) -> Iterator[tuple[str, str]]:
    """The selection as fields of `SelectionForm`: for hidden inputs and for addresses."""
    for group_id in selection.mission_group_ids:
        yield "group", NOT_SURE if group_id is None else str(group_id)
    for channel in selection.channels:
        yield "channel", channel.value
    if selection.import_id is not None:
        yield "batch", str(selection.import_id)
    for name, day in (("from_date", selection.from_date), ("to_date", selection.to_date)):
        if day:
            yield name, day.isoformat()


def arguments_to_repeat(run: AnalysisRun) -> dict[str, list[str]]:
    """What opens the page of a new run with all that this one was told."""
    again: dict[str, list[str]] = {"title": [run.title], "seed": [str(run.seed)]}
    if run.params.get("topics"):
        again["topics"] = [str(run.params["topics"])]
    for name, value in arguments_of(Selection.from_json(run.selection)):
        again.setdefault(name, []).append(value)
    return again


class RunForm(Form):
    title = StringField(_l("Name of this run"), [required(), at_most(200)])
    topics = IntegerField(
        _l("Number of topics"),
        [
            validators.Optional(),
            validators.NumberRange(
                FEWEST_TOPICS, MOST_TOPICS, _l("A whole number from %(min)s to %(max)s, please.")
            ),
        ],
        invalid_value_message=NOT_WHOLE,
    )
    seed = IntegerField(
        _l("Seed"),
        [
            validators.InputRequired(_l("A whole number, please; 0 will do.")),
            validators.NumberRange(0, LARGEST_SEED, _l("A whole number from 0 up, please.")),
        ],
        default=0,
        invalid_value_message=NOT_WHOLE,
    )


class NameForm(Form):
    name = StringField(_l("Name of the topic"), [at_most(200)])


class NoiseForm(Form):
    reason = TextAreaField(_l("Reason"), [required(), at_most(1000)])


def name_form(topic: Topic) -> NameForm:
    return NameForm(formdata=None, name=topic.name or topic.label)
