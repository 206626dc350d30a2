"""What is open when, and who may change the framework."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from app.accounts.rules import is_administrator
from app.core.actors import Actor
from app.missions.models import StageKey, StageWindow

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: what text needs, and colours of mission groups are used behind white text."""


def can_edit_framework(actor: Actor) -> bool:
    return is_administrator(actor)


def covers(window: StageWindow, at: datetime) -> bool:
    return window.opens_at <= at and (window.closes_at is None or at < window.closes_at)


def is_over(window: StageWindow, at: datetime) -> bool:
    return window.closes_at is not None and window.closes_at <= at


def stage_is_open(
    windows: Iterable[StageWindow], stage: StageKey, mission_group_id: int | None, at: datetime
) -> bool:
    """Whether any window of `stage` covers the moment, for this mission group or for all.

    `mission_group_id` None ("not sure") is open where any window is.
    """
    return any(
        window.stage == stage
        and (mission_group_id is None or window.mission_group_id in (None, mission_group_id))
        and covers(window, at)
        for window in windows
    )


def closes_at(
    windows: Iterable[StageWindow], stage: StageKey, mission_group_id: int, at: datetime
) -> datetime | None:
    """When an open stage closes in a mission group: the latest end; None where none is set."""
    ends = [
        window.closes_at
        for window in windows
        if window.stage == stage
        and window.mission_group_id in (None, mission_group_id)
        and covers(window, at)
    ]
    return max((end for end in ends if end), default=None) if all(ends) else None


def is_colour(text: str) -> bool:
    """Whether `text` is a colour as we keep them: #RRGGBB."""
    return COLOUR.fullmatch(text) is not None


def is_dark_enough(colour: str) -> bool:
    """Whether the colour can be read on white, and white on it."""
    return contrast_with_white(colour) >= LEAST_CONTRAST


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of #RRGGBB and white, 1 to 21, by WCAG's definition."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (_linear(channel) for channel in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
