"""What accounts hold of a person, in the words of the person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts import oidc, personal_data
from app.accounts.devices import device_name
from app.accounts.models import (
    AuthenticatorApp,
    AuthSession,
    Consent,
    LinkedIdentity,
    Notification,
    Person,
)
from app.accounts.notices import say
from app.core.db import db
from app.core.models import AuditEntry

Row = personal_data.Row


@personal_data.contribute("account", _l("Your account"))
def account(person: Person) -> Iterator[Row]:
    app = db.session.get(AuthenticatorApp, person.id)
    yield {
        "number": person.id,
        "email": person.email,
        "display_name": person.display_name,
        "participant_group": person.participant_group,
        "language": person.language,
        "made_at": person.created_at,
        "suspended_at": person.suspended_at,
        "digest_every": person.digest_every,
        "second_step_since": app.confirmed_at if app else None,
    }


@personal_data.contribute("roles", _l("Your roles"))
def roles(person: Person) -> Iterator[Row]:
    for grant in person.grants:
        yield {"role": grant.role, "unit": grant.unit_id, "given_at": grant.granted_at}


@personal_data.contribute("consents", _l("What you agreed to"))
def consents(person: Person) -> Iterator[Row]:
    for row in _own(Consent, person):
        yield {
            "purpose": row.purpose, "version": row.version, "given_at": row.given_at,
            "withdrawn_at": row.withdrawn_at,
        }  # fmt: skip


@personal_data.contribute("identities", _l("Other ways to sign in"))
def identities(person: Person) -> Iterator[Row]:
    for row in _own(LinkedIdentity, person):
        yield {"provider": oidc.name_of(row.provider), "linked_at": row.linked_at}


@personal_data.contribute("sessions", _l("Where you signed in"))
def sessions(person: Person) -> Iterator[Row]:
    for row in _own(AuthSession, person, AuthSession.created_at):
        yield {
            "browser": device_name(row.user_agent), "user_agent": row.user_agent,
            "signed_in_at": row.created_at, "last_seen_at": row.last_seen_at,
            "ends_at": row.revoked_at or row.expires_at,
            "second_step_at": row.second_factor_at,
        }  # fmt: skip


@personal_data.contribute("news", _l("News we told you"))
def news(person: Person) -> Iterator[Row]:
    for row in _own(Notification, person):
        yield {
            "at": row.created_at, "about": row.title, "said": say(row), "page": row.path,
            "read_at": row.read_at, "mailed_at": row.mailed_at,
        }  # fmt: skip


@personal_data.contribute("log", _l("What the audit log says you did, or of your account"))
def log(person: Person) -> Iterator[Row]:
    about = sa.and_(
        AuditEntry.object_type == Person.__tablename__, AuditEntry.object_id == str(person.id)
    )
    found = sa.select(AuditEntry).where(sa.or_(AuditEntry.actor_id == person.id, about))
    for entry in db.session.scalars(found.order_by(AuditEntry.id)).yield_per(500):
        yield {
            "at": entry.at, "by_you": entry.actor_id == person.id, "action": entry.action,
            "object": f"{entry.object_type} {entry.object_id}", "before": entry.before,
            "after": entry.after, "reason": entry.reason,
        }  # fmt: skip


def _own(model: Any, person: Person, order: Any = None) -> Any:
    rows = sa.select(model).where(model.person_id == person.id)
    return db.session.scalars(rows.order_by(model.id if order is None else order)).all()
