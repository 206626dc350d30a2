"""The reader's words for values of enums: one table, filled by the slices that own the enums."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.core.models import JobState


class Labels:
    """Words by enum and member.

    Members of two enums that have the same value are equal to Python: a plain dict would take one
    for the other. So give `update` the members of one enum at a time.
    """

    def __init__(self) -> None:
        self._words: dict[tuple[type[StrEnum], str], Any] = {}

    def update(self, words: Mapping[Any, Any]) -> None:
        for member, text in words.items():
            self._words[type(member), member.value] = text

    def __getitem__(self, member: StrEnum) -> Any:
        return self._words[type(member), member.value]


LABELS = Labels()
LABELS.update(
    {
        JobState.QUEUED: _l("waiting"),
        JobState.RUNNING: _l("running"),
        JobState.SUCCEEDED: _l("done"),
        JobState.FAILED: _l("failed"),
        JobState.CANCELLED: _l("cancelled"),
    }
)


def label(member: StrEnum | None) -> str:
    """The words for `member`; a dash for None."""
    return "–" if member is None else str(LABELS[member])


def init_app(app: Flask) -> None:
    app.jinja_env.filters["label"] = label
