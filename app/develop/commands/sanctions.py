"""Warnings and suspensions of members, by the published rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from app.accounts import commands as accounts
from app.accounts.commands.notices import notify
from app.accounts.models import Person
from app.core import audit, clock
from app.core.actors import Actor
from app.core.db import db
from app.core.refusals import require
from app.develop import rules
from app.develop.commands.deciding import Batch, Reason
from app.develop.commands.moderation import path_of
from app.develop.models import Action, Decision
from app.develop.queries import decisions
from app.develop.refusals import Why


def warn(actor: Actor, people: Sequence[Person], reason: Reason) -> Sequence[Person]:
    """Tell members that they broke a rule. Returns whom: staff are left out. Raises `Refused`."""
    batch = _begin(actor, Action.WARN, reason)
    warned = [person for person in people if rules.can_sanction(actor, person)]
    require(bool(warned), Why.NOT_A_MEMBER)
    for person in warned:
        _write(actor, batch, person, batch.at)
    _tell(actor, batch, warned)
    return warned


def suspend(
    actor: Actor, people: Sequence[Person], reason: Reason, days: int | None
) -> Sequence[Person]:
    """Suspend members for days, or until somebody reinstates them.

    Returns whom: staff, and those who are suspended already, are left out. Raises `Refused`.
    """
    batch = _begin(actor, Action.SUSPEND, reason)
    until = batch.at + timedelta(days=days) if days else None
    allowed = [person for person in people if rules.can_suspend_member(actor, person)]
    require(bool(allowed), Why.NOT_A_MEMBER)
    free = [person for person in allowed if not person.is_suspended]
    require(bool(free), Why.NOTHING_TO_DO)
    for person in free:
        accounts.suspend(actor, person, reason.note, until)
        _write(actor, batch, person, cast(datetime, person.suspended_at))
    _tell(actor, batch, free, until)
    return free


def reinstate(actor: Actor, person: Person, note: str) -> None:
    """End a suspension by a moderator early; an administrator's is not theirs to end."""
    require(rules.can_moderate(actor), Why.NOT_ALLOWED)
    require(rules.can_suspend_member(actor, person), Why.NOT_A_MEMBER)
    require(decisions.is_suspended_by_moderator(person), Why.NOTHING_TO_DO)
    batch = Batch(cast(int, actor.actor_id), Action.REINSTATE, Reason(note), clock.now())
    accounts.reinstate(actor, person, note)
    _write(actor, batch, person, batch.at)
    _tell(actor, batch, [person])


def _begin(actor: Actor, action: Action, reason: Reason) -> Batch:
    require(rules.can_moderate(actor), Why.NOT_ALLOWED)
    require(reason.rule is not None, Why.NO_RULE)
    return Batch(cast(int, actor.actor_id), action, reason, clock.now())


def _write(actor: Actor, batch: Batch, person: Person, at: datetime) -> None:
    decision = Decision(
        action=batch.action, rule=batch.reason.rule, note=batch.reason.note, person_id=person.id,
        decided_by_id=batch.actor_id, decided_at=at, batch=batch.key,
    )  # fmt: skip
    db.session.add(decision)
    db.session.flush()
    if batch.action is Action.WARN:
        rule = batch.reason.rule.value if batch.reason.rule else None
        audit.record(actor, "account.warn", person, reason=batch.reason.note, after={"rule": rule})


def _tell(
    actor: Actor, batch: Batch, people: Sequence[Person], until: datetime | None = None
) -> None:
    rule = batch.reason.rule
    notify(
        people, f"moderation.{batch.action.value}", but=actor,
        about=f"decision {batch.key}", title="", path=path_of(batch.key),
        rule=rule.value if rule else None, until=until.isoformat() if until else None,
    )  # fmt: skip
