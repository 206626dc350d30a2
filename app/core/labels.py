"""The reader's words for values of enums: one table, filled by the slices that own the enums."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.core.models import JobState

LABELS: dict[StrEnum, Any] = {
    JobState.QUEUED: _l("waiting"),
    JobState.RUNNING: _l("running"),
    JobState.SUCCEEDED: _l("done"),
    JobState.FAILED: _l("failed"),
    JobState.CANCELLED: _l("cancelled"),
}


def label(member: StrEnum | None) -> str:
    """The words for `member`; a dash for None."""
    return "–" if member is None else str(LABELS[member])


def init_app(app: Flask) -> None:
    app.jinja_env.filters["label"] = label
