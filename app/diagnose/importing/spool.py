"""Rows computed but not yet stored: on disk, so that a file of any length takes little memory."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from types import TracebackType
from typing import Any


class Spool:
    """`add` rows of plain values, then take them in `pieces`. Gone with its `with` block."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  closed below
        self.count = 0

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, row: dict[str, Any]) -> None:
        self._file.write(json.dumps(row, default=_iso, ensure_ascii=False) + "\n")
        self.count += 1

    def pieces(self, size: int) -> Iterator[list[dict[str, Any]]]:
        self._file.seek(0)
        while lines := list(islice(self._file, size)):
            yield [json.loads(line) for line in lines]


def _iso(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"a spool keeps no {type(value).__name__}")
