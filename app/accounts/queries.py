"""Named reads of people, sessions and links."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import lazyload

from app.accounts import passwords
from app.accounts.identity import RESERVED_NAMES, email_key, name_key, spelling_key
from app.accounts.models import (
    AuthenticatorApp,
    AuthSession,
    Consent,
    LinkedIdentity,
    PasswordReset,
    Person,
    Purpose,
    RecoveryCode,
)
from app.accounts.tokens import digest
from app.core import clock
from app.core.db import db, reading
from app.core.models import AuditEntry
from app.core.paging import Page, paginate


def person_by_email(email: str) -> Person | None:
    """The account of an address, however its owner spells it."""
    found: Person | None = db.session.scalar(_with_address(sa.select(Person), email))
    return found


def _with_address(query: Any, email: str) -> Any:
    """Their own spelling first: accounts from before two addresses counted as one keep theirs."""
    own = spelling_key(email)
    found = query.where(Person.email_key.in_({own, email_key(email)}))
    return found.order_by((Person.email_key == own).desc()).limit(1)


def authenticate(email: str, password: str) -> Person | None:
    """The person, if it is their password. A known and an unknown address take the same time.

    Ends the transaction before it hashes, which takes long: on SQLite nobody else could write.
    """
    with reading():
        wanted = sa.select(Person.id, Person.password_hash)
        found = db.session.execute(_with_address(wanted, email)).first()
    if not passwords.matches(found.password_hash if found else None, password) or not found:
        return None
    person = db.session.get_one(Person, found.id)
    return person if person.password_hash == found.password_hash else None


def is_name_of_staff(name: str, person_id: int | None) -> bool:
    """Whether readers would take the name for the office's, or for one of its staff's.

    `person_id`: who wants to bear it; staff keep their own names.
    """
    holders = sa.select(Person.id, Person.display_name).where(Person.grants.any())
    staff = {row.id: name_key(row.display_name) for row in db.session.execute(holders)}
    key = name_key(name)
    if person_id in staff:
        return False
    return key in RESERVED_NAMES or key in staff.values()


def live_sessions_count(person: Person) -> int:
    live = sa.select(sa.func.count()).select_from(_live_sessions(person).subquery())
    return db.session.scalar(live) or 0


def _live_sessions(person: Person) -> sa.Select[AuthSession]:
    return sa.select(AuthSession).where(
        AuthSession.person_id == person.id,
        AuthSession.revoked_at.is_(None),
        AuthSession.expires_at > clock.now(),
    )


def sessions_page(person: Person, number: int) -> Page[AuthSession]:
    """Where the person is signed in, last seen first."""
    latest = _live_sessions(person).order_by(AuthSession.last_seen_at.desc(), AuthSession.id)
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


def consents_page(person: Person, number: int) -> Page[Consent]:
    """All that the person agreed to, newest first."""
    given = sa.select(Consent).where(Consent.person_id == person.id)
    return paginate(given.order_by(Consent.id.desc()), number)


def authenticator_app(person: Person) -> AuthenticatorApp | None:
    """What makes the codes that signing in asks the person for."""
    return db.session.get(AuthenticatorApp, person.id)


def recovery_codes_left(person: Person) -> int:
    unused = sa.select(sa.func.count(RecoveryCode.id)).where(
        RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None)
    )
    return db.session.scalar(unused) or 0


def identities(person: Person) -> Sequence[LinkedIdentity]:
    """The OpenID providers that the person signs in with."""
    mine = sa.select(LinkedIdentity).where(LinkedIdentity.person_id == person.id)
    return db.session.scalars(mine.order_by(LinkedIdentity.provider)).all()


def person_by_identity(provider: str, subject_hash: str) -> Person | None:
    """The account that is linked to somebody whom the provider vouches for."""
    return db.session.scalar(
        sa.select(Person)
        .join(LinkedIdentity)
        .where(LinkedIdentity.provider == provider, LinkedIdentity.subject_hash == subject_hash)
    )


def reason_of_suspension(person: Person) -> str | None:
    """Why the account was suspended last."""
    about = (AuditEntry.object_type == Person.__tablename__, AuditEntry.object_id == str(person.id))
    last = sa.select(AuditEntry.reason).where(*about, AuditEntry.action == "account.suspend")
    return db.session.scalar(last.order_by(AuditEntry.id.desc()).limit(1))


ACCOUNT_EVENTS = ("account.%", "second_factor.%", "identity.%", "session.%", "role.%")


def account_history(person: Person, number: int) -> Page[AuditEntry]:
    """What was done with the account itself, newest first: by its owner or an administrator."""
    about = (AuditEntry.object_type == Person.__tablename__, AuditEntry.object_id == str(person.id))
    kinds = sa.or_(*(AuditEntry.action.like(kind) for kind in ACCOUNT_EVENTS))
    own = sa.and_(AuditEntry.object_type == AuthSession.__tablename__,
                  AuditEntry.actor_id == person.id)  # fmt: skip
    found = sa.select(AuditEntry).where(sa.or_(sa.and_(*about, kinds), own))
    return paginate(found.order_by(AuditEntry.id.desc()), number)
