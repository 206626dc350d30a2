"""Erasing a person: what tells who they were goes, what others rely on stays."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app.accounts import erasure, erasure_log, erasure_sweep, passwords
from app.accounts.commands.roles import keep_an_administrator
from app.accounts.models import (
    AuthenticatorApp,
    AuthSession,
    Consent,
    DigestEvery,
    LinkedIdentity,
    Notification,
    PasswordReset,
    Person,
    RecoveryCode,
    Role,
    RoleGrant,
)
from app.core import audit, clock
from app.core.db import after_commit, db
from app.core.models import AuditEntry

OWN_ROWS = (AuthSession, AuthenticatorApp, RecoveryCode, LinkedIdentity, PasswordReset,
            Notification)  # fmt: skip


def erase(person: Person, *, words: bool) -> None:
    """By the person, who has just given the password. `words`: what they wrote goes too.

    Votes stay counted, under a number alone. Raises `Refused`: the last administrator.
    """
    if any(grant.role is Role.ADMINISTRATOR for grant in person.grants):
        keep_an_administrator(without=person)
    _erase(person, words=words)
    audit.record(None, "account.erase", person, after={"words": words})


def erase_again(person: Person, *, words: bool) -> None:
    """What was asked for before a backup was restored. Nobody is asked, and nobody refuses."""
    _erase(person, words=words)
    audit.record(None, "account.erase_again", person, after={"words": words})


def note_export(person: Person) -> None:
    """That the person took a copy of their data; part of that copy."""
    audit.record(person, "account.export", person)


def to_erase_again() -> Iterator[tuple[Person, bool]]:
    """Whom a restored backup brought back, and whether their words were to go."""
    for entry in list(erasure_log.entries()):
        person = db.session.get(Person, entry.person)
        brought_back = person is not None and person.erased_at is None
        # the same account, and not somebody who was given its number later
        if person is not None and brought_back and person.created_at.isoformat() == entry.made_at:
            yield person, entry.words


def note_missing() -> int:
    """Add to the file whom it lacks: a process may have died after its commit. Returns how many."""
    known = {entry.person for entry in erasure_log.entries()}
    asked = sa.select(AuditEntry.object_id, AuditEntry.after).where(
        AuditEntry.action == "account.erase"
    )
    words = {int(row.object_id): bool((row.after or {}).get("words"))
             for row in db.session.execute(asked)}  # fmt: skip
    erased = db.session.scalars(sa.select(Person).where(Person.erased_at.is_not(None)))
    missing = [person for person in erased if person.id not in known]
    for person in missing:
        when = person.erased_at or clock.now()
        gone = words.get(person.id, False)
        erasure_log.append(erasure_log.line(person.id, person.created_at, when, words=gone))
    return len(missing)


def _erase(person: Person, *, words: bool) -> None:
    traces = erasure.traces_of(person)
    erasure.run(person, words=words)
    _forget_rows(person)
    _scrub_log(person, traces)
    erasure_sweep.sweep_addresses(traces)
    erasure_sweep.sweep_names(traces)
    _empty(person)
    db.session.flush()
    noted = erasure_log.line(person.id, person.created_at, clock.now(), words=words)
    after_commit(lambda: erasure_log.append(noted))
    after_commit(lambda: erasure_sweep.sweep_mails(traces))


def _forget_rows(person: Person) -> None:
    for model in OWN_ROWS:
        gone = sa.delete(model).where(model.person_id == person.id)
        db.session.execute(gone.execution_options(synchronize_session="fetch"))
    db.session.execute(sa.delete(RoleGrant).where(RoleGrant.person_id == person.id))
    live = sa.update(Consent).where(Consent.person_id == person.id, Consent.withdrawn_at.is_(None))
    db.session.execute(live.values(withdrawn_at=clock.now()))
    db.session.expire(person, ["grants"])


def _scrub_log(person: Person, traces: erasure.Traces) -> None:
    """Entries by the person and about them: in others a name may be a word like any other."""
    about = erasure.entries_about(Person.__tablename__, [person.id])
    theirs = sa.or_(AuditEntry.actor_id == person.id, about)
    erasure.scrub_entries(theirs, traces.out_of_entry, traces.out_of)


def _empty(person: Person) -> None:
    """A number is left that others point to. The key of the ledger's pseudonyms goes last."""
    person.email, person.email_key = "", f"erased:{person.id}"
    person.display_name = erasure.DELETED_NAME
    person.password_hash = passwords.unusable()
    person.vote_consent = None
    person.digest_every = DigestEvery.NEVER
    person.digest_sent_at = None
    person.suspended_at = person.suspended_until = None
    person.erased_at = clock.now()
    person.ledger_key = None
