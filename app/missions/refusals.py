"""Why something was refused, as a word: the pages say it in the reader's language."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    NOT_ALLOWED = "not_allowed"
    CODE_TAKEN = "code_taken"
    COLOUR_TOO_PALE = "colour_too_pale"
    CLOSES_BEFORE_OPENING = "closes_before_opening"
    CLOSED_ALREADY = "closed_already"
