"""What people fill in about themselves."""

from __future__ import annotations

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import AnyOf, InputRequired

from app.accounts import queries
from app.accounts.identity import email_key, visible_name
from app.accounts.models import ParticipantGroup
from app.accounts.passwords import MOST as MOST_OF_PASSWORD
from app.accounts.passwords import weakness
from app.core.forms import REQUIRED, Form, at_least, at_most, choices, required
from app.core.i18n import LANGUAGES
from app.core.labels import label

MOST_OF_ADDRESS, MOST_OF_NAME = 254, 80
PASSWORD = _l("Password")
NEW_PASSWORD = _l("New password")
WITHOUT_CONSENT = _l(
    "An account needs your consent. Without it you can still send opinions as a guest."
)


def one_of(values: Any) -> AnyOf:
    return AnyOf(tuple(values), message=_l("Please choose one of these."))


def needed() -> InputRequired:
    """For what is taken exactly as typed: a password of blanks is a password."""
    return InputRequired(message=REQUIRED)


def an_address(form: Form, field: Field) -> None:
    """Replaces what was typed by its usual spelling (`Name@EXAMPLE.org` → `Name@example.org`)."""
    try:
        found = validate_email(field.data or "", check_deliverability=False)
    except EmailNotValidError:
        raise ValidationError(_("Write an e-mail address such as name@example.org.")) from None
    if len(email_key(found.normalized)) > MOST_OF_ADDRESS:
        raise ValidationError(_("Write an e-mail address such as name@example.org."))
    field.data = found.normalized


def _shown(value: str | None) -> str | None:
    return visible_name(value) if value else value


def password_field(label_: Any) -> PasswordField:
    return PasswordField(label_, [needed(), at_most(MOST_OF_PASSWORD)])


def name_field() -> StringField:
    return StringField(
        _l("Display name"), [required(), at_least(2), at_most(MOST_OF_NAME)], filters=[_shown]
    )


def group_field() -> RadioField:
    return RadioField(
        _l("You take part as"),
        [one_of(ParticipantGroup)],
        choices=lambda: choices(ParticipantGroup, label),
        default=ParticipantGroup.CITIZEN.value,
        validate_choice=False,
    )


def language_field() -> SelectField:
    return SelectField(
        _l("Language of pages and mails"),
        [one_of(LANGUAGES)],
        choices=list(LANGUAGES.items()),
        validate_choice=False,
    )


class SignInForm(Form):
    email = StringField(_l("E-mail address"), [required(), at_most(MOST_OF_ADDRESS)])
    password = password_field(PASSWORD)
    next = HiddenField()


class AddressForm(Form):
    """Where to mail a link: to begin an account, or to set a new password."""

    email = EmailField(_l("E-mail address"), [required(), at_most(MOST_OF_ADDRESS), an_address])


class NewPasswordForm(Form):
    """A password somebody chooses. `names` is what it must not be made of."""

    password = password_field(NEW_PASSWORD)

    def __init__(self, *names: str, **values: Any) -> None:
        super().__init__(**values)
        self.names = names

    def validate_password(self, field: Field) -> None:
        why = None if field.errors else weakness(field.data or "", *self.names)
        if why is not None:
            raise ValidationError(label(why))


class NamedForm(Form):
    """Nobody bears a name that readers take for one of the office's."""

    display_name = name_field()
    person_id: int | None = None

    def validate_display_name(self, field: Field) -> None:
        if queries.is_name_of_staff(field.data or "", self.person_id):
            raise ValidationError(_("The office's staff bear this name. Choose another one."))


class SignUpForm(NamedForm):
    """What is asked of somebody who has proved the address."""

    participant_group = group_field()
    language = language_field()
    consent = BooleanField(
        _l("I have read the privacy notice and agree that my data are kept for my account."),
        [InputRequired(message=WITHOUT_CONSENT)],
    )


class CompleteSignUpForm(NewPasswordForm, SignUpForm):
    """The same with a password, which somebody whom a provider vouches for does without."""

    password = password_field(PASSWORD)

    def validate_password(self, field: Field) -> None:
        self.names = (*self.names, self.display_name.data or "")
        super().validate_password(field)


class ProfileForm(NamedForm):
    participant_group = group_field()
    language = language_field()


class PasswordForm(NewPasswordForm):
    present = password_field(_l("Present password"))


class AgainForm(Form):
    """Before what a thief at an open browser would do: the password once more."""

    present = password_field(_l("Your password"))


class EraseForm(AgainForm):
    words = BooleanField(_l("Remove my words too: the texts of my ideas, comments and opinions."))
    sure = BooleanField(
        _l("I know that this cannot be undone."),
        [InputRequired(message=_l("Please tick this, if you are sure."))],
    )


class CodeForm(Form):
    code = StringField(_l("Code"), [required(), at_most(40)])


class NewAddressForm(AgainForm):
    email = EmailField(_l("New e-mail address"), [required(), at_most(MOST_OF_ADDRESS), an_address])
