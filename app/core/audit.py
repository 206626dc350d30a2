"""The audit log: every write verb adds one entry, in the same transaction as its change."""

from __future__ import annotations

from typing import Any

from app.core import clock
from app.core.actors import Actor
from app.core.db import db
from app.core.models import AuditEntry


def record(
    actor: Actor | None,
    action: str,
    subject: Any,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str | None = None,
) -> AuditEntry:
    """Add an entry, e.g. `record(actor, "idea.hide", idea, reason=reason)`.

    `subject` is a row that was flushed: the entry names its table and its primary key.
    `actor` None is the platform itself (a job, the command line).
    """
    entry = AuditEntry(
        at=clock.now(),
        actor_id=actor.actor_id if actor else None,
        actor_roles=" ".join(sorted(actor.role_names)) if actor else "system",
        action=action,
        object_type=subject.__tablename__,
        object_id=str(subject.id),
        before=before,
        after=after,
        reason=reason,
    )
    db.session.add(entry)
    return entry
