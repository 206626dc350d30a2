"""The reader's words for the values of Diagnose's enums."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from app.diagnose.models import Channel, ImportState, IssueState

INTAKE: dict[StrEnum, Any] = {
    Channel.WEB: _l("website"),
    Channel.EMAIL: _l("e-mail"),
    Channel.TELEPHONE: _l("telephone"),
    Channel.SOCIAL: _l("social media"),
    Channel.PAPER: _l("paper"),
    Channel.MEETING: _l("meeting"),
    Channel.API: _l("another system (API)"),
    ImportState.UPLOADED: _l("uploaded, not checked yet"),
    ImportState.CHECKED: _l("checked, not imported yet"),
    ImportState.IMPORTED: _l("imported"),
    ImportState.DISCARDED: _l("discarded"),
}

ISSUES: dict[StrEnum, Any] = {
    IssueState.CANDIDATE: _l("candidate"),
    IssueState.SHORTLISTED: _l("shortlisted"),
    IssueState.SELECTED: _l("selected"),
    IssueState.CLOSED: _l("closed"),
}

LABELS = INTAKE | ISSUES
