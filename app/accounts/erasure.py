"""What later stages do when a person is erased: they add it here, and erasing runs all of it.

Each function is called with the person while their ledger key is still there. It may change rows,
and neither commits nor keeps anything that tells who it was.
"""

from __future__ import annotations

from collections.abc import Callable

from app.accounts.models import Person

Part = Callable[[Person], None]
ON_ERASURE: list[Part] = []


def contribute(part: Part) -> Part:
    ON_ERASURE.append(part)
    return part


def run(person: Person) -> None:
    for part in ON_ERASURE:
        part(person)
