"""Accounts: made, changed, suspended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts import consent, passwords, queries, rules
from app.accounts.commands.access import revoke_sessions
from app.accounts.commands.notices import notify
from app.accounts.commands.roles import add_grant, keep_an_administrator
from app.accounts.identity import email_key
from app.accounts.models import Consent, ParticipantGroup, Person, Purpose, Role
from app.accounts.refusals import Why
from app.accounts.tokens import sign_up_token
from app.core import audit, clock, mail
from app.core.actors import Actor
from app.core.db import db
from app.core.pages import path_to
from app.core.refusals import Refused, require


def request_sign_up(email: str) -> None:
    """Mail a link that begins an account. Where there is one, its owner is told so instead."""
    owner = queries.person_by_email(email)
    if owner is not None:
        with force_locale(owner.language):
            _tell_owner(owner)
        return
    link = mail.absolute(url_for("accounts.complete_sign_up", token=sign_up_token(email)))
    mail.send_later(email, _("Your account on Ruamkid"), "accounts/mail_sign_up.txt", link=link)


def _tell_owner(owner: Person) -> None:
    mail.send_later(
        owner.email, _("You have an account already"), "accounts/mail_known.txt", person=owner,
        sign_in=mail.absolute(url_for("accounts.sign_in")),
        forgotten=mail.absolute(url_for("accounts.forgotten")),
    )  # fmt: skip


def complete_sign_up(
    *, email: str, display_name: str, password: str | None, participant_group: ParticipantGroup,
    language: str,
) -> Person:  # fmt: skip
    """Make the account of somebody who proved the address and agreed to the present text.

    `password` None: a provider vouches for them. Raises `Refused` where the address has an account
    by now.
    """
    hashed = passwords.unusable() if password is None else passwords.hash_password(password)
    person = _add_person(email, display_name, hashed, participant_group, language)
    db.session.add(Consent(person_id=person.id, purpose=Purpose.ACCOUNT, version=consent.VERSION))
    audit.record(person, "account.sign_up", person, after={"consent": consent.VERSION})
    return person


def create_person(
    actor: Actor | None,
    *,
    email: str,
    display_name: str,
    password: str | None = None,
    participant_group: ParticipantGroup = ParticipantGroup.CITIZEN,
    language: str = "th",
    role: Role | None = None,
    unit_id: int | None = None,
) -> Person:
    """Make an account for somebody else; without a password, they set one by a reset link.

    `actor` None is the platform itself. Raises `Refused` where the address has an account.
    """
    require(actor is None or rules.can_manage_people(actor), Why.NOT_ALLOWED)
    hashed = passwords.unusable() if password is None else passwords.hash_password(password)
    person = _add_person(email, display_name, hashed, participant_group, language)
    audit.record(actor, "account.create", person)
    if role is not None and role is not Role.MEMBER:
        add_grant(actor, person, role, unit_id)
    return person


def change_profile(
    person: Person, *, display_name: str, language: str, participant_group: ParticipantGroup
) -> None:
    before = _profile(person)
    person.display_name, person.language = display_name, language
    person.participant_group = participant_group
    db.session.flush()
    if _profile(person) != before:
        audit.record(person, "account.profile", person, before=before, after=_profile(person))


def suspend(actor: Actor, person: Person, reason: str, until: datetime | None = None) -> None:
    """Take part in nothing `until` then, or until reinstated; signed out everywhere.

    Tells nobody: who calls it does. Raises `Refused`. Two at once: the second finds it done.
    """
    require(not rules.is_oneself(actor, person), Why.ONESELF)
    require(rules.can_suspend(actor, person), Why.NOT_ALLOWED)
    keep_an_administrator(without=person)
    now = clock.now()
    free = sa.or_(Person.suspended_at.is_(None), Person.suspended_until <= now)
    _change_suspension(person, free, suspended_at=now, suspended_until=until)
    after = {
        "suspended": True,
        "until": until.isoformat() if until else None,
        "sessions_ended": revoke_sessions(person),
    }
    audit.record(actor, "account.suspend", person, after=after, reason=reason)


def reinstate(actor: Actor, person: Person, reason: str) -> None:
    """Raises `Refused` where the person is not suspended, or not for this actor to reinstate."""
    require(rules.can_suspend(actor, person), Why.NOT_ALLOWED)
    still = Person.suspended_at.is_not(None)
    _change_suspension(person, still, suspended_at=None, suspended_until=None)
    audit.record(actor, "account.reinstate", person, after={"suspended": False}, reason=reason)


def suspend_by_office(actor: Actor, person: Person, reason: str) -> None:
    """By an administrator, until reinstated. The person is told why. Raises `Refused`."""
    suspend(actor, person, reason)
    _tell(person, "account.suspend", reason)


def reinstate_by_office(actor: Actor, person: Person, reason: str) -> None:
    """By an administrator; the person is told. Raises `Refused`."""
    reinstate(actor, person, reason)
    _tell(person, "account.reinstate", reason)


def _tell(person: Person, kind: str, reason: str) -> None:
    """Their account's page says the same, whatever becomes of the news."""
    about, path = f"account {person.id}", path_to("accounts.account")
    notify([person], kind, about=about, title="", path=path, reason=reason)


def _change_suspension(
    person: Person, still: sa.ColumnElement[bool], **values: datetime | None
) -> None:
    change = sa.update(Person).where(Person.id == person.id, still).values(values)
    done: Any = db.session.execute(change.execution_options(synchronize_session=False))
    require(done.rowcount == 1, Why.NOTHING_TO_DO)
    db.session.refresh(person, list(values))


def _add_person(
    email: str, display_name: str, password_hash: str, group: ParticipantGroup, language: str
) -> Person:
    person = Person(
        email=email, email_key=email_key(email), display_name=display_name,
        password_hash=password_hash, participant_group=group, language=language,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except sa.exc.IntegrityError:
        raise Refused(Why.ADDRESS_TAKEN) from None
    return person


def _profile(person: Person) -> dict[str, str]:
    return {
        "display_name": person.display_name,
        "language": person.language,
        "participant_group": person.participant_group.value,
    }
