"""What went wrong in an import, in the reader's language, always with what to do about it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.i18n import show_number
from app.diagnose.importing.check import LONGEST_ID, LONGEST_PERSON
from app.diagnose.importing.fields import Field
from app.diagnose.models import ImportProblem
from app.diagnose.rules.intake import MOST_CHARACTERS

SAVE_AS = _l(
    "Open it in a spreadsheet program and save it as CSV UTF-8 or as an Excel workbook (.xlsx)."
)

FILES: dict[str, Any] = {
    "empty": _l("The file is empty. Choose the file that holds the submissions."),
    "only_header": _l("The file has a header but no rows below it."),
    "pdf": _l("This is a PDF, not a table. Ask for the table that it was made of, as CSV or XLSX."),
    "image": _l("This is a picture, not a table. Choose a CSV or XLSX file."),
    "zip": _l("This is an archive or another kind of document, not an Excel workbook (.xlsx)."),
    "old_excel": _l("This is an old Excel file (.xls), or one with a password."),
    "html": _l("This is a web page, whatever its name says."),
    "json": _l("This is JSON, not a table."),
    "binary": _l("This is no text: it may be a program, a picture or a damaged file."),
    "nul": _l("There are zero bytes in this file: it is damaged, or no text."),
    "encoding": _l("The letters of this file cannot be read in any way that we know."),
    "protected": _l("This workbook has a password. Remove it and upload the workbook again."),
    "broken_xlsx": _l("This workbook is damaged and cannot be opened."),
    "too_large_inside": _l(
        "This workbook is too large when unpacked. Divide it into several files."
    ),
    "no_such_sheet": _l("There is no such sheet in this workbook."),
    "torn": _l("Quotation marks do not fit together right at the beginning of the file."),
    "gone": _l("The file is not there any more. Please upload it again."),
    "too_many_rows": _l("The file has more than 500,000 rows. Divide it into several files."),
    "moved_on": _l("The import was changed meanwhile. Please check it again."),
    "worker_lost": _l("The work was broken off more than once. Nothing was stored; try again."),
}
UNEXPECTED = _l(
    "Something unexpected happened. Nothing was stored; the administrator sees the reason."
)
MEND_BY_SAVING = frozenset(
    {"zip", "old_excel", "html", "json", "binary", "nul", "encoding", "broken_xlsx"}
)

FIELDS: dict[Field, Any] = {
    Field.TEXT: _l("Text"),
    Field.ID: _l("Number or mark in the file"),
    Field.PERSON: _l("Pseudonym of the person"),
    Field.CREATED_AT: _l("When it was said"),
    Field.CHANNEL: _l("Channel"),
    Field.MISSION_GROUP: _l("Mission group"),
    Field.PARTICIPANT_GROUP: _l("Participant group"),
}

STAGES: dict[str, Any] = {
    "": _l("Waiting for the worker"),
    "reading": _l("Reading and checking the rows"),
    "storing": _l("Storing"),
}

ENCODINGS: dict[str, Any] = {
    "utf-8": _l("UTF-8"),
    "utf-8-sig": _l("UTF-8 with a byte order mark"),
    "cp874": _l("Windows-874 (TIS-620, older Thai files)"),
    "utf-16": _l("UTF-16"),
}
DELIMITERS: dict[str, Any] = {",": _l("comma"), ";": _l("semicolon"), "\t": _l("tab")}

NOTICES: dict[str, Any] = {
    "duplicate_names": _l("Several columns have the same name; here a number tells them apart."),
    "unnamed_columns": _l("A column has no name; here it is called by its letter."),
    "merged_cells": _l("The sheet has merged cells: only the first cell of each has its value."),
    "torn_rows": _l("In some rows quotation marks do not fit together. See below if all is right."),
}

_REASONS: dict[str, Any] = {
    "empty_text": _l("The text is missing."),
    "too_long_text": _l("The text is longer than %(most)s characters. Shorten or divide it."),
    "too_long_id": _l("The number or mark is longer than %(most)s characters."),
    "too_long_person": _l("The pseudonym is longer than %(most)s characters."),
    "no_day": _l("There is no such day. Write 2024-02-29, 29/02/2567 or 29 ก.พ. 2567."),
    "future_day": _l("This day lies ahead of the day of the upload. Is the year right?"),
    "unknown_channel": _l("No such channel. Known are, for example: web, โทรศัพท์, social media."),
    "unknown_mission_group": _l("No such mission group. Write its full name."),
    "unknown_participant_group": _l(
        "No such participant group. Known are: ประชาชน, ภาครัฐ, ภาคธุรกิจ, ผู้มีส่วนได้ส่วนเสีย."
    ),
    "too_many_cells": _l("The row has more values than the header. Is a quotation mark missing?"),
    "too_few_cells": _l("The row has fewer values than the header."),
    "torn": _l("Quotation marks do not fit together; the row cannot be read."),
}
_MOST = {
    "too_long_text": MOST_CHARACTERS,
    "too_long_id": LONGEST_ID,
    "too_long_person": LONGEST_PERSON,
}


def why_no_table(code: str) -> str:
    """Why a file was refused, and how it could be mended."""
    reason = str(FILES[code])
    return f"{reason} {SAVE_AS}" if code in MEND_BY_SAVING else reason


def why_failed(code: str | None) -> str:
    """Why a check or an import did not end well."""
    if code in FILES:
        return why_no_table(str(code))
    return str(UNEXPECTED)


def reason(problem: ImportProblem) -> str:
    """Why a row is not taken."""
    words = str(_REASONS[problem.reason])
    most = _MOST.get(problem.reason)
    return words % {"most": show_number(most)} if most else words


def value(problem: ImportProblem) -> str:
    """What stands in the row where the fault is; for a row of the wrong shape, all of it."""
    if problem.column is not None:
        return str(problem.values.get(problem.column, ""))
    cells = [cell for name, cell in problem.values.items() if name]
    return " · ".join([*cells, *problem.values.get("", [])])


def stage(key: str) -> str:
    return str(STAGES.get(key, STAGES[""]))
