"""What citizens, and staff on their behalf, fill in; and the filters of the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField, validators

from app.accounts.models import ParticipantGroup
from app.core import clock
from app.core.clock import BANGKOK
from app.core.forms import Form, at_least, at_most, choices, required
from app.core.i18n import in_language
from app.core.labels import label
from app.diagnose.forms.analysis import NOT_OFFERED, DayField, SelectionForm, arguments_of
from app.diagnose.models import Channel
from app.diagnose.queries.intake import Wanted
from app.diagnose.rules.intake import FEWEST_CHARACTERS, MOST_CHARACTERS, RECORDED_CHANNELS
from app.missions.models import MissionGroup

MUST_AGREE = _l("We may only keep your words if you agree. Please tick the box.")
LEAVE_EMPTY = _l("Please leave this field empty; it is there to stop machines.")
CLOSED_GROUP = _l("This takes no submissions now. Please choose another, or “not sure”.")
NOT_SAID = _l("rather not say")
NOT_SURE = _l("not sure")


def _plain(value: str | None) -> str | None:
    """Line ends as one character, as the browser counts them."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if value else value


class WordsForm(Form):
    """The fields that every way of writing down a submission shares."""

    text = TextAreaField(
        _l("What would you like to tell us?"),
        [required(), at_least(FEWEST_CHARACTERS), at_most(MOST_CHARACTERS)],
        filters=[_plain],
    )
    mission_group = SelectField(
        _l("What is it about?"), default="", invalid_choice_message=NOT_OFFERED
    )
    participant_group = SelectField(
        _l("You speak as"), default="", invalid_choice_message=NOT_OFFERED
    )

    def offer(self, groups: Sequence[MissionGroup]) -> None:
        self._groups = {group.slug: group for group in groups}
        names = [(group.slug, in_language(group, "name")) for group in groups]
        self.mission_group.choices = [("", NOT_SURE), *names]
        self.participant_group.choices = choices(ParticipantGroup, label, NOT_SAID)

    def words(self) -> dict[str, Any]:
        group = self._groups.get(self.mission_group.data)
        said_as = self.participant_group.data
        return {
            "text": self.text.data,
            "mission_group_id": group.id if group else None,
            "participant_group": ParticipantGroup(said_as) if said_as else None,
        }


class SubmitForm(WordsForm):
    """The public form. Mission groups whose stage is closed are not offered."""

    mission_group = SelectField(
        _l("What is it about?"), default="", invalid_choice_message=CLOSED_GROUP
    )
    agree = BooleanField(
        _l("I agree that the office keeps what I wrote and uses it to make policy"),
        [validators.DataRequired(message=MUST_AGREE)],
    )
    homepage = StringField(
        _l("Leave this empty"), [validators.Length(max=0, message=LEAVE_EMPTY)], default=""
    )
    """A trap: people do not see it, machines fill it in."""


class RecordForm(WordsForm):
    """What staff write down on somebody's behalf."""

    channel = SelectField(_l("How it reached us"), invalid_choice_message=NOT_OFFERED)
    said_on = DayField(_l("Said on"), [validators.Optional()])
    told = BooleanField(
        _l("The person knows that the office keeps these words and uses them to make policy"),
        [validators.DataRequired(message=_l("Please tell the person first, then tick the box."))],
    )

    def offer(self, groups: Sequence[MissionGroup]) -> None:
        super().offer(groups)
        self.text.label.text = _l("What was said")
        self.mission_group.label.text = _l("Mission group")
        self.participant_group.label.text = _l("Who said it")
        self.channel.choices = [(channel.value, label(channel)) for channel in RECORDED_CHANNELS]

    def validate_said_on(self, field: Any) -> None:
        if field.data and field.data > clock.now().astimezone(BANGKOK).date():
            raise validators.ValidationError(_l("This day lies ahead of us."))

    def words(self) -> dict[str, Any]:
        return super().words() | {"channel": Channel(self.channel.data), "said_at": self._said_at()}

    def _said_at(self) -> datetime | None:
        day, now = self.said_on.data, clock.now()
        if day is None or day == now.astimezone(BANGKOK).date():
            return None
        return datetime.combine(day, time(), BANGKOK)


class FilterForm(SelectionForm):
    """Which submissions the list shows; lives in the address."""

    participant = SelectField(
        _l("Participant group"), default="", invalid_choice_message=NOT_OFFERED
    )
    q = StringField(_l("Words in the text"), [at_most(200)], filters=[_plain])

    def offer(self, *args: Any) -> None:
        super().offer(*args)
        self.participant.choices = choices(ParticipantGroup, label, _l("any"))

    def wanted(self) -> Wanted:
        said_as = self.participant.data
        return Wanted(
            selection=self.selection(),
            participant_group=ParticipantGroup(said_as) if said_as else None,
            words=self.q.data or "",
        )


def arguments_of_list(wanted: Wanted) -> Iterator[tuple[str, str]]:
    """The filters as they stand in an address."""
    yield from arguments_of(wanted.selection)
    if wanted.participant_group is not None:
        yield "participant", wanted.participant_group.value
    if wanted.words:
        yield "q", wanted.words
