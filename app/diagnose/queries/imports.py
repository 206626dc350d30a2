"""Named reads of imports: the files, what is wrong in them, what came of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.models import StoredFile
from app.diagnose.models import ImportBatch, ImportProblem, ImportState, Submission

DUPLICATE_REASONS = ("repeats_row", "repeats_stored")
READ_AT_A_TIME = 500


def batches() -> sa.Select[Any]:
    """Newest first; what was discarded is left out."""
    return (
        sa.select(ImportBatch)
        .where(ImportBatch.state != ImportState.DISCARDED)
        .options(*with_file())
        .order_by(ImportBatch.id.desc())
    )


def with_file() -> tuple[Any, ...]:
    """What every page of an import shows of it."""
    return (
        joinedload(ImportBatch.file),
        joinedload(ImportBatch.job),
        joinedload(ImportBatch.created_by),
    )


def for_update(batch: ImportBatch) -> None:
    """Read the row again and keep others from changing it until this transaction ends."""
    db.session.refresh(batch, with_for_update={"of": ImportBatch})


def problems(batch_id: int, *, duplicates: bool) -> sa.Select[Any]:
    """What is wrong with which row, or what repeats what; in the order of the file."""
    is_duplicate = ImportProblem.reason.in_(DUPLICATE_REASONS)
    return (
        sa.select(ImportProblem)
        .where(ImportProblem.batch_id == batch_id, is_duplicate if duplicates else ~is_duplicate)
        .order_by(ImportProblem.row_number, ImportProblem.id)
    )


def each_bad(batch_id: int) -> Iterator[ImportProblem]:
    """All faults, some at a time."""
    query = problems(batch_id, duplicates=False).execution_options(yield_per=READ_AT_A_TIME)
    for part in db.session.scalars(query).partitions():
        yield from part


def repeated(found: Sequence[ImportProblem]) -> dict[int, Submission]:
    """The stored submissions that these rows repeat and that still stand."""
    ids = [problem.duplicate_of_id for problem in found if problem.duplicate_of_id]
    query = sa.select(Submission).where(Submission.id.in_(ids), Submission.withdrawn_at.is_(None))
    return {submission.id: submission for submission in db.session.scalars(query)}


def imported_count(batch_id: int) -> int:
    counted = sa.select(sa.func.count()).where(Submission.import_id == batch_id)
    return db.session.scalar(counted.select_from(Submission)) or 0


def stored_hashes(hashes: Sequence[str]) -> Mapping[str, int]:
    """Of these hashes, those of submissions that stand, with the first submission's id."""
    query = (
        sa.select(Submission.text_hash, sa.func.min(Submission.id))
        .where(Submission.text_hash.in_(hashes), Submission.withdrawn_at.is_(None))
        .group_by(Submission.text_hash)
    )
    return dict(db.session.execute(query).all())


def is_kept_elsewhere(stored: StoredFile) -> bool:
    """Whether the same content was uploaded another time: then its bytes must stay."""
    same = sa.select(StoredFile.id).where(
        StoredFile.sha256 == stored.sha256, StoredFile.id != stored.id
    )
    return db.session.scalar(same.limit(1)) is not None
