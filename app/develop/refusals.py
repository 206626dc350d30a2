"""Why something was refused, as a word: the pages say it in the reader's language."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    NOT_ALLOWED = "not_allowed"
    ISSUE_NOT_SELECTED = "issue_not_selected"
    BAD_PHASES = "bad_phases"
    ALREADY_PUBLISHED = "already_published"
    NOT_PUBLISHED = "not_published"
    ALL_OVER = "all_over"
    NOT_LONGER = "not_longer"
    IS_OVER = "is_over"
    HIDDEN = "hidden"
    NOT_OPEN_YET = "not_open_yet"
    OVER = "over"
    NOTHING_TO_DO = "nothing_to_do"
