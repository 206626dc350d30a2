"""Named reads of people, sessions and links."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import lazyload

from app.accounts import passwords
from app.accounts.identity import email_key
from app.accounts.models import AuthSession, Consent, PasswordReset, Person, Purpose
from app.accounts.tokens import digest
from app.core import clock
from app.core.db import db, reading
from app.core.paging import Page, paginate


def person_by_email(email: str) -> Person | None:
    """The account of an address, however its owner spells it."""
    return db.session.scalar(sa.select(Person).where(Person.email_key == email_key(email)))


def authenticate(email: str, password: str) -> Person | None:
    """The person, if it is their password. A known and an unknown address take the same time.

    Ends the transaction before it hashes, which takes long: on SQLite nobody else could write.
    """
    with reading():
        wanted = sa.select(Person.id, Person.password_hash)
        found = db.session.execute(wanted.where(Person.email_key == email_key(email))).first()
    if not passwords.matches(found.password_hash if found else None, password) or not found:
        return None
    person = db.session.get_one(Person, found.id)
    return person if person.password_hash == found.password_hash else None


def live_sessions(person: Person) -> sa.Select[AuthSession]:
    return sa.select(AuthSession).where(
        AuthSession.person_id == person.id,
        AuthSession.revoked_at.is_(None),
        AuthSession.expires_at > clock.now(),
    )


def sessions_page(person: Person, number: int) -> Page[AuthSession]:
    """Where the person is signed in, last seen first."""
    latest = live_sessions(person).order_by(AuthSession.last_seen_at.desc(), AuthSession.id)
    return paginate(latest.options(lazyload(AuthSession.person)), number)


def usable_reset(token: str) -> PasswordReset | None:
    """The request behind a link that can still be used."""
    return db.session.scalar(
        sa.select(PasswordReset).where(
            PasswordReset.token_hash == digest(token),
            PasswordReset.used_at.is_(None),
            PasswordReset.expires_at > clock.now(),
        )
    )


def account_consent(person: Person) -> Consent | None:
    """What the person agreed to last, for their account."""
    return db.session.scalar(
        sa.select(Consent)
        .where(Consent.person_id == person.id, Consent.purpose == Purpose.ACCOUNT)
        .order_by(Consent.id.desc())
        .limit(1)
    )
