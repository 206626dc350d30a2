"""Consents: given and taken back, each with its version and its time."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.accounts import consent
from app.accounts.models import Consent, Person, Purpose
from app.core import audit, clock
from app.core.db import db

VERSIONS = {
    Purpose.ACCOUNT: consent.VERSION,
    Purpose.SUBMISSION: consent.VERSION,
    Purpose.VOTE: consent.VOTE_VERSION,
}
"""The text in force for each purpose."""


def give_consent(person: Person, purpose: Purpose) -> None:
    """The person agrees to the text in force. Nothing where they have agreed to it already."""
    version = VERSIONS[purpose]
    if purpose is Purpose.VOTE and not _note_vote_consent(person, version):
        return
    if purpose is not Purpose.VOTE and _agrees(person, purpose, version):
        return
    db.session.add(Consent(person_id=person.id, purpose=purpose, version=version))
    db.session.flush()
    after = {"purpose": purpose.value, "version": version}
    audit.record(person, "consent.give", person, after=after)


def withdraw_consent(person: Person, purpose: Purpose) -> None:
    """Take consent back, from now on: what was done by it until now stays as it is."""
    if purpose is Purpose.VOTE:
        _note_vote_consent(person, None)
    live = sa.update(Consent).where(*_live(person, purpose)).values(withdrawn_at=clock.now())
    done: Any = db.session.execute(live.execution_options(synchronize_session="fetch"))
    if done.rowcount:
        audit.record(person, "consent.withdraw", person, before={"purpose": purpose.value})


def _live(person: Person, purpose: Purpose) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Consent.person_id == person.id,
        Consent.purpose == purpose,
        Consent.withdrawn_at.is_(None),
    )


def _agrees(person: Person, purpose: Purpose, version: str) -> bool:
    given = sa.select(Consent.id).where(*_live(person, purpose), Consent.version == version)
    return db.session.scalar(given.limit(1)) is not None


def _note_vote_consent(person: Person, version: str | None) -> bool:
    """Keep it beside the person too. False where it stood there: of two at once, one is first."""
    note = (
        sa.update(Person)
        .where(Person.id == person.id, Person.vote_consent.is_distinct_from(version))
        .values(vote_consent=version)
    )
    done: Any = db.session.execute(note.execution_options(synchronize_session="fetch"))
    return bool(done.rowcount == 1)
