"""The rows of a table, one after the other, all cells as text."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from app.core.tables import without_mark
from app.diagnose.tables.problems import NotATable

DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Row:
    """`number` as a spreadsheet counts, from 1. `done`: how much of the file is read, 0 to 1.

    `is_torn`: quotation marks do not fit together; the cells are unknown.
    """

    number: int
    cells: list[str]
    done: float
    is_torn: bool = False


def read_rows(
    source: Path | BinaryIO, kind: str, encoding: str, delimiter: str, sheet: str
) -> Iterator[Row]:
    """Every row that has something in it, the header included. Raises `NotATable`."""
    if kind == "xlsx":
        yield from rows_of_sheet(open_sheet(open_workbook(source), sheet))
    elif isinstance(source, Path):
        with source.open("rb") as stream:
            yield from _filled(_csv(stream, encoding, delimiter))
    else:
        yield from _filled(_csv(source, encoding, delimiter))


def _filled(rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if row.is_torn or any(cell.strip() for cell in row.cells))


def _csv(stream: BinaryIO, encoding: str, delimiter: str) -> Iterator[Row]:
    stream.seek(0, os.SEEK_END)
    size = max(1, stream.tell())
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding, newline="", errors="strict")
    # strict: an open quotation mark is told, instead of swallowing the rest of the file
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    number = 0
    try:
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:  # the reader goes on with the next line
                yield Row(number, [], stream.tell() / size, is_torn=True)
                continue
            yield Row(number, [without_mark(cell) for cell in cells], stream.tell() / size)
    except UnicodeDecodeError as error:
        raise NotATable("encoding") from error
    finally:
        text.detach()  # the stream is the caller's to close


def sheets_of(book: Any) -> list[str]:
    """Names of the sheets that are shown, in their order."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]


def rows_of_sheet(sheet: Any) -> Iterator[Row]:
    """From a loaded sheet: every row that has something in it."""
    rows = enumerate(sheet.iter_rows(), 1)  # begins with the sheet's first row, empty or not
    last = max(1, sheet.total_height)
    return _filled(Row(n, [_text(cell) for cell in cells], min(1.0, n / last)) for n, cells in rows)


def open_sheet(book: Any, name: str) -> Any:
    """Load a sheet whole. Raises `NotATable`: no_such_sheet, broken_xlsx."""
    from python_calamine import CalamineError

    if name not in book.sheet_names:
        raise NotATable("no_such_sheet")
    try:
        return book.get_sheet_by_name(name)
    except CalamineError as error:
        raise NotATable("broken_xlsx") from error


def open_workbook(source: Path | BinaryIO) -> Any:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        if isinstance(source, Path):
            return CalamineWorkbook.from_path(str(source))
        source.seek(0)
        return CalamineWorkbook.from_filelike(source)
    except PasswordError as error:
        raise NotATable("protected") from error
    except FileNotFoundError as error:
        raise NotATable("gone") from error
    except (CalamineError, OSError) as error:
        raise NotATable("broken_xlsx") from error


def _text(cell: Any) -> str:
    """A cell of a spreadsheet as one would type it: whole numbers without ".0", days as ISO."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).replace("\x00", "")
