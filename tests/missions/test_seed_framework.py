"""Seeding the framework of the memo: complete, repeatable, never over an edit."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core import clock
from app.core.db import db
from app.core.models import AuditEntry
from app.missions import rules
from app.missions.commands import edit_mission_group, seed_framework
from app.missions.models import MissionGroup, Stage, StageKey, StageWindow, Unit
from app.missions.queries import mission_groups, stages, units, windows
from tests.support.cast import Cast

FRAMEWORK = Path(__file__).resolve().parents[2] / "seed_data" / "framework.json"


@pytest.fixture
def seeded(app: Flask) -> dict[str, int]:
    made = seed_framework(FRAMEWORK)
    db.session.commit()
    return made


def test_the_memo_is_seeded_whole(seeded: dict[str, int]) -> None:
    assert seeded == {"units": 8, "mission_groups": 5, "stages": 5, "stage_windows": 1}
    assert [group.slug for group in mission_groups()] == [
        "digital-economy", "digital-society", "digital-infrastructure", "space-affairs", "de-fund",
    ]  # fmt: skip
    assert [stage.key for stage in stages()] == list(StageKey)
    economy, society = mission_groups()[:2]
    assert {unit.code for unit in economy.units} == {"ศก.", "พน.", "ยศ.", "ขศ."}
    assert {unit.code for unit in society.units} == {"สด.", "พน.", "ยศ."}


def test_only_the_name_that_the_memo_gives_is_known(seeded: dict[str, int]) -> None:
    names = {unit.code: unit.name_th for unit in units()}
    assert {code for code, name in names.items() if name} == {"ยศ."}
    assert names["ยศ."] == "กองยุทธศาสตร์และแผนงาน"


def test_everything_says_where_it_comes_from(seeded: dict[str, int]) -> None:
    for row in (*mission_groups(), *stages(), *units()):
        assert "ดศ ๐๔๐๕/๔๕๙" in row.provenance


def test_everything_is_in_both_languages(seeded: dict[str, int]) -> None:
    for group in mission_groups():
        assert all((group.name_th, group.name_en, group.description_th, group.description_en))
        assert len(group.examples_th.splitlines()) == len(group.examples_en.splitlines()) > 0
        assert rules.is_dark_enough(group.colour)
    for stage in stages():
        assert all((stage.summary_th, stage.summary_en, stage.people_th, stage.people_en))
        assert len(stage.methods_th.splitlines()) == len(stage.methods_en.splitlines()) > 0


def test_diagnose_is_open_in_every_group(seeded: dict[str, int]) -> None:
    for group in mission_groups():
        assert rules.stage_is_open(windows(), StageKey.DIAGNOSE, group.id, clock.now())
        assert not rules.stage_is_open(windows(), StageKey.DEVELOP, group.id, clock.now())


def test_a_second_seed_makes_nothing(seeded: dict[str, int]) -> None:
    assert seed_framework(FRAMEWORK) == {}


def test_a_second_seed_leaves_edits_and_closed_stages_alone(
    cast: Cast, seeded: dict[str, int]
) -> None:
    group = mission_groups()[0]
    edit_mission_group(cast.ada, group, units=[], name_th="ชื่อที่แก้แล้ว")
    db.session.execute(sa.delete(StageWindow))
    db.session.commit()
    seed_framework(FRAMEWORK)
    db.session.refresh(group)
    assert (group.name_th, group.units, windows()) == ("ชื่อที่แก้แล้ว", [], [])


def test_what_is_missing_comes_back(seeded: dict[str, int]) -> None:
    db.session.delete(mission_groups()[4])
    db.session.commit()
    assert seed_framework(FRAMEWORK) == {"mission_groups": 1}


def test_the_seed_is_in_the_audit_log(seeded: dict[str, int]) -> None:
    entries = db.session.scalars(sa.select(AuditEntry)).all()
    assert len(entries) == sum(seeded.values())
    assert {entry.actor_roles for entry in entries} == {"system"}


def test_a_broken_file_changes_nothing(app: Flask, tmp_path: Path) -> None:
    broken = tmp_path / "framework.json"
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match="Expecting"):
        seed_framework(broken)
    for model in (MissionGroup, Stage, Unit):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(model)) == 0
