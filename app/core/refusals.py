"""How a command says no: `Refused`, with a reason that the page says in the reader's language.

Each slice lists its own reasons in `refusals.Why`, and their words in `labels`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class Refused(Exception):
    """A command changed nothing, because the rules do not allow it as things stand now.

    `why` is a member of the slice's own `Why`.
    """

    why: Any

    def __init__(self, why: StrEnum) -> None:
        super().__init__(why.value)
        self.why = why


def require(allowed: bool, why: StrEnum) -> None:
    """Raises `Refused` unless allowed."""
    if not allowed:
        raise Refused(why)
