"""Work in the background: a job is a row that the database can refuse.

A view adds its own rows and the job in one transaction (`enqueue`) and commits. A worker claims the
job by a conditional UPDATE, tells how far it is, and stores all results together with the job's end
in one commit. A worker that dies leaves no half result: its heartbeat stops, and the reaper queues
the job again or, after its last attempt, shows it as failed.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

import sqlalchemy as sa
from flask import Flask, current_app

from app.core import clock
from app.core.actors import Actor
from app.core.db import after_commit, commit, db, rollback
from app.core.models import Job, JobState

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 5
LOST_AFTER = timedelta(seconds=30)
PROGRESS_EVERY_SECONDS = 0.5
ERROR_CHARACTERS = 2_000


class JobCancelled(Exception):
    """Somebody asked the running job to stop."""


class JobLost(Exception):
    """The job was given to another worker meanwhile; this one's results must not count."""


class JobError(Exception):
    """The job cannot be done, and its owner can be told why.

    `code` is stable, and translated by the page that shows it; trying again would not help.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Progress(Protocol):
    """What a handler is given to tell how far it is; raises `JobCancelled` and `JobLost`.

    Never call it inside a write transaction: on SQLite it would wait for that very transaction.
    """

    def __call__(self, fraction: float, stage: str) -> None:
        """`fraction` from 0 to 1; `stage` a short key that the status page translates."""


Handler = Callable[..., None]
HANDLERS: dict[str, Handler] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register `f(progress, **args)` as what runs jobs of this kind.

    It flushes: results are committed with the job's end. One whose steps stand for themselves, and
    may be done again, commits each of them.
    """

    def register(function: Handler) -> Handler:
        HANDLERS[kind] = function
        return function

    return register


def enqueue(kind: str, actor: Actor | None, **args: int | str) -> Job:
    """Add a job (ids only in `args`), and wake a worker when the caller commits."""
    job = Job(kind=kind, args=args, created_by_id=actor.actor_id if actor else None)
    db.session.add(job)
    db.session.flush()
    after_commit(lambda: wake(job.id))
    return job


def wake(job_id: int) -> None:
    """Tell the queue. Losing this call loses nothing: the sweep finds queued jobs."""
    current_app.extensions["queue"].send(job_id)


def request_cancel(job: Job) -> bool:
    """Ask a job to stop; one that nobody has begun ends at once. False: it was over already."""
    ended = _change(
        Job.id == job.id,
        Job.state == JobState.QUEUED,
        state=JobState.CANCELLED,
        finished_at=clock.now(),
        cancel_requested=True,
    )
    asked = ended or _change(Job.id == job.id, Job.state == JobState.RUNNING, cancel_requested=True)
    db.session.expire(job)
    return bool(asked)


def run(job_id: int) -> None:
    """Claim and run one job. Does nothing where another worker was first."""
    claim = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(8)}"
    if not _claim(job_id, claim):
        return
    job = db.session.get_one(Job, job_id)
    kind, args = job.kind, dict(job.args)
    db.session.commit()
    with _Heartbeat(current_app._get_current_object(), job_id, claim):  # type: ignore[attr-defined]
        _run_claimed(job_id, claim, kind, args)


def run_queued() -> int:
    """Run all that is queued, here and now; returns how many. For tests and the command line."""
    ids = db.session.scalars(
        sa.select(Job.id).where(Job.state == JobState.QUEUED).order_by(Job.id)
    ).all()
    db.session.commit()
    for job_id in ids:
        run(job_id)
    return len(ids)


def sweep() -> list[int]:
    """Queue again what a dead worker left, fail what has no attempt left, wake what nobody took.

    Returns the ids of the jobs that wait for a worker. Commits.
    """
    lost = clock.now() - LOST_AFTER
    stale = (Job.state == JobState.RUNNING, Job.heartbeat_at < lost)
    _change(
        *stale,
        Job.attempts >= Job.max_attempts,
        state=JobState.FAILED,
        finished_at=clock.now(),
        error_code="worker_lost",
        error="The worker stopped in the middle, more than once. Nothing was stored.",
    )
    _change(*stale, state=JobState.QUEUED, claim=None, progress=0.0, stage="")
    db.session.commit()
    waiting = db.session.scalars(
        sa.select(Job.id).where(Job.state == JobState.QUEUED).order_by(Job.id)
    ).all()
    db.session.commit()
    return list(waiting)


