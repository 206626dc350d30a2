"""Background work of imports: check a file's rows, and import the good ones.

Both read and compute first, onto a spool on disk, and write in one short transaction at the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app.core import files
from app.core.db import db, reading
from app.core.jobs import JobError, Progress, handler
from app.core.search import search_text
from app.diagnose.commands import imports as commands
from app.diagnose.commands.intake import masked, text_hash
from app.diagnose.importing.check import Checked, Checker, Plan
from app.diagnose.importing.compare import Compared, compare
from app.diagnose.importing.fields import Field, mission_groups_by_name
from app.diagnose.importing.spool import Spool
from app.diagnose.models import Channel, ImportBatch
from app.diagnose.queries import imports as queries
from app.diagnose.tables import NotATable, Row, Table
from app.missions.queries import mission_groups

MOST_ROWS = 500_000
READING, STORING = "reading", "storing"
READING_SHARE = 0.9  # of the time that a job takes, as it was measured


@dataclass(frozen=True)
class Source:
    """All that is needed of the database to read a file."""

    path: Path
    table: Table
    plan: Plan
    mission_groups: Mapping[str, int]
    received_at: datetime


@handler(commands.CHECK)
def check_file(progress: Progress, batch_id: int) -> None:
    source = _source(batch_id)
    counts: Counter[str] = Counter(total=0, good=0, bad=0, duplicate=0)
    with Spool() as problems:
        for row in _rows(source, progress):
            for problem in _problems(source, row):
                problems.add({"batch_id": batch_id, **problem})
            counts.update(("total", _verdict(row)))
        progress(READING_SHARE, STORING)
        commands.store_check(batch_id, counts, problems)


@handler(commands.IMPORT)
def import_file(progress: Progress, batch_id: int) -> None:
    source = _source(batch_id)
    with Spool() as submissions:
        for row in _rows(source, progress):
            if isinstance(row, Compared) and (source.plan.take_duplicates or not row.is_duplicate):
                submissions.add(_submission(row))
        progress(READING_SHARE, STORING)
        commands.store_submissions(batch_id, submissions)


def _source(batch_id: int) -> Source:
    with reading():
        batch = db.session.get_one(ImportBatch, batch_id)
        return Source(
            path=files.path_of(batch.file),
            table=Table.from_json(batch.format),
            plan=Plan(**batch.mapping),
            mission_groups=mission_groups_by_name(mission_groups()),
            received_at=batch.created_at,
        )


def _rows(source: Source, progress: Progress) -> Iterator[Compared | Checked]:
    checker = Checker(source.table.header, source.plan, source.mission_groups, source.received_at)
    rows = (checker.check(row) for row in _told(source, progress))
    return compare(rows, text_hash, _stored)


def _told(source: Source, progress: Progress) -> Iterator[Row]:
    """The file's rows, telling how far they are read."""
    progress(0.0, READING)
    try:
        for count, row in enumerate(source.table.rows(source.path), 1):
            if count > MOST_ROWS:
                raise JobError("too_many_rows", f"The file has more than {MOST_ROWS} rows.")
            progress(row.done * READING_SHARE, READING)
            yield row
    except NotATable as error:
        raise JobError(error.code, f"The file cannot be read any more: {error.code}.") from error
    except FileNotFoundError as error:
        raise JobError("gone", "The file is not there any more.") from error


def _stored(hashes: Sequence[str]) -> Mapping[str, int]:
    if not hashes:
        return {}
    with reading():
        return queries.stored_hashes(hashes)


def _verdict(row: Compared | Checked) -> str:
    if isinstance(row, Checked):
        return "bad"
    return "duplicate" if row.is_duplicate else "good"


def _problems(source: Source, row: Compared | Checked) -> Iterator[dict[str, Any]]:
    if isinstance(row, Checked):
        values = _values(source.table.header, row.row)
        for fault in row.faults:
            yield _problem(row.row, fault.reason, fault.column, values)
    elif row.is_duplicate:
        column = source.plan.columns[Field.TEXT]
        reason = "repeats_row" if row.repeats_row is not None else "repeats_stored"
        values = {column: masked(row.checked.values["text"])}
        yield _problem(row.checked.row, reason, column, values) | {
            "duplicate_of_row": row.repeats_row,
            "duplicate_of_id": row.repeats_id,
        }


def _problem(
    row: Row, reason: str, column: str | None, values: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "row_number": row.number,
        "reason": reason,
        "column": column,
        "values": values,
        "duplicate_of_row": None,
        "duplicate_of_id": None,
    }


def _values(header: Sequence[str], row: Row) -> dict[str, Any]:
    """The row as it stands; what lies beyond the header under no name."""
    values: dict[str, Any] = dict(zip(header, row.cells, strict=False))
    beyond = [cell for cell in row.cells[len(header) :] if cell]
    return values | ({"": beyond} if beyond else {})


def _submission(row: Compared) -> dict[str, Any]:
    values = row.checked.values
    return {
        **values,
        "channel": Channel(values["channel"]),
        "search_text": search_text(values["text"]),
        "text_hash": row.text_hash,
    }
