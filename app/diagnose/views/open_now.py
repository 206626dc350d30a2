"""What Diagnose has open now, for the pages of the mission groups."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core import clock
from app.core.i18n import show_number
from app.core.privacy import SMALLEST_CELL
from app.diagnose.queries import intake as queries
from app.diagnose.rules.intake import submissions_are_open
from app.missions import open_now
from app.missions.models import MissionGroup, StageKey, StageWindow
from app.missions.queries import mission_groups


@open_now.contribute
def open_for_submissions() -> list[open_now.OpenItem]:
    """One item a mission group that takes submissions now. Three queries."""
    windows, now = queries.stage_windows(), clock.now()
    if not submissions_are_open(windows, None, now):
        return []
    counted = queries.counts_by_mission_group()
    return [
        _item(group, _closing(windows, group.id, now), counted.get(group.id, 0))
        for group in mission_groups()
        if submissions_are_open(windows, group.id, now)
    ]


def _item(group: MissionGroup, closes_at: datetime | None, count: int) -> open_now.OpenItem:
    return open_now.OpenItem(
        stage=StageKey.DIAGNOSE,
        mission_group_id=group.id,
        title=_("Tell us what is wrong"),
        href=url_for("diagnose.submit", mission_group=group.slug),
        closes_at=closes_at,
        facts=_facts(count),
    )


def _facts(count: int) -> str:
    """The public reads it: no small count."""
    if count < SMALLEST_CELL:
        return ""
    return ngettext(
        "%(count)s submission", "%(count)s submissions", count, count=show_number(count)
    )


def _closing(windows: list[StageWindow], group_id: int, now: datetime) -> datetime | None:
    """When the last of the windows that are open now closes; None: it stays open."""
    ends = [window.closes_at for window in windows if submissions_are_open([window], group_id, now)]
    return None if None in ends else max(end for end in ends if end)
