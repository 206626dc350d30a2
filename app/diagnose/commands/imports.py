"""Verbs of imports: upload, read as, check, confirm, stop, discard; and what their jobs store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import IO, Any, cast

import sqlalchemy as sa

from app.core import audit, clock, files, jobs
from app.core.access import refuse
from app.core.actors import Actor
from app.core.db import after_commit, db
from app.diagnose import consent
from app.diagnose.importing.check import Plan
from app.diagnose.importing.spool import Spool
from app.diagnose.models import ImportBatch, ImportProblem, ImportState, Submission
from app.diagnose.queries.imports import for_update, is_kept_elsewhere
from app.diagnose.rules.imports import (
    can_confirm,
    can_discard,
    can_import,
    can_prepare,
    can_stop,
)
from app.diagnose.tables import Table

CHECK, IMPORT = "import.check", "import.store"
AT_A_TIME = 1_000


class NotNow(Exception):
    """The import has moved on meanwhile: its page shows where it stands."""


def upload(actor: Actor, stream: IO[bytes], name: str, table: Table) -> ImportBatch:
    """Keep a file of which `table` was found out."""
    if not can_import(actor):
        refuse(actor)
    stream.seek(0)
    batch = ImportBatch(
        file_id=files.store(stream, name, actor).id,
        format=table.to_json(),
        created_by_id=cast(int, actor.actor_id),
    )
    db.session.add(batch)
    db.session.flush()
    audit.record(actor, "import.upload", batch, after={"file_id": batch.file_id})
    return batch


def read_as(actor: Actor, batch: ImportBatch, table: Table) -> None:
    """Read the file in another way than was found out. What was mapped and checked is void."""
    _claim(actor, batch, can_prepare)
    before = {name: batch.format.get(name) for name in ("encoding", "delimiter", "sheet")}
    batch.format = table.to_json()
    batch.mapping, batch.state, batch.job_id = {}, ImportState.UPLOADED, None
    _forget_counts(batch)
    db.session.flush()
    audit.record(actor, "import.read_as", batch, before=before)


def check(actor: Actor, batch: ImportBatch, plan: Plan) -> None:
    """Have every row checked in the background."""
    _claim(actor, batch, can_prepare)
    batch.mapping, batch.state = asdict(plan), ImportState.UPLOADED
    _forget_counts(batch)
    batch.job_id = jobs.enqueue(CHECK, actor, batch_id=batch.id).id
    db.session.flush()
    audit.record(actor, "import.check", batch, after=batch.mapping)


def confirm(actor: Actor, batch: ImportBatch, *, take_duplicates: bool) -> None:
    """Have the good rows imported in the background, and duplicates with them if so wished."""
    _claim(actor, batch, can_confirm)
    batch.mapping = {**batch.mapping, "take_duplicates": take_duplicates}
    batch.job_id = jobs.enqueue(IMPORT, actor, batch_id=batch.id).id
    db.session.flush()
    audit.record(actor, "import.confirm", batch, after={"take_duplicates": take_duplicates})


def stop(actor: Actor, batch: ImportBatch) -> None:
    """Ask the running check or import to stop. Nothing of it is stored then."""
    _claim(actor, batch, can_stop)
    if batch.job is not None and jobs.request_cancel(batch.job):
        audit.record(actor, "import.stop", batch)


def discard(actor: Actor, batch: ImportBatch) -> None:
    """Let go of the file and of all that was read in it. That there was one stays known."""
    _claim(actor, batch, can_discard)
    batch.state = ImportState.DISCARDED
    batch.format, batch.mapping = {}, {}
    db.session.execute(sa.delete(ImportProblem).where(ImportProblem.batch_id == batch.id))
    db.session.flush()
    audit.record(actor, "import.discard", batch)
    if not is_kept_elsewhere(batch.file):
        path = files.path_of(batch.file)
        after_commit(lambda: path.unlink(missing_ok=True))


def store_check(batch_id: int, counts: Mapping[str, int], problems: Spool) -> None:
    """What a check found, in the transaction that ends its job."""
    batch = db.session.get_one(ImportBatch, batch_id)
    for_update(batch)
    if batch.state != ImportState.UPLOADED:
        raise jobs.JobError("moved_on", "The import was changed while its file was checked.")
    db.session.execute(sa.delete(ImportProblem).where(ImportProblem.batch_id == batch_id))
    for piece in problems.pieces(AT_A_TIME):
        db.session.execute(sa.insert(ImportProblem), piece)
    for name, count in counts.items():
        setattr(batch, f"rows_{name}", count)
    batch.state = ImportState.CHECKED
    db.session.flush()
    audit.record(None, "import.checked", batch, after=dict(counts))


def store_submissions(batch_id: int, rows: Spool) -> None:
    """All rows of an import at once, in the transaction that ends its job.

    A second run of the same job finds the import done, and stores nothing.
    """
    batch = db.session.get_one(ImportBatch, batch_id)
    for_update(batch)
    if batch.state != ImportState.CHECKED:
        raise jobs.JobError("moved_on", "The import was changed while it was prepared.")
    shared = {
        "import_id": batch_id,
        "collector_id": batch.created_by_id,
        "consent_version": consent.DECLARED,
        "received_at": clock.now(),
    }
    for piece in rows.pieces(AT_A_TIME):
        db.session.execute(sa.insert(Submission), [_submission(row, shared) for row in piece])
    batch.state = ImportState.IMPORTED
    db.session.flush()
    audit.record(None, "import.imported", batch, after={"submissions": rows.count})


def _submission(row: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    return {**row, **shared, "said_at": datetime.fromisoformat(row["said_at"])}


def _claim(actor: Actor, batch: ImportBatch, rule: Any) -> None:
    """Hold the import and look again whether this may be done. Raises `NotNow`."""
    if not can_import(actor):
        refuse(actor)
    for_update(batch)
    if not rule(actor, batch):
        raise NotNow


def _forget_counts(batch: ImportBatch) -> None:
    batch.rows_total = batch.rows_good = batch.rows_bad = batch.rows_duplicate = None
