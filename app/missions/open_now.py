"""What is open now: each stage's slice says what it has open, and mission pages show all of it.

The stages come later than this slice and may import it, never the other way round.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.missions.models import StageKey


@dataclass(frozen=True)
class OpenItem:
    """Something that people can take part in now.

    `mission_group_id` None: in every mission group. `facts` is a short translated line such as
    "12 ideas, 40 votes".
    """

    stage: StageKey
    mission_group_id: int | None
    title: str
    href: str
    closes_at: datetime | None = None
    facts: str = ""


Provider = Callable[[], list[OpenItem]]
"""All open items of one slice, in a number of queries that does not grow with them."""
_providers: list[Provider] = []


def contribute(provider: Provider) -> Provider:
    """Register a slice's provider (as a decorator)."""
    _providers.append(provider)
    return provider


def open_items() -> list[OpenItem]:
    """What is open now, stage by stage, what closes first coming first."""
    items = [item for provider in _providers for item in provider()]
    order = {stage: number for number, stage in enumerate(StageKey)}
    return sorted(items, key=lambda i: (order[i.stage], i.closes_at is None, i.closes_at or 0))
