"""Everything that the platform holds of a person: each slice adds its part.

    @personal_data.contribute("ideas", _l("Your ideas"))
    def ideas(person): return ({"title": idea.title, …} for idea in …)

A row is a dict of plain values and enums, made anew at each call; its keys are the columns of the
table.
`contribute_files` adds files beside: pairs of a name inside the archive, and where it lies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.accounts.models import Person

Row = dict[str, Any]
Rows = Callable[[Person], Iterable[Row]]
Files = Callable[[Person], Iterable[tuple[str, Path]]]


@dataclass(frozen=True)
class Part:
    key: str
    title: Any
    rows: Rows


PARTS: dict[str, Part] = {}
FILES: list[Files] = []


def contribute(key: str, title: Any) -> Callable[[Rows], Rows]:
    """`title` is lazy: translated for each reader."""

    def register(rows: Rows) -> Rows:
        PARTS[key] = Part(key, title, rows)
        return rows

    return register


def contribute_files(files: Files) -> Files:
    FILES.append(files)
    return files


def parts() -> list[Part]:
    return list(PARTS.values())


def files_of(person: Person) -> list[tuple[str, Path]]:
    return [pair for files in FILES for pair in files(person)]
