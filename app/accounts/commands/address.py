"""Another e-mail address for an account: only who reads its mail can give it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts import queries
from app.accounts.commands.access import revoke_sessions, void_resets
from app.accounts.commands.alerts import Event, tell
from app.accounts.identity import email_key
from app.accounts.models import Person
from app.accounts.refusals import Why
from app.accounts.tokens import address_token
from app.core import audit, mail
from app.core.db import db
from app.core.pages import path_to
from app.core.refusals import Refused, require


def request_address(person: Person, email: str) -> None:
    """Mail a link to the new address. Where it has an account, its owner is told so instead."""
    owner = queries.person_by_email(email)
    if owner is not None and owner.id != person.id:
        with force_locale(owner.language):
            mail.send_later(
                owner.email, _("You have an account already"), "accounts/mail_address_known.txt",
                person=owner,
            )  # fmt: skip
        return
    token = address_token(person, email)
    path = path_to("accounts.confirm_address", token=token)
    with force_locale(person.language):
        mail.send_later(
            email, _("Your new address on Ruamkid"), "accounts/mail_address.txt",
            link=mail.absolute(path),  # and no name: nobody knows yet whose address it is
        )  # fmt: skip


def change_address(person: Person, email: str) -> None:
    """By the person, who has shown that they read the address's mail.

    Ends their other sessions and all links to set a password; tells the address that they had.
    Raises `Refused`: it has another account by now, or the account was changed meanwhile.
    """
    old, old_key, key = person.email, person.email_key, email_key(email)
    as_it_was = sa.update(Person).where(Person.id == person.id, Person.email_key == old_key)
    try:
        with db.session.begin_nested():
            done: Any = db.session.execute(as_it_was.values(email=email, email_key=key))
    except sa.exc.IntegrityError:
        raise Refused(Why.ADDRESS_TAKEN) from None
    require(done.rowcount == 1, Why.LINK_DEAD)
    void_resets(person)
    revoke_sessions(person, kept=person.auth_session)
    audit.record(person, "account.address_change", person)  # without the addresses: see erasure
    tell(person, Event.ADDRESS_CHANGED, to=old)