def forget(before: datetime) -> None:
    """Delete jobs that ended before; but none that a run or an import asks for its state."""
    naming = (
        key.parent for table in db.metadata.sorted_tables for key in table.foreign_keys
        if key.column is Job.__table__.c.id
    )  # fmt: skip
    named = [sa.exists().where(column == Job.id) for column in naming]
    over = sa.delete(Job).where(Job.finished_at < before, *(~one for one in named))
    db.session.execute(over.execution_options(synchronize_session=False))


def _claim(job_id: int, claim: str) -> bool:
    claimed = _change(
        Job.id == job_id,
        Job.state == JobState.QUEUED,
        state=JobState.RUNNING,
        claim=claim,
        attempts=Job.attempts + 1,
        started_at=clock.now(),
        heartbeat_at=clock.now(),
    )
    db.session.commit()
    return claimed == 1


def _run_claimed(job_id: int, claim: str, kind: str, args: dict[str, Any]) -> None:
    try:
        HANDLERS[kind](_reporter(job_id, claim), **args)
        _end(job_id, claim, state=JobState.SUCCEEDED, progress=1.0)
        commit()
    except JobLost:
        rollback()
        log.warning("job %s was given to another worker; its results here are dropped", job_id)
    except JobCancelled:
        _end_badly(job_id, claim, state=JobState.CANCELLED)
    except JobError as error:
        _end_badly(job_id, claim, state=JobState.FAILED, error_code=error.code, error=str(error))
    except Exception as error:
        log.exception("job %s (%s) failed", job_id, kind)
        _end_badly(
            job_id, claim, state=JobState.FAILED, error_code="unexpected", error=_described(error)
        )


def _described(error: Exception) -> str:
    """For the list of jobs. A database's further lines tell the values of the row it refused."""
    text = f"{type(error).__name__}: {error}"[:ERROR_CHARACTERS]
    return text.splitlines()[0] if isinstance(error, sa.exc.DBAPIError) else text


def _end(job_id: int, claim: str, **values: Any) -> None:
    ours = (Job.id == job_id, Job.claim == claim, Job.state == JobState.RUNNING)
    if _change(*ours, finished_at=clock.now(), **values) != 1:
        raise JobLost


def _end_badly(job_id: int, claim: str, **values: Any) -> None:
    rollback()
    try:
        _end(job_id, claim, **values)
        db.session.commit()
    except JobLost:
        rollback()


def _change(*where: Any, **values: Any) -> int:
    """A conditional UPDATE of jobs; returns how many rows it changed."""
    statement = sa.update(Job).where(*where).values(**values)
    result: Any = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(result.rowcount)


def _reporter(job_id: int, claim: str) -> Progress:
    told_at, told_stage = 0.0, ""

    def report(fraction: float, stage: str) -> None:
        nonlocal told_at, told_stage
        moment = clock.now().timestamp()
        if stage == told_stage and moment - told_at < PROGRESS_EVERY_SECONDS:
            return
        told_at, told_stage = moment, stage
        _tell(job_id, claim, min(max(fraction, 0.0), 1.0), stage)

    return report


def _tell(job_id: int, claim: str, fraction: float, stage: str) -> None:
    statement = (
        sa.update(Job)
        .where(Job.id == job_id, Job.claim == claim, Job.state == JobState.RUNNING)
        .values(progress=fraction, stage=stage, heartbeat_at=clock.now())
        .returning(Job.cancel_requested)
    )
    try:
        with db.engine.begin() as connection:
            cancel = connection.execute(statement).scalar_one_or_none()
    except sa.exc.OperationalError:  # progress is news, not work: the next word may get through
        log.warning("job %s: no progress told, the database is busy", job_id)
        return
    if cancel is None:
        raise JobLost
    if cancel:
        raise JobCancelled


class _Heartbeat:
    """A thread that says every few seconds that the job's worker is alive."""

    def __init__(self, app: Flask, job_id: int, claim: str) -> None:
        self._app, self._job_id, self._claim = app, job_id, claim
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> _Heartbeat:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(HEARTBEAT_SECONDS):
            with self._app.app_context():
                self._say()

    def _say(self) -> None:
        alive = sa.update(Job).where(Job.id == self._job_id, Job.claim == self._claim)
        try:
            with db.engine.begin() as connection:
                connection.execute(alive.values(heartbeat_at=clock.now()))
        except sa.exc.OperationalError:
            log.warning("job %s: no heartbeat, the database is busy", self._job_id)
