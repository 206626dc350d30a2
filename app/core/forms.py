"""What every form shares: CSRF, and WTForms' own messages in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import validators

REQUIRED = _l("Please fill this in.")
CHOOSE = _l("Please choose one.")


# WTForms' own messages; it has none in Thai.
MESSAGES = {
    "Not a valid choice.": _l("Please choose one of those offered."),
    "Invalid Choice: could not coerce.": _l("Please choose one of those offered."),
    "Not a valid integer value.": _l("Give a whole number."),
    "Not a valid date value.": _l("Give a day, such as 2026-12-31."),
    "Not a valid datetime value.": _l("Give a day and a time, such as 2026-12-31 16:30."),
    "This field is required.": REQUIRED,
    "'%(value)s' is not a valid choice for this field.": _l("Please choose one of those offered."),
    "Number must be at least %(min)s.": _l("Give a number of %(min)s or more."),
    "Number must be at most %(max)s.": _l("Give a number of %(max)s or less."),
    "Number must be between %(min)s and %(max)s.": _l("Give a number from %(min)s to %(max)s."),
    "Invalid email address.": _l("Give an e-mail address, such as name@example.org."),
    "Not a valid decimal value.": _l("Give a number."),
    "Not a valid float value.": _l("Give a number."),
}


class Translated:
    """What WTForms asks for its messages."""

    def gettext(self, message: str) -> str:
        return str(MESSAGES.get(message, message))

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one) if count == 1 or one in MESSAGES else many


class Form(FlaskForm):
    """The base of our forms. Text arrives without blanks around it."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> Translated:
            return Translated()

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            filters = unbound_field.kwargs.get("filters", [])
            if unbound_field.field_class.__name__ in ("StringField", "TextAreaField", "EmailField"):
                unbound_field.kwargs["filters"] = [_strip, *(f for f in filters if f is not _strip)]
            return unbound_field.bind(form=form, **options)


# They turn the direction of what follows: "gpj.exe" reads as "exe.jpg". Thai and English need none.
_TURNS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def _strip(value: Any) -> Any:
    # PostgreSQL keeps no zero character in a text
    return value.replace("\x00", "").translate(_TURNS).strip() if isinstance(value, str) else value


def required() -> validators.DataRequired:
    return validators.DataRequired(message=REQUIRED)


def at_most(characters: int) -> validators.Length:
    message = _l("At most %(max)d characters, please.")
    return validators.Length(max=characters, message=message)


def at_least(characters: int) -> validators.Length:
    message = _l("At least %(min)d characters, please.")
    return validators.Length(min=characters, message=message)


def choices(members: Any, label: Callable[[Any], Any], empty: Any = None) -> list[tuple[str, Any]]:
    """The choices of a SelectField from a StrEnum's members."""
    first = [("", empty)] if empty is not None else []
    return first + [(member.value, label(member)) for member in members]
