"""What an administrator fills in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import AnyOf, Optional

from app.accounts.models import Role
from app.admin.queries import SUSPENDED, AuditFilter
from app.admin.words import JOBS, OBJECTS, said
from app.core.days import Day, not_too_early, today
from app.core.forms import Form, at_least, at_most, choices, required
from app.core.labels import label
from app.core.models import JobState
from app.missions.models import Unit

GRANTED = tuple(role for role in Role if role is not Role.MEMBER)


class Filter(Form):
    """A list's filters, out of the address."""

    class Meta(Form.Meta):
        csrf = False


def any_of(members: Iterable[Any]) -> Any:
    return lambda: choices(members, label, empty=_("all"))


def coded(codes: Iterable[str], words: dict[str, Any]) -> list[tuple[str, Any]]:
    return [("", _("all")), *((code, said(words, code)) for code in codes)]


class PeopleFilter(Filter):
    q = StringField(_l("Name or e-mail address"))
    role = SelectField(
        _l("Role"),
        choices=lambda: [*choices(Role, label, empty=_("all")), (SUSPENDED, _("suspended"))],
        validate_choice=False,
    )


class JobsFilter(Filter):
    state = SelectField(_l("State"), choices=any_of(JobState), validate_choice=False)
    kind = SelectField(_l("Kind"), validate_choice=False)

    def __init__(self, kinds: Iterable[str], **values: Any) -> None:
        super().__init__(**values)
        self.kind.choices = coded(kinds, JOBS)


class AuditLogFilter(Filter):
    actor = StringField(_l("Who (name, address, or “system”)"))
    action = StringField(_l("Action, or its beginning"))
    object_type = SelectField(_l("Kind of object"), validate_choice=False)
    object_id = StringField(_l("Number of the object"))
    since = Day(_l("From day"), [Optional(), not_too_early])
    until = Day(_l("To day"), [Optional(), not_too_early])

    def __init__(self, object_types: Iterable[str], **values: Any) -> None:
        super().__init__(**values)
        self.object_type.choices = coded(object_types, OBJECTS)

    def chosen(self) -> AuditFilter:
        """What was asked for. Days that cannot be read are left out, and told by `errors`."""
        self.validate()
        until = _understood(self.until)
        return AuditFilter(
            actor=self.actor.data or "",
            action=self.action.data or "",
            object_type=self.object_type.data or "",
            object_id=self.object_id.data or "",
            since=_understood(self.since),
            until=min(until, today()) if until else None,
        )


def _understood(field: Day) -> date | None:
    """The day, where it is one; what the field shows then is of the Gregorian calendar."""
    if field.errors:
        return None
    field.raw_data = None
    chosen: date | None = field.data
    return chosen


class GrantForm(Form):
    role = SelectField(
        _l("Role"),
        [AnyOf(GRANTED, message=_l("Choose a role."))],
        choices=lambda: choices(GRANTED, label, empty=_("choose")),
        validate_choice=False,
    )
    unit_id = SelectField(_l("Unit, for an officer"), validate_choice=False)

    def __init__(self, units: Iterable[Unit], **values: Any) -> None:
        super().__init__(**values)
        self.unit_id.choices = [("", _("no unit")), *((str(unit.id), unit.code) for unit in units)]

    def validate_unit_id(self, field: Field) -> None:
        if self.role.data != Role.OFFICER:
            return
        if not field.data or field.data not in dict(field.choices):
            raise ValidationError(_("An officer is an officer of a unit: choose one."))

    @property
    def unit(self) -> int | None:
        return int(self.unit_id.data) if self.role.data == Role.OFFICER else None


class RevokeForm(Form):
    """Which grant to take back."""

    grant_id = IntegerField("", [Optional()], widget=HiddenField.widget)


class ReasonForm(Form):
    reason = TextAreaField(_l("Reason"), [required(), at_least(5), at_most(1000)])
