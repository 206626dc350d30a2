"""How a file is to be read, found out from the file itself; and its first rows, to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from app.diagnose.tables.encodings import encoding_of, is_written_in
from app.diagnose.tables.kinds import kind_of
from app.diagnose.tables.problems import NotATable
from app.diagnose.tables.rows import (
    DELIMITERS,
    Row,
    open_sheet,
    open_workbook,
    read_rows,
    rows_of_sheet,
    sheets_of,
)

SAMPLE = 8
JUDGED = 60  # rows by which a delimiter is judged


@dataclass(frozen=True)
class Table:
    """How to read a file, its header, and its first rows as they stand.

    `notices`: duplicate_names, unnamed_columns, merged_cells, torn_rows.
    """

    kind: str
    encoding: str = ""
    delimiter: str = ","
    sheet: str = ""
    sheets: Sequence[str] = ()
    header_row: int = 1
    header: Sequence[str] = ()
    sample: Sequence[Sequence[str]] = ()
    notices: Sequence[str] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Table:
        return cls(**kept)

    def rows(self, source: Path | BinaryIO) -> Iterator[Row]:
        """All rows of the file that have something in them, below the header."""
        rows = read_rows(source, self.kind, self.encoding, self.delimiter, self.sheet)
        return (row for row in rows if row.number > self.header_row)


def detect(
    stream: BinaryIO,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> Table:
    """Find out how to read the stream; what is given is taken for granted. Raises `NotATable`."""
    if kind_of(stream) == "xlsx":
        return _workbook(stream, sheet)
    return _text_file(stream, encoding, delimiter)


def _workbook(stream: BinaryIO, chosen: str | None) -> Table:
    """The chosen sheet, or the first with something in it. Loading takes long: once each."""
    book = open_workbook(stream)
    names = sheets_of(book)
    for name in [chosen] if chosen else names:
        sheet = open_sheet(book, name)
        first = list(islice(rows_of_sheet(sheet), SAMPLE + 1))
        if first:
            notices = ["merged_cells"] if sheet.merged_cell_ranges else []
            table = Table("xlsx", sheet=name, sheets=names, notices=notices)
            return _with_first_rows(table, first)
    raise NotATable("empty")


def _text_file(stream: BinaryIO, encoding: str | None, delimiter: str | None) -> Table:
    if encoding and not is_written_in(stream, encoding):
        raise NotATable("encoding")
    encoding = encoding or encoding_of(stream)
    delimiter = delimiter or delimiter_of(stream, encoding)
    first = list(islice(read_rows(stream, "csv", encoding, delimiter, ""), SAMPLE + 1))
    return _with_first_rows(Table("csv", encoding=encoding, delimiter=delimiter), first)


def delimiter_of(stream: BinaryIO, encoding: str) -> str:
    """The delimiter with which most of the first rows are as wide as the header is."""
    return max(DELIMITERS, key=lambda sign: _fit(stream, encoding, sign))


def _fit(stream: BinaryIO, encoding: str, delimiter: str) -> tuple[float, int]:
    rows = list(islice(read_rows(stream, "csv", encoding, delimiter, ""), JUDGED))
    width = len(rows[0].cells) if rows else 0
    if width < 2:
        return (0.0, 0)  # all alike: the first is taken
    return (sum(len(row.cells) == width for row in rows) / len(rows), width)


def _with_first_rows(table: Table, first: Sequence[Row]) -> Table:
    if not first:
        raise NotATable("empty")
    if len(first) == 1:
        raise NotATable("torn" if first[0].is_torn else "only_header")
    header, notices = _names(first[0])
    if any(row.is_torn for row in first):
        notices.append("torn_rows")
    return replace(
        table,
        header_row=first[0].number,
        header=header,
        sample=[_fitted(row.cells, len(header)) for row in first[1:]],
        notices=[*table.notices, *notices],
    )


def _names(row: Row) -> tuple[list[str], list[str]]:
    """A name of its own for every column, and what had to be done for it."""
    cells = [cell.strip() for cell in row.cells]
    while cells and not cells[-1]:
        cells.pop()
    notices = []
    if any(not cell for cell in cells):
        notices.append("unnamed_columns")
    named = [cell or f"({letters(place)})" for place, cell in enumerate(cells)]
    if len(set(named)) < len(named):
        notices.append("duplicate_names")
    return _each_once(named), notices


def _each_once(names: Sequence[str]) -> list[str]:
    """`text, text` → `text, text (2)`."""
    taken: Counter[str] = Counter()
    known = set(names)
    unique = []
    for name in names:
        taken[name] += 1
        candidate, number = name, taken[name]
        while number > 1 and (candidate := f"{name} ({number})") in known:
            number += 1
        known.add(candidate)
        unique.append(candidate)
    return unique


def _fitted(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))][:width]


def letters(place: int) -> str:
    """What a spreadsheet calls the column: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
