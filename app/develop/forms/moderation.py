"""What members and moderators say about posts: reports, decisions, appeals."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from app.core.forms import CHOOSE, Form, at_most, choices, required
from app.core.labels import label
from app.develop.forms.fields import REASON_CHARACTERS, one_kind_of_newline, says_something
from app.develop.models import Action, AppealOutcome, HouseRule

APPEAL_CHARACTERS = 2_000


def _words(text: Any, most: int = REASON_CHARACTERS, *checks: Any) -> TextAreaField:
    return TextAreaField(text, [*checks, at_most(most)], filters=[one_kind_of_newline])


def _rule_field(empty: Any) -> SelectField:
    return SelectField(
        _l("Rule"), choices=lambda: choices(HouseRule, label, empty=empty), default=""
    )


class ReportForm(Form):
    rule = RadioField(
        _l("Which rule does it break?"),
        [InputRequired(message=CHOOSE)],
        choices=lambda: choices(HouseRule, label),
    )
    note = _words(_l("What should a moderator know?"))


class RuledForm(Form):
    """A published rule, and words to whom it concerns."""

    rule = _rule_field(_l("Choose a rule"))
    note = _words(_l("Your words to the author"), REASON_CHARACTERS, required(), says_something)
    next = HiddenField()

    def validate_rule(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(str(CHOOSE))

    @property
    def house_rule(self) -> HouseRule | None:
        return HouseRule(self.rule.data) if self.rule.data else None


class DecideForm(RuledForm):
    """Hide, with a rule and words; or let stand, with words or without."""

    action = HiddenField()
    note = _words(_l("Your words to the author"))

    @property
    def hides(self) -> bool:
        return bool(self.action.data == Action.HIDE.value)

    def validate_rule(self, field: Any) -> None:
        if self.hides:
            super().validate_rule(field)

    def validate_note(self, field: Any) -> None:
        if self.hides:
            says_something(self, field)

    def validate_action(self, field: Any) -> None:
        if field.data not in (Action.HIDE.value, Action.RELEASE.value):
            raise ValidationError(_("Please choose one of those offered."))


class SanctionForm(RuledForm):
    """A warning, or a suspension for some days."""

    days = SelectField(
        _l("Suspended for"),
        choices=lambda: [
            ("1", _("1 day")), ("7", _("7 days")), ("30", _("30 days")), ("90", _("90 days")),
            ("", _("until a moderator ends it")),
        ],
        default="7",
    )  # fmt: skip
    action = HiddenField()

    def validate_action(self, field: Any) -> None:
        if field.data not in (Action.WARN.value, Action.SUSPEND.value):
            raise ValidationError(_("Please choose one of those offered."))


class ReasonForm(Form):
    """Words alone: to restore a post, to reinstate a person."""

    reason = TextAreaField(_l("Reason"), [required(), says_something, at_most(REASON_CHARACTERS)])
    next = HiddenField()


class AppealForm(Form):
    text = _words(
        _l("Why do you think the decision is wrong?"), APPEAL_CHARACTERS, required(), says_something
    )


class SettleForm(Form):
    outcome = RadioField(
        _l("What becomes of the decision?"),
        [InputRequired(message=CHOOSE)],
        choices=lambda: choices(AppealOutcome, label),
    )
    answer = _words(_l("Your answer"), REASON_CHARACTERS, required(), says_something)
