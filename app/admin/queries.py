"""Named reads of people, the audit log and jobs; each in a number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person, Role, RoleGrant
from app.core import clock, schedule
from app.core.db import db
from app.core.models import AuditEntry, Job, JobState
from app.core.paging import Page, paginate
from app.missions.models import Unit

SUSPENDED = "suspended"
MOST_SUGGESTIONS = 100


def people(words: str, role: str, number: int) -> Page[Person]:
    """People whose name or address holds `words`; `role` also `suspended`. Newest first."""
    query = sa.select(Person).where(Person.erased_at.is_(None))
    query = query.order_by(Person.created_at.desc(), Person.id.desc())
    if words:
        query = query.where(_called(words))
    if role == SUSPENDED:
        ended = Person.suspended_until <= clock.now()
        query = query.where(Person.suspended_at.is_not(None), ended.is_not(True))
    elif role == Role.MEMBER:
        query = query.where(~Person.grants.any())
    elif role in set(Role):
        query = query.where(Person.grants.any(RoleGrant.role == Role(role)))
    return paginate(query, number)


def _called(words: str) -> sa.ColumnElement[bool]:
    return sa.or_(
        Person.display_name.icontains(words, autoescape=True),
        Person.email.icontains(words, autoescape=True),
    )


def grant_of(person: Person, grant_id: int | None) -> RoleGrant | None:
    """The person's own grant of this number."""
    return next((grant for grant in person.grants if grant.id == grant_id), None)


def unit_codes() -> dict[int, str]:
    """The abbreviation of each unit."""
    return dict(db.session.execute(sa.select(Unit.id, Unit.code)).all())


@dataclass(frozen=True)
class AuditFilter:
    """What to show of the audit log. `actor`: part of a name or address, or `system`."""

    actor: str = ""
    action: str = ""
    object_type: str = ""
    object_id: str = ""
    since: date | None = None
    until: date | None = None


def audit_entries(chosen: AuditFilter, number: int) -> Page[tuple[AuditEntry, str | None]]:
    """Entries and the names of who acted, newest first."""
    query: Any = (
        sa.select(AuditEntry, Person.display_name)
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .where(*_conditions(chosen))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )
    return paginate(query, number, scalars=False)


def _conditions(chosen: AuditFilter) -> list[sa.ColumnElement[bool]]:
    wanted: list[sa.ColumnElement[bool]] = []
    if chosen.actor == "system":
        wanted.append(AuditEntry.actor_id.is_(None))
    elif chosen.actor:
        wanted.append(_called(chosen.actor))
    if chosen.action:
        wanted.append(AuditEntry.action.startswith(chosen.action, autoescape=True))
    if chosen.object_type:
        wanted.append(AuditEntry.object_type == chosen.object_type)
    if chosen.object_id:
        wanted.append(AuditEntry.object_id == chosen.object_id)
    if chosen.since:
        wanted.append(AuditEntry.at >= _midnight(chosen.since))
    if chosen.until:
        wanted.append(AuditEntry.at < _midnight(chosen.until + timedelta(days=1)))
    return wanted


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.BANGKOK)


def audit_actions() -> Sequence[str]:
    """Actions that were ever recorded, to choose from."""
    return _known(AuditEntry.action)


def audit_object_types() -> Sequence[str]:
    return _known(AuditEntry.object_type)


def _known(column: sa.orm.InstrumentedAttribute[str]) -> Sequence[str]:
    return db.session.scalars(
        sa.select(column).distinct().order_by(column).limit(MOST_SUGGESTIONS)
    ).all()


def jobs(state: str, kind: str, number: int) -> Page[tuple[Job, str | None]]:
    """Jobs and the names of who started them, newest first.

    Those that come again each minute and ended well are found by their state or kind alone: they
    would hide everything else.
    """
    query: Any = (
        sa.select(Job, Person.display_name)
        .outerjoin(Person, Person.id == Job.created_by_id)
        .order_by(Job.created_at.desc(), Job.id.desc())
    )
    if state in set(JobState):
        query = query.where(Job.state == JobState(state))
    if kind:
        query = query.where(Job.kind == kind)
    if not (kind or state in set(JobState)):
        query = query.where(~_came_again_and_ended_well())
    return paginate(query, number, scalars=False)


def _came_again_and_ended_well() -> sa.ColumnElement[bool]:
    return sa.and_(
        Job.kind.in_(schedule.kinds()),
        Job.created_by_id.is_(None),
        Job.state == JobState.SUCCEEDED,
    )


def job_kinds() -> Sequence[str]:
    return _known(Job.kind)


def job_counts() -> dict[JobState, int]:
    """How many jobs are in each state."""
    found = dict(
        db.session.execute(sa.select(Job.state, sa.func.count(Job.id)).group_by(Job.state))
        .tuples()
        .all()
    )
    return {state: found.get(state, 0) for state in JobState}
