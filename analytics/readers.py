"""Tables off the disk: CSV in the encodings that Thai offices use, and XLSX."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from analytics.errors import InputError

_LONGEST_FIELD = 50_000_000  # characters; a field of 2 MB is read, not refused
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how XLSX and the older XLS begin
_THAI = re.compile("[ก-๛]")
_STRAY_MARK = re.compile("(?<![ก-๛])[ัิ-ฺ็-๎]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_table(path: Path) -> pd.DataFrame:
    """Read a CSV or XLSX file; every cell is text, an empty one is None.

    The content decides what the file is, not its name. Raises `InputError` for what is no
    table, with the line where one is known.
    """
    data = _read_bytes(path)
    if data.startswith(_SPREADSHEETS):
        return _spreadsheet(path)
    return _csv(decode(data, path), path)


def decode(data: bytes, path: Path) -> str:
    """Text of a CSV file: UTF-8 with or without a mark, UTF-16 with one, else Windows-874."""
    if data.startswith(_UTF16):
        return _decoded(data, "utf-16", path)
    if b"\x00" in data:
        raise InputError("bad_file", path=path, reason="it is not a text file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decoded(data, "cp874", path)
    if not _reads_as_thai(text):
        raise InputError("bad_encoding", path=path)
    return text


def _reads_as_thai(text: str) -> bool:
    """Whether marks stand on Thai letters: caf้ is another encoding's café."""
    letters = len(_THAI.findall(text))
    return letters > 0 and 10 * len(_STRAY_MARK.findall(text)) <= letters


def _decoded(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError("bad_encoding", path=path) from error


def _read_bytes(path: Path) -> bytes:
    if not path.exists():
        raise InputError("no_file", path=path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError("bad_file", path=path, reason=_reason(error)) from error
    if not data.strip():
        raise InputError("empty_file", path=path)
    return data


def _csv(text: str, path: Path) -> pd.DataFrame:
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        rows = [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        reason = f"line {reader.line_num}: {error}"
        raise InputError("bad_file", path=path, reason=reason) from error
    header = rows[0][1]
    for line, row in rows[1:]:
        if len(row) > len(header) and any(row[len(header) :]):
            reason = f"line {line} has {len(row)} cells, the first line {len(header)}"
            raise InputError("bad_file", path=path, reason=reason)
    return _frame(header, (row for _, row in rows[1:]))


def _delimiter(text: str) -> str:
    """Whichever of comma, semicolon and tab the first line has most of."""
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _spreadsheet(path: Path) -> pd.DataFrame:
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        rows = workbook.get_sheet_by_index(0).to_python()
    except Exception as error:  # the library raises plain Exceptions for broken files
        raise InputError("bad_file", path=path, reason=_reason(error)) from error
    if not rows:
        raise InputError("empty_file", path=path)
    return _frame([_cell(name) for name in rows[0]], (map(_cell, row) for row in rows[1:]))


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _frame(header: Sequence[str], rows: Iterable[Iterable[str]]) -> pd.DataFrame:
    names = [name.strip() for name in header]
    filled = []
    for row in rows:
        cells = [cell if cell.strip() else None for cell in row][: len(names)]
        if any(cell is not None for cell in cells):
            filled.append(cells + [None] * (len(names) - len(cells)))
    return pd.DataFrame(filled, columns=pd.Index(names), dtype=object)


def _reason(error: Exception) -> str:
    strerror = getattr(error, "strerror", None)
    return str(strerror or str(error).split("\n")[0] or type(error).__name__)
