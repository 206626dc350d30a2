"""Tables that people take home: CSV as spreadsheets read it, with nothing in it that runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask import Response, stream_with_context

BOM = "\ufeff"  # without it Excel takes UTF-8 for the machine's own code page
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARK = "'"
_ROWS_A_PIECE = 200


def neutral(value: Any) -> Any:
    """`value`, with an apostrophe before text that a spreadsheet would take for a formula."""
    if isinstance(value, str) and value.startswith(_STARTS_A_FORMULA):
        return _MARK + value
    return value


def without_mark(text: str) -> str:
    """The text that `neutral` was given: for files that come back."""
    return text[1:] if text.startswith(_MARK) and text[1:].startswith(_STARTS_A_FORMULA) else text


def csv_pieces(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A CSV file with a byte order mark, some rows at a time; text in it is neutralised."""
    buffer = io.StringIO()
    write = csv.writer(buffer).writerow
    buffer.write(BOM)
    write([neutral(name) for name in header])
    for number, row in enumerate(rows, 1):
        write([neutral(value) for value in row])
        if number % _ROWS_A_PIECE == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """A download, made while it is sent: as many rows as there are, in little memory."""
    pieces = stream_with_context(csv_pieces(header, rows))
    response = Response(pieces, mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
