"""How a person's data read on their page: names of columns, and values."""

from __future__ import annotations

import json
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.i18n import show_datetime
from app.core.labels import label

COLUMNS: dict[str, Any] = {
    "number": _l("Number"), "email": _l("E-mail address"), "display_name": _l("Display name"),
    "participant_group": _l("You take part as"), "language": _l("Language"),
    "made_at": _l("Made"), "suspended_at": _l("Suspended since"),
    "digest_every": _l("News by mail"),
    "second_step_since": _l("Second step since"), "role": _l("Role"), "unit": _l("Unit"),
    "given_at": _l("Given"), "purpose": _l("Purpose"), "version": _l("Version"),
    "withdrawn_at": _l("Withdrawn"), "provider": _l("Who vouches"), "linked_at": _l("Linked"),
    "browser": _l("Browser"), "user_agent": _l("What the browser calls itself"),
    "signed_in_at": _l("Signed in"), "last_seen_at": _l("Last seen"), "ends_at": _l("Ends"),
    "second_step_at": _l("Second step"), "at": _l("When"), "about": _l("About"),
    "said": _l("What it says"), "page": _l("Page"), "read_at": _l("Read"),
    "mailed_at": _l("Mailed"), "by_you": _l("By you"), "action": _l("What was done"),
    "object": _l("With what"), "before": _l("Before"), "after": _l("After"),
    "reason": _l("Reason"), "said_at": _l("When"), "text": _l("Text"), "channel": _l("Channel"),
    "mission_group": _l("Mission group"), "consent_version": _l("Version agreed to"),
    "receipt": _l("Receipt"), "challenge": _l("Challenge"), "title": _l("Title"),
    "body": _l("Text"), "tags": _l("Tags"), "province": _l("Province"),
    "district": _l("District"), "cost": _l("Cost (baht)"), "posted_at": _l("Posted"),
    "edited_at": _l("Edited"), "hidden_at": _l("Hidden since"), "hidden_reason": _l("Why hidden"),
    "closed_reason": _l("Why closed"), "idea": _l("Idea"), "details": _l("Further fields"),
    "written_at": _l("Written"), "saved_at": _l("Saved"), "name": _l("Name"),
    "description": _l("Description"), "draft": _l("Draft"), "bytes": _l("Size in bytes"),
    "added_at": _l("Added"), "stance": _l("Stance"), "vote": _l("Vote"), "cast_at": _l("Cast"),
    "network_code": _l("Code of the network, for 90 days"), "comment": _l("Comment"),
    "since": _l("Since"), "answer": _l("Answer"), "answered": _l("It answered you"),
    "note": _l("Your note"), "rule": _l("Rule"), "settled_at": _l("Settled"),
    "undone_at": _l("Undone"), "decision": _l("Decision"), "outcome": _l("Outcome"),
}  # fmt: skip


def column_name(key: str) -> str:
    return str(COLUMNS.get(key, key.replace("_", " ")))


def shown(value: Any) -> str:
    """A value for readers; a dash where there is none."""
    if value is None or value == "":
        return "–"
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ", ".join(value) or "–"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return _word(value)


def _word(value: Any) -> str:
    if isinstance(value, StrEnum):
        return _of_enum(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return show_datetime(value) if isinstance(value, datetime) else str(value)


def _of_enum(member: StrEnum) -> str:
    try:
        return label(member)
    except KeyError:  # of those that no page shows
        return member.value
