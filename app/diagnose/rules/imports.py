"""Who imports files of submissions, and what may be done with one in which state."""

from __future__ import annotations

from app.accounts.rules import is_analyst
from app.core.actors import Actor
from app.core.models import JobState
from app.diagnose.models import ImportBatch, ImportState

UNDECIDED = frozenset({ImportState.UPLOADED, ImportState.CHECKED})


def can_import(actor: Actor) -> bool:
    return is_analyst(actor)


def can_see_batch(actor: Actor, batch: ImportBatch) -> bool:
    return can_import(actor)


def is_at_work(batch: ImportBatch) -> bool:
    """Its job waits or runs."""
    return batch.job is not None and batch.job.state in (JobState.QUEUED, JobState.RUNNING)


def can_prepare(actor: Actor, batch: ImportBatch) -> bool:
    """Read the file differently, map its columns, check it (again)."""
    return can_import(actor) and batch.state in UNDECIDED and not is_at_work(batch)


def can_confirm(actor: Actor, batch: ImportBatch) -> bool:
    """Import what was checked, if there is anything to import."""
    checked = batch.state == ImportState.CHECKED and not is_at_work(batch)
    return (
        can_import(actor) and checked and (batch.rows_good or 0) + (batch.rows_duplicate or 0) > 0
    )


def can_discard(actor: Actor, batch: ImportBatch) -> bool:
    return can_import(actor) and batch.state in UNDECIDED and not is_at_work(batch)


def can_stop(actor: Actor, batch: ImportBatch) -> bool:
    return can_import(actor) and is_at_work(batch)
