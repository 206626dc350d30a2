"""Ways from a figure to the records behind it, for readers who may see those."""

from __future__ import annotations

from typing import Any

from flask import current_app, url_for

from app.core.access import current_actor, rule_of
from app.dashboards.periods import Period
from app.missions.models import MissionGroup

NO_GROUP = "none"
"""How the list of submissions is asked for those whose author was not sure of the group."""


def link(endpoint: str, **arguments: Any) -> str | None:
    """The page's address; None for a reader to whom its route is closed."""
    app: Any = current_app
    rule = rule_of(app, endpoint) if endpoint in app.view_functions else None
    if rule is None or not rule(current_actor()):
        return None
    return url_for(endpoint, **{k: v for k, v in arguments.items() if v is not None})


def submissions(
    period: Period, mission_group: MissionGroup | None = None, **also: Any
) -> str | None:
    """The list of submissions with the same filters as the figure."""
    days = {"from_date": period.first, "to_date": period.last}
    chosen = {"group": mission_group.id if mission_group else None} | days | also
    return link("diagnose.submissions", **chosen)
