"""Who sees the record of what was done, and tends the work in the background."""

from __future__ import annotations

from app.accounts.rules import is_administrator
from app.core.actors import Actor
from app.core.models import Job, JobState


def can_see_audit_log(actor: Actor) -> bool:
    return is_administrator(actor)


def can_tend_jobs(actor: Actor) -> bool:
    return is_administrator(actor)


def can_tend_job(actor: Actor, job: Job) -> bool:
    return can_tend_jobs(actor)


def can_cancel_job(actor: Actor, job: Job) -> bool:
    return can_tend_jobs(actor) and not job.is_over and not job.cancel_requested


def can_retry_job(actor: Actor, job: Job) -> bool:
    """What failed may be run again: nothing of a failed job was stored."""
    return can_tend_jobs(actor) and job.state is JobState.FAILED
