"""Files that submissions came in: what was taken of them stands in the table, the rest goes."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from app.core import files
from app.core.db import after_commit, db
from app.core.models import StoredFile
from app.diagnose.models import ImportBatch, ImportProblem, ImportState

OVER = (ImportState.IMPORTED, ImportState.DISCARDED)


def forget_originals(before: datetime) -> int:
    """Of imports that are over and were uploaded before. Returns how many files went."""
    over = sa.select(ImportBatch.id).where(
        ImportBatch.created_at < before, ImportBatch.state.in_(OVER)
    )
    db.session.execute(
        sa.delete(ImportProblem).where(ImportProblem.batch_id.in_(over))
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    of_those = ImportBatch.id.in_(over)
    stored = sa.select(StoredFile).join(ImportBatch, ImportBatch.file_id == StoredFile.id)
    old = db.session.scalars(stored.where(of_those, StoredFile.size > 0)).all()
    for row in old:
        _forget(row)
    return len(old)


def _forget(row: StoredFile) -> None:
    """The row stays, as the import names it; of size 0. Bytes that another row has stay too."""
    path, digest = files.path_of(row), row.sha256
    row.size, row.name, row.sha256 = 0, "", ""
    db.session.flush()
    if db.session.scalar(sa.select(StoredFile.id).where(StoredFile.sha256 == digest)) is None:
        after_commit(lambda: path.unlink(missing_ok=True))
