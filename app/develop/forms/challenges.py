"""A challenge and its dates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, ValidationError

from app.core import clock
from app.core.forms import REQUIRED, Form, at_most, required
from app.develop.forms.fields import (
    REASON_CHARACTERS,
    BangkokTime,
    a_time,
    check_later,
    one_kind_of_newline,
    says_something,
)
from app.develop.models import PhaseKind


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
        check_later(self.ideas_opens, field, _l("Ideas must close after they open."))

    def validate_voting_closes(self, field: Any) -> None:
        check_later(self.voting_opens, field, _l("Voting must close after it opens."))
        check_later(self.ideas_opens, field, _l("Voting may not close before ideas open."))
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
