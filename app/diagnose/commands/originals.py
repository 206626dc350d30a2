"""Files that submissions came in: what was taken of them stands in the table, the rest goes."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from app.core.db import db
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
    for row in old:  # it stays, as the import names it; its bytes go as nothing names them
        row.size, row.name, row.sha256 = 0, "", ""
    db.session.flush()
    return len(old)
