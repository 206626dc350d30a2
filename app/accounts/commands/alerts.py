"""Mails that tell somebody what was done with their account, so that a thief is noticed."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import clock, mail
from app.core.i18n import show_datetime
from app.core.pages import path_to


class Event(StrEnum):
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    SECOND_FACTOR_RESET = "second_factor_reset"
    NEW_RECOVERY_CODES = "new_recovery_codes"
    RECOVERY_CODE_USED = "recovery_code_used"
    CODES_GUESSED = "codes_guessed"
    IDENTITY_LINKED = "identity_linked"
    IDENTITY_UNLINKED = "identity_unlinked"
    ADDRESS_CHANGED = "address_changed"


def tell(person: Person, event: Event, *, to: str | None = None, **values: str) -> None:
    """Mail the person what happened, once the caller has committed. `to`: an address they had."""
    with force_locale(person.language):
        mail.send_later(
            to or person.email, _("About the safety of your account"),
            "accounts/mail_security.txt", person=person, what=_words(event) % values,
            when=show_datetime(clock.now()), account=_page("accounts.account"),
            forgotten=_page("accounts.forgotten"),
        )  # fmt: skip


def _page(endpoint: str) -> str:
    return mail.absolute(path_to(endpoint))


def _words(event: Event) -> str:
    words: dict[Event, str] = {
        Event.SECOND_FACTOR_ON: _("Signing in now asks for a code of an authenticator app."),
        Event.SECOND_FACTOR_OFF: _("Signing in no longer asks for a code."),
        Event.SECOND_FACTOR_RESET: _(
            "An administrator removed the code that signing in asked for, and signed you out."
        ),
        Event.NEW_RECOVERY_CODES: _("New recovery codes were made; the old ones are void."),
        Event.RECOVERY_CODE_USED: _("Somebody signed in with one of your recovery codes."),
        Event.CODES_GUESSED: _(
            "Somebody gave your right password, but not the right code. Change your password."
        ),
        Event.IDENTITY_LINKED: _("Signing in with %(provider)s is possible now."),
        Event.IDENTITY_UNLINKED: _("Signing in with %(provider)s is not possible any more."),
        Event.ADDRESS_CHANGED: _("The address of your account was changed to another one."),
    }
    return words[event]
