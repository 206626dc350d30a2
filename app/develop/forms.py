"""The shape of what people send, and what is said when it does not fit."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    HiddenField,
    RadioField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import InputRequired, ValidationError

from app.core import clock
from app.core.forms import REQUIRED, Form, at_most, required
from app.core.i18n import BUDDHIST_ERA
from app.develop.models import PhaseKind

TITLE_CHARACTERS = 120
BODY_CHARACTERS = 10_000
COMMENT_CHARACTERS = 2_000
REASON_CHARACTERS = 500
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


def a_time() -> InputRequired:
    return InputRequired(message=REQUIRED)


def _check_later(first: Any, second: Any, message: Any) -> None:
    if first.data and second.data and second.data <= first.data:
        raise ValidationError(str(message))


class ChallengeWordsForm(Form):
    """What may still change when a challenge is published."""

    title = StringField(_l("Title"), [required(), says_something, at_most(200)])
    description = TextAreaField(_l("Description"), [at_most(20_000)], filters=[one_kind_of_newline])


class ChallengeForm(ChallengeWordsForm):
    question = StringField(_l("Question"), [required(), says_something, at_most(300)])
    ideas_opens = BangkokTime(_l("Ideas from"), [a_time()])
    ideas_closes = BangkokTime(_l("Ideas until"), [a_time()])
    voting_opens = BangkokTime(_l("Voting from"), [a_time()])
    voting_closes = BangkokTime(_l("Voting until"), [a_time()])

    def validate_ideas_closes(self, field: Any) -> None:
        _check_later(self.ideas_opens, field, _l("Ideas must close after they open."))

    def validate_voting_closes(self, field: Any) -> None:
        _check_later(self.voting_opens, field, _l("Voting must close after it opens."))
        _check_later(self.ideas_opens, field, _l("Voting may not close before ideas open."))
        if field.data and field.data <= clock.now():
            raise ValidationError(_("Voting must close in the future."))

    def windows(self) -> dict[PhaseKind, tuple[datetime, datetime]]:
        return {
            PhaseKind.IDEAS: (self.ideas_opens.data, self.ideas_closes.data),
            PhaseKind.VOTING: (self.voting_opens.data, self.voting_closes.data),
        }


class ExtendForm(Form):
    kind = RadioField(
        _l("Which phase"),
        [InputRequired(message=REQUIRED)],
        choices=[(PhaseKind.IDEAS.value, _l("Ideas")), (PhaseKind.VOTING.value, _l("Voting"))],
    )
    closes_at = BangkokTime(_l("Open until"), [a_time()])
    reason = TextAreaField(_l("Reason"), [required(), says_something, at_most(REASON_CHARACTERS)])
    reopen = BooleanField(_l("The phase is over: open it again"))


class IdeaForm(Form):
    title = StringField(_l("Title"), [required(), says_something, at_most(TITLE_CHARACTERS)])
    body = TextAreaField(
        _l("Your idea"),
        [required(), says_something, at_most(BODY_CHARACTERS)],
        filters=[one_kind_of_newline],
    )
    preview = SubmitField(_l("Preview"))


class CommentForm(Form):
    body = TextAreaField(
        _l("Your comment"),
        [required(), says_something, at_most(COMMENT_CHARACTERS)],
        filters=[one_kind_of_newline],
    )


class ReasonForm(Form):
    reason = TextAreaField(_l("Reason"), [required(), says_something, at_most(REASON_CHARACTERS)])
    next = HiddenField()
