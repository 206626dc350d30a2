"""Who has been erased, in a file outside the database: a restored backup forgets it otherwise.

A line names nobody: the number of the account, when it was made (numbers may be given again after
a restore), when it was erased, and whether the words went too.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app

NAME = "erasures.log"


@dataclass(frozen=True)
class Erased:
    person: int
    made_at: str
    erased_at: str
    words: bool


def line(person_id: int, made_at: datetime, erased_at: datetime, *, words: bool) -> Erased:
    return Erased(person_id, made_at.isoformat(), erased_at.isoformat(), words)


def append(erased: Erased) -> None:
    """On disk when this returns."""
    with path().open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(asdict(erased)) + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def entries() -> Iterator[Erased]:
    """All of them, oldest first. A line that a crash cut short is left out."""
    if not path().exists():
        return
    for text in path().read_text(encoding="utf-8").splitlines():
        try:
            yield Erased(**json.loads(text))
        except (ValueError, TypeError):
            continue


def forget(before: datetime) -> None:
    """Leave out those erased before: no backup is that old any more."""
    kept = [one for one in entries() if datetime.fromisoformat(one.erased_at) >= before]
    if len(kept) < sum(1 for _one in entries()):
        target = path().with_suffix(".new")
        target.write_text("".join(json.dumps(asdict(one)) + "\n" for one in kept), encoding="utf-8")
        os.replace(target, path())


def path() -> Path:
    folder: Path = current_app.config["DATA_DIR"]
    return folder / NAME
