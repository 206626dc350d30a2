"""Verbs on jobs: rule, change, audit entry. They flush, never commit."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.admin import rules
from app.core import audit, jobs
from app.core.actors import Actor
from app.core.db import after_commit, db
from app.core.models import Job, JobState


def cancel_job(actor: Actor, job: Job) -> bool:
    """Ask a job to stop. False: it was over already, or may not be stopped."""
    if not rules.can_cancel_job(actor, job) or not jobs.request_cancel(job):
        return False
    audit.record(actor, "job.cancel", job, after={"kind": job.kind})
    return True


def retry_job(actor: Actor, job: Job) -> bool:
    """Queue a failed job again, with all its attempts. False: it is no failed job now."""
    if not rules.can_retry_job(actor, job):
        return False
    again = (
        sa.update(Job)
        .where(Job.id == job.id, Job.state == JobState.FAILED)
        .values(
            state=JobState.QUEUED, claim=None, progress=0.0, stage="", attempts=0, started_at=None,
            heartbeat_at=None, finished_at=None, error=None, error_code=None,
            cancel_requested=False,
        )
    )  # fmt: skip
    failed = {"error_code": job.error_code, "attempts": job.attempts}
    result: Any = db.session.execute(again.execution_options(synchronize_session=False))
    db.session.expire(job)
    if result.rowcount != 1:
        return False
    audit.record(actor, "job.retry", job, before=failed)
    job_id = job.id
    after_commit(lambda: jobs.wake(job_id))
    return True
