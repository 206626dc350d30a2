"""An administrator's changes of mission groups, units, stages and their windows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.core import audit, clock
from app.core.actors import Actor
from app.core.db import db
from app.core.refusals import require
from app.missions import rules
from app.missions.models import MissionGroup, Stage, StageKey, StageWindow, Unit
from app.missions.refusals import Why

GROUP_FIELDS = (
    "name_th", "name_en", "description_th", "description_en", "examples_th", "examples_en",
    "colour", "provenance",
)  # fmt: skip
UNIT_FIELDS = ("code", "name_th", "name_en", "note", "provenance")
STAGE_FIELDS = (
    "name_th", "name_en", "summary_th", "summary_en", "methods_th", "methods_en",
    "people_th", "people_en", "provenance",
)  # fmt: skip


def edit_mission_group(
    actor: Actor, group: MissionGroup, *, units: Sequence[Unit], **values: Any
) -> None:
    """Change a mission group (see `GROUP_FIELDS`) and its units. Raises `Refused`."""
    require(rules.can_edit_framework(actor), Why.NOT_ALLOWED)
    colour = values.get("colour", group.colour)
    require(rules.is_colour(colour) and rules.is_dark_enough(colour), Why.COLOUR_TOO_PALE)
    before = _state(group, GROUP_FIELDS) | {"units": [unit.code for unit in group.units]}
    _assign(group, GROUP_FIELDS, values)
    group.units = sorted(units, key=lambda unit: unit.id)
    db.session.flush()
    after = _state(group, GROUP_FIELDS) | {"units": [unit.code for unit in group.units]}
    _record(actor, "mission_group.edit", group, before, after)


def add_unit(actor: Actor, **values: Any) -> Unit:
    """Add a responsible unit (see `UNIT_FIELDS`). Raises `Refused`."""
    require(rules.can_edit_framework(actor), Why.NOT_ALLOWED)
    require(not _code_is_taken(values["code"]), Why.CODE_TAKEN)
    unit = Unit(**values)
    db.session.add(unit)
    db.session.flush()
    audit.record(actor, "unit.add", unit, after=_state(unit, UNIT_FIELDS))
    return unit


def edit_unit(actor: Actor, unit: Unit, **values: Any) -> None:
    """Change a unit (see `UNIT_FIELDS`). Raises `Refused`."""
    require(rules.can_edit_framework(actor), Why.NOT_ALLOWED)
    require(not _code_is_taken(values.get("code", unit.code), but=unit), Why.CODE_TAKEN)
    before = _state(unit, UNIT_FIELDS)
    _assign(unit, UNIT_FIELDS, values)
    db.session.flush()
    _record(actor, "unit.edit", unit, before, _state(unit, UNIT_FIELDS))


def edit_stage(actor: Actor, stage: Stage, **values: Any) -> None:
    """Change how a stage is explained (see `STAGE_FIELDS`). Raises `Refused`."""
    require(rules.can_edit_framework(actor), Why.NOT_ALLOWED)
    before = _state(stage, STAGE_FIELDS)
    _assign(stage, STAGE_FIELDS, values)
    db.session.flush()
    _record(actor, "stage.edit", stage, before, _state(stage, STAGE_FIELDS))


def open_window(
    actor: Actor,
    stage: StageKey,
    *,
    mission_group_id: int | None,
    opens_at: datetime,
    closes_at: datetime | None,
) -> StageWindow:
    """Open a stage for a time, in one mission group or (None) in all. Raises `Refused`."""
    require(rules.can_edit_framework(actor), Why.NOT_ALLOWED)
    require(closes_at is None or closes_at > opens_at, Why.CLOSES_BEFORE_OPENING)
    window = StageWindow(
        stage=stage, mission_group_id=mission_group_id, opens_at=opens_at, closes_at=closes_at
    )
    db.session.add(window)
    db.session.flush()
    audit.record(actor, "stage_window.open", window, after=_window(window))
    return window


def close_window(actor: Actor, window: StageWindow) -> None:
    """Close an open window now; drop one that has not begun. Raises `Refused`."""
    require(rules.can_edit_framework(actor), Why.NOT_ALLOWED)
    now = clock.now()
    require(not rules.is_over(window, now), Why.CLOSED_ALREADY)
    before = _window(window)
    if window.opens_at >= now:
        audit.record(actor, "stage_window.drop", window, before=before)
        db.session.delete(window)
    else:
        window.closes_at = now
        audit.record(actor, "stage_window.close", window, before=before, after=_window(window))
    db.session.flush()


def _code_is_taken(code: str, but: Unit | None = None) -> bool:
    others = sa.select(Unit.id).where(Unit.code == code)
    if but is not None:
        others = others.where(Unit.id != but.id)
    return db.session.scalar(others) is not None


def _assign(row: Any, known: Iterable[str], values: dict[str, Any]) -> None:
    unknown = set(values) - set(known)
    if unknown:
        raise TypeError(f"{type(row).__name__} has no {sorted(unknown)}")
    for name, value in values.items():
        setattr(row, name, value)


def _state(row: Any, fields: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in fields}


def _window(window: StageWindow) -> dict[str, Any]:
    return {
        "stage": window.stage.value,
        "mission_group_id": window.mission_group_id,
        "opens_at": window.opens_at.isoformat(),
        "closes_at": window.closes_at.isoformat() if window.closes_at else None,
    }


def _record(
    actor: Actor, action: str, row: Any, before: dict[str, Any], after: dict[str, Any]
) -> None:
    """An audit entry of what changed; none where nothing did."""
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        audit.record(
            actor, action, row,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )  # fmt: skip
