"""The reader's words for the enums of this slice."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.models import DigestEvery, ParticipantGroup, Purpose, Role
from app.accounts.passwords import Weakness
from app.accounts.refusals import Why

LABELS: dict[StrEnum, Any] = {
    Role.MEMBER: _l("member"),
    Role.MODERATOR: _l("moderator"),
    Role.OFFICER: _l("officer"),
    Role.ANALYST: _l("analyst"),
    Role.COORDINATOR: _l("coordinator"),
    Role.EXECUTIVE: _l("executive"),
    Role.ADMINISTRATOR: _l("administrator"),
    ParticipantGroup.CITIZEN: _l("citizen"),
    ParticipantGroup.GOVERNMENT: _l("government"),
    ParticipantGroup.BUSINESS: _l("business"),
    ParticipantGroup.STAKEHOLDER: _l("stakeholder"),
    DigestEvery.DAY: _l("every day, in the morning"),
    DigestEvery.WEEK: _l("every week, on Monday morning"),
    DigestEvery.NEVER: _l("never"),
    Purpose.ACCOUNT: _l("keeping an account"),
    Purpose.SUBMISSION: _l("sending an opinion"),
    Purpose.VOTE: _l("voting"),
    Weakness.TOO_SHORT: _l("Use at least 10 characters; a short sentence is easy to remember."),
    Weakness.TOO_LONG: _l("Use at most 200 characters."),
    Weakness.ONLY_A_NUMBER: _l("A number alone is easy to guess. Add some words."),
    Weakness.REPETITION: _l("This repeats the same few characters. Use different words."),
    Weakness.ROW_OF_KEYS: _l("This follows the keyboard or the alphabet. Use different words."),
    Weakness.COMMON: _l("Many people use this one, so it is tried first. Use different words."),
    Weakness.NAMES_YOU: _l("This is made of your name or address. Use words others cannot know."),
    Why.NOT_ALLOWED: _l("This is not open to you."),
    Why.ADDRESS_TAKEN: _l("There is an account with this address already. Please sign in."),
    Why.LINK_DEAD: _l("This link has been used or has expired. Please ask for a new one."),
    Why.NOT_THE_PASSWORD: _l("This is not your present password."),
    Why.OFFICER_NEEDS_UNIT: _l("Choose the unit of the officer."),
    Why.HELD_ALREADY: _l("The person holds this role already."),
    Why.NOT_HELD: _l("The person does not hold this role any more."),
    Why.LAST_ADMINISTRATOR: _l("This is the last administrator. Make another one first."),
    Why.OWN_ADMINISTRATION: _l("Ask another administrator to take this role from you."),
    Why.ONESELF: _l("You cannot suspend yourself."),
    Why.NOTHING_TO_DO: _l("That had been done already."),
    Why.NOT_THE_CODE: _l("This code is not right, or it has been used. Wait for the next one."),
    Why.STAFF_NEED_IT: _l("Your role needs the second step. You can move it to another device."),
    Why.LINKED_ELSEWHERE: _l("This identity is linked to another account. Sign in with it there."),
    Why.LINKED_ALREADY: _l("Your account is linked already. Remove that link first."),
}

EVENTS: dict[str, Any] = {
    "account.sign_up": _l("The account was made"),
    "account.create": _l("The account was made"),
    "account.profile": _l("Name, group or language changed"),
    "account.password_change": _l("Password changed"),
    "account.password_reset": _l("Password set by a mailed link"),
    "account.address_change": _l("E-mail address changed"),
    "account.suspend": _l("Account suspended"),
    "account.reinstate": _l("Account opened again"),
    "account.export": _l("A copy of your data was made"),
    "second_factor.set_up": _l("Second step set up"),
    "second_factor.remove": _l("Second step turned off"),
    "second_factor.reset": _l("Second step removed by an administrator"),
    "second_factor.new_codes": _l("New recovery codes made"),
    "second_factor.recovery_code": _l("Signed in with a recovery code"),
    "identity.link": _l("Another way to sign in linked"),
    "identity.unlink": _l("Another way to sign in removed"),
    "session.revoke": _l("Signed out"),
    "session.revoke_others": _l("Signed out everywhere else"),
    "role.grant": _l("Role given"),
    "role.revoke": _l("Role taken back"),
}
"""What the audit log says of an account, in its owner's words."""
