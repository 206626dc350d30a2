"""Which rows say what was said before: further up in the file, or in what is stored already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from app.diagnose.importing.check import Checked

AT_A_TIME = 500
"""Rows looked up together."""

Stored = Callable[[Sequence[str]], Mapping[str, int]]
"""Of these hashes, those of stored submissions, each with the id of one."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A good row with its hash; what it repeats, if anything: a row further up, or a submission."""

    checked: Checked
    text_hash: str
    repeats_row: int | None = None
    repeats_id: int | None = None

    @property
    def is_duplicate(self) -> bool:
        return self.repeats_row is not None or self.repeats_id is not None


def compare(
    rows: Iterable[Checked], text_hash: Callable[[str], str], stored: Stored
) -> Iterator[Compared | Checked]:
    """The rows in their order: bad ones as they are, good ones compared."""
    seen: dict[bytes, int] = {}
    rows = iter(rows)
    while part := list(islice(rows, AT_A_TIME)):
        hashes = ["" if row.faults else text_hash(row.values["text"]) for row in part]
        known = stored([hashed for hashed in hashes if hashed])
        for row, hashed in zip(part, hashes, strict=True):
            yield row if row.faults else _compared(row, hashed, seen, known)


def _compared(
    row: Checked, hashed: str, seen: dict[bytes, int], known: Mapping[str, int]
) -> Compared:
    key = bytes.fromhex(hashed)[:16]  # half of it: 200,000 rows stay in 30 MB
    first = seen.setdefault(key, row.row.number)
    if first != row.row.number:
        return Compared(row, hashed, repeats_row=first)
    return Compared(row, hashed, repeats_id=known.get(hashed))
