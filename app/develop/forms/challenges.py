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
    MOST_BAHT,
    REASON_CHARACTERS,
    BangkokTime,
    WholeNumber,
    a_time,
    check_between,
    check_later,
    one_kind_of_newline,
    says_something,
)
from app.develop.models import Ballot, PhaseKind

MOST_VOTES = 1_000


class ChallengeWordsForm(Form):
    """What may still change when a challenge is published."""

    title = StringField(_l("Title"), [required(), says_something, at_most(200)])
    description = TextAreaField(_l("Description"), [at_most(20_000)], filters=[one_kind_of_newline])


BALLOTS = {
    Ballot.SUPPORT: _l("Support: as many ideas as one likes"),
    Ballot.UPDOWN: _l("For or against: as many ideas as one likes"),
    Ballot.LIMITED: _l("A fixed number of votes a person"),
    Ballot.BUDGET: _l("A budget: each person chooses ideas that together cost no more than it"),
}


class ChallengeForm(ChallengeWordsForm):
    question = StringField(_l("Question"), [required(), says_something, at_most(300)])
    ideas_opens = BangkokTime(_l("Ideas from"), [a_time()])
    ideas_closes = BangkokTime(_l("Ideas until"), [a_time()])
    voting_opens = BangkokTime(_l("Voting from"), [a_time()])
    voting_closes = BangkokTime(_l("Voting until"), [a_time()])
    ballot = RadioField(
        _l("How people vote"),
        [InputRequired(message=REQUIRED)],
        choices=[(ballot.value, words) for ballot, words in BALLOTS.items()],
        default=Ballot.SUPPORT.value,
    )
    votes_each = WholeNumber(_l("Votes a person"))
    budget_total = WholeNumber(_l("Budget in baht"))

    def offer(self, *, budget: bool) -> None:
        """The budget ballot is offered or not."""
        self.ballot.choices = [
            (ballot.value, words)
            for ballot, words in BALLOTS.items()
            if budget or ballot is not Ballot.BUDGET
        ]

    def validate_votes_each(self, field: Any) -> None:
        self._check_number(field, Ballot.LIMITED, MOST_VOTES)

    def validate_budget_total(self, field: Any) -> None:
        self._check_number(field, Ballot.BUDGET, MOST_BAHT)

    def _check_number(self, field: Any, ballot: Ballot, most: int) -> None:
        if self.ballot.data != ballot.value:
            return
        if field.data is None and not field.errors:
            raise ValidationError(str(REQUIRED))
        check_between(field, 1, most)

    def terms(self) -> tuple[Ballot, int | None, int | None]:
        """The ballot with its number or total; what was typed for another ballot is left out."""
        ballot = Ballot(self.ballot.data)
        return (
            ballot,
            self.votes_each.data if ballot is Ballot.LIMITED else None,
            self.budget_total.data if ballot is Ballot.BUDGET else None,
        )

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
