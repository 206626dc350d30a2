"""What is open when: stage windows, read with the clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.accounts.rules import is_administrator
from app.core.actors import Actor
from app.missions.models import StageKey, StageWindow


def can_edit_framework(actor: Actor) -> bool:
    return is_administrator(actor)


def stage_is_open(
    windows: Iterable[StageWindow], stage: StageKey, mission_group_id: int | None, at: datetime
) -> bool:
    """Whether any window of `stage` covers the moment, for this mission group or for all.

    `mission_group_id` None ("not sure") is open where any window is.
    """
    return any(
        window.stage == stage
        and (mission_group_id is None or window.mission_group_id in (None, mission_group_id))
        and window.opens_at <= at
        and (window.closes_at is None or at < window.closes_at)
        for window in windows
    )
