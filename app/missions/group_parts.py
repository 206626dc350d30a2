"""What later stages put on a mission group's page beside what is open: a button, a figure.

The stages come later than this slice and may import it, never the other way round.
"""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from app.missions.models import MissionGroup

Part = Callable[[MissionGroup], Markup]
"""A piece of the page for this reader; empty where there is nothing for them."""
_parts: list[Part] = []


def contribute(part: Part) -> Part:
    """Register a part (as a decorator)."""
    _parts.append(part)
    return part


def parts(group: MissionGroup) -> list[Markup]:
    return [made for part in _parts if (made := part(group))]
