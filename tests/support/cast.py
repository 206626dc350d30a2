"""The cast: one person a role, whose names tell what they may do.

Mali    member, owns what is called "own"
Mana    member, owns what is called "other's"
Modda   moderator
Ofa     officer of unit คท.
Ana     analyst
Cora    coordinator
Exa     executive
Ada     administrator
Suda    a member who is suspended
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask.testing import FlaskClient

from app.accounts import consent
from app.accounts.identity import email_key
from app.accounts.models import AuthSession, Person, Role, RoleGrant
from app.accounts.tokens import digest
from app.core import clock
from app.core.db import db
from app.missions.models import Unit

ROLES = {
    "mali": None,
    "mana": None,
    "modda": Role.MODERATOR,
    "ofa": Role.OFFICER,
    "ana": Role.ANALYST,
    "cora": Role.COORDINATOR,
    "exa": Role.EXECUTIVE,
    "ada": Role.ADMINISTRATOR,
    "suda": None,
}


@dataclass(frozen=True)
class Cast:
    mali: Person
    mana: Person
    modda: Person
    ofa: Person
    ana: Person
    cora: Person
    exa: Person
    ada: Person
    suda: Person


def make_cast(unit: Unit) -> Cast:
    people = {name: make_person(name, role, unit) for name, role in ROLES.items()}
    people["suda"].suspended_at = clock.now()
    db.session.commit()
    return Cast(**people)


def make_person(name: str, role: Role | None = None, unit: Unit | None = None) -> Person:
    """A person whose password cannot be used; sign them in with `sign_in`. Agreed to the text on
    votes long ago."""
    email = f"{name}@example.org"
    person = Person(
        email=email, email_key=email_key(email), display_name=name.capitalize(), password_hash="!",
        vote_consent=consent.VOTE_VERSION,
    )  # fmt: skip
    if role is not None:
        person.grants.append(
            RoleGrant(role=role, unit_id=unit.id if role is Role.OFFICER else None)
        )
    db.session.add(person)
    db.session.flush()
    return person


def sign_in(client: FlaskClient, person: Person) -> FlaskClient:
    """Give the client a session of the person, as the sign-in page would."""
    token = new_session(person)
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True
        session.permanent = True
    return client


def new_session(person: Person) -> str:
    """A session row, second factor given; returns what a browser's cookie would hold."""
    token = secrets.token_urlsafe(16)
    expires_at = clock.now() + timedelta(days=1)
    db.session.add(
        AuthSession(
            id=digest(token), person_id=person.id, expires_at=expires_at,
            second_factor_at=clock.now(),
        )
    )  # fmt: skip
    db.session.commit()
    return token
