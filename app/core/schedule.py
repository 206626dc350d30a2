"""Jobs that come again and again. Every worker may ask each minute: one of them begins the job.

`every(timedelta(hours=1), "accounts.retention")` beside a job's handler is all a slice says.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from app.core import clock, jobs
from app.core.db import db, inserting
from app.core.models import Job, JobState, Schedule

KEPT_FOR = timedelta(days=3)
_ALL: dict[str, timedelta] = {}


def every(period: timedelta, kind: str) -> None:
    """Begin a job of this kind, which takes no arguments, once in each period."""
    _ALL[kind] = period


def kinds() -> frozenset[str]:
    """The kinds of jobs that come again by themselves."""
    return frozenset(_ALL)


def begin_due() -> list[Job]:
    """Queue what is due, each kind at most once however many ask. The caller commits."""
    return [jobs.enqueue(kind, None) for kind, period in _ALL.items() if _take(kind, period)]


def sweep() -> None:
    """Forget scheduled jobs that ended well: each minute's would fill the list of jobs."""
    old = clock.now() - KEPT_FOR
    db.session.execute(
        sa.delete(Job).where(
            Job.kind.in_(_ALL), Job.created_by_id.is_(None), Job.state == JobState.SUCCEEDED,
            Job.finished_at < old,
        )
    )  # fmt: skip


def _take(kind: str, period: timedelta) -> bool:
    """True for the one that finds the job due and free, by an insert or a conditional update."""
    now = clock.now()
    waiting = sa.exists().where(
        Job.kind == kind, Job.state.in_((JobState.QUEUED, JobState.RUNNING))
    )
    row = inserting(Schedule).values(kind=kind, begun_at=now)
    taken = row.on_conflict_do_update(
        index_elements=["kind"],
        set_={"begun_at": now},
        where=(Schedule.begun_at <= now - period) & ~waiting,
    ).returning(Schedule.kind)
    return db.session.scalar(taken) is not None
