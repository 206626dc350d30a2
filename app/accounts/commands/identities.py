"""Identities at OpenID providers, linked to accounts."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.accounts import oidc
from app.accounts.commands.alerts import Event, tell
from app.accounts.models import LinkedIdentity, Person
from app.accounts.refusals import Why
from app.core import audit
from app.core.db import db
from app.core.refusals import Refused, require


def link_identity(person: Person, provider: oidc.Provider, subject_hash: str) -> None:
    """Let the person sign in with the provider, who has just vouched for them.

    Raises `Refused`: the identity belongs to another account, or theirs has one already.
    """
    taken = sa.select(LinkedIdentity.person_id).where(
        LinkedIdentity.provider == provider.key, LinkedIdentity.subject_hash == subject_hash
    )
    owner = db.session.scalar(taken)
    require(owner in (None, person.id), Why.LINKED_ELSEWHERE)
    require(owner is None, Why.NOTHING_TO_DO)
    row = LinkedIdentity(person_id=person.id, provider=provider.key, subject_hash=subject_hash)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except sa.exc.IntegrityError:
        raise Refused(Why.LINKED_ALREADY) from None
    audit.record(person, "identity.link", person, after={"provider": provider.key})
    tell(person, Event.IDENTITY_LINKED, provider=provider.name)


def unlink_identity(person: Person, provider: oidc.Provider) -> None:
    """By the person, who has just given the password: they can still get in."""
    gone: Any = db.session.execute(
        sa.delete(LinkedIdentity).where(
            LinkedIdentity.person_id == person.id, LinkedIdentity.provider == provider.key
        )
    )
    require(gone.rowcount == 1, Why.NOTHING_TO_DO)
    audit.record(person, "identity.unlink", person, before={"provider": provider.key})
    tell(person, Event.IDENTITY_UNLINKED, provider=provider.name)
