"""Why an uploaded file was not taken, as a word: pages say it in the reader's language."""

from __future__ import annotations

from enum import StrEnum


class WhyNot(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    KIND = "kind"
    """Neither of the kinds that are taken, by its content."""
    BROKEN = "broken"
    """It says to be of a kind, and cannot be read as one."""
    TOO_MANY_PIXELS = "too_many_pixels"
    MACROS = "macros"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    HARMFUL = "harmful"


class NotTaken(Exception):
    """An upload is refused; nothing was stored."""

    def __init__(self, why: WhyNot) -> None:
        super().__init__(why.value)
        self.why = why
