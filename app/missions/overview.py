"""The framework as readers see it: each stage, whether it is open, and what is open in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core import clock
from app.missions import open_now, queries, rules
from app.missions.models import MissionGroup, Stage, StageKey, StageWindow
from app.missions.open_now import OpenItem


@dataclass(frozen=True)
class StageInGroup:
    """A stage in one mission group now. `closes_at` None while open: no end is set."""

    stage: Stage
    is_open: bool
    closes_at: datetime | None
    items: Sequence[OpenItem]


@dataclass(frozen=True)
class GroupNow:
    """A mission group with what is open in it, over all stages."""

    group: MissionGroup
    stages: Sequence[StageInGroup]

    @property
    def open_stages(self) -> list[Stage]:
        return [entry.stage for entry in self.stages if entry.is_open]


@dataclass(frozen=True)
class Call:
    """What is open under one title, in one mission group or the same in several.

    `each` pairs every item with its mission group, None where it is open in all.
    """

    stage: StageKey
    title: str
    closes_at: datetime | None
    each: Sequence[tuple[OpenItem, MissionGroup | None]]

    @property
    def items(self) -> list[OpenItem]:
        return [item for item, _group in self.each]

    @property
    def groups(self) -> list[MissionGroup | None]:
        return [group for _item, group in self.each]


def calls(items: Iterable[OpenItem], groups: Iterable[MissionGroup]) -> list[Call]:
    """The open items, those of one stage, title and end as one call; in the order given."""
    known: dict[int | None, MissionGroup] = {group.id: group for group in groups}
    found: dict[tuple[StageKey, str, datetime | None], list[OpenItem]] = {}
    for item in items:
        found.setdefault((item.stage, item.title, item.closes_at), []).append(item)
    return [
        Call(stage, title, end, [(item, known.get(item.mission_group_id)) for item in same])
        for (stage, title, end), same in found.items()
    ]


def groups_now(groups: Iterable[MissionGroup], items: Sequence[OpenItem]) -> list[GroupNow]:
    """Each group with its stages. Two queries, whatever the number of groups."""
    stages, windows = queries.stages(), queries.windows()
    return [GroupNow(group, _in_group(group, stages, windows, items)) for group in groups]


def group_now(group: MissionGroup) -> GroupNow:
    return groups_now([group], open_now.open_items())[0]


def _in_group(
    group: MissionGroup,
    stages: Iterable[Stage],
    windows: Sequence[StageWindow],
    items: Sequence[OpenItem],
) -> list[StageInGroup]:
    now = clock.now()
    here = [item for item in items if item.mission_group_id in (None, group.id)]
    return [
        StageInGroup(
            stage=stage,
            is_open=rules.stage_is_open(windows, stage.key, group.id, now)
            or any(item.stage == stage.key for item in here),
            closes_at=rules.closes_at(windows, stage.key, group.id, now),
            items=[item for item in here if item.stage == stage.key],
        )
        for stage in stages
    ]
