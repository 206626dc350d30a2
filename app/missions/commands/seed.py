"""Seed the framework of the memo: create what is missing, never touch what is there."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.core import audit, clock
from app.core.db import db
from app.missions.models import MissionGroup, Stage, StageKey, StageWindow, Unit

Record = dict[str, Any]


def seed_framework(path: Path) -> dict[str, int]:
    """Create the units, mission groups and stages of a framework file that are not there yet.

    Rows that exist keep every edit of an administrator; so do the units of a group that exists.
    Diagnose opens in all groups with the first seed, as nothing could begin otherwise.
    Returns how many of each were made. Raises `OSError` or `ValueError` for a bad file.
    """
    framework: Record = json.loads(path.read_text(encoding="utf-8"))
    made: Counter[str] = Counter()
    units = _seed_units(framework, made)
    _seed_groups(framework, units, made)
    first = _seed_stages(framework, made)
    if first:
        _open_diagnose(made)
    return dict(made)


def _seed_units(framework: Record, made: Counter[str]) -> dict[str, Unit]:
    units = {unit.code: unit for unit in db.session.scalars(sa.select(Unit))}
    notes = {note["id"]: note["text_th"] for note in framework["notes"]}
    for record in framework["units"]:
        if record["abbreviation"] in units:
            continue
        unit = Unit(
            code=record["abbreviation"],
            name_th=record["name_th"],
            name_en=record["name_en"],
            note=record.get("role_th") or notes.get(record.get("note", ""), ""),
            provenance=_provenance(framework, record),
        )
        units[unit.code] = _added(unit, "unit.seed", made)
    return units


def _seed_groups(framework: Record, units: dict[str, Unit], made: Counter[str]) -> None:
    known = set(db.session.scalars(sa.select(MissionGroup.slug)))
    for record in framework["mission_groups"]:
        if record["slug"] in known:
            continue
        group = MissionGroup(
            slug=record["slug"],
            position=record["order"],
            colour=record["accent"],
            examples_th=_lines(record["examples"], "th"),
            examples_en=_lines(record["examples"], "en"),
            provenance=_provenance(framework, record),
            units=[units[code] for code in record["units"] if code in units],
            **_in_both(record, "name", "description"),
        )
        _added(group, "mission_group.seed", made)


def _seed_stages(framework: Record, made: Counter[str]) -> bool:
    """Returns whether this was the first time: no stage had been there."""
    known = set(db.session.scalars(sa.select(Stage.key)))
    people = {group["slug"]: group for group in framework["participant_groups"]}
    for record in framework["stages"]:
        if StageKey(record["slug"]) in known:
            continue
        groups = [people[slug] for slug in record["people"]]
        stage = Stage(
            key=StageKey(record["slug"]),
            position=record["order"],
            methods_th=_lines(record["methods"], "th"),
            methods_en=_lines(record["methods"], "en"),
            people_th="\n".join(group["name_th"] for group in groups),
            people_en="\n".join(group["name_en"] for group in groups),
            provenance=_provenance(framework, record),
            **_in_both(record, "name", "summary"),
        )
        _added(stage, "stage.seed", made)
    return not known


def _open_diagnose(made: Counter[str]) -> None:
    window = StageWindow(stage=StageKey.DIAGNOSE, opens_at=clock.now())
    _added(window, "stage_window.seed", made)


def _added(row: Any, action: str, made: Counter[str]) -> Any:
    db.session.add(row)
    db.session.flush()
    audit.record(None, action, row)
    made[row.__tablename__] += 1
    return row


def _in_both(record: Record, *names: str) -> dict[str, str]:
    return {f"{name}_{code}": record[f"{name}_{code}"] for name in names for code in ("th", "en")}


def _lines(entries: list[dict[str, str]], code: str) -> str:
    return "\n".join(entry[code] for entry in entries)


PARTS = {
    "attached_measure": "มาตรการที่แนบ",
    "memorandum": "บันทึกข้อความ",
    "both": "บันทึกข้อความและมาตรการที่แนบ",
}


def _provenance(framework: Record, record: Record) -> str:
    """Where the record comes from, as a line of Thai: the document is Thai."""
    where = record["provenance"]
    section = where["section"]
    article = "ข้อ " if section[0] in "๐๑๒๓๔๕๖๗๘๙" else ""
    return f"{framework['source']['document']} ({PARTS[where['part']]}) {article}{section}"
