"""Editing a mission group: who may, what is refused, what the audit log keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.core.db import db
from app.core.models import AuditEntry
from app.core.refusals import Refused
from app.missions.commands import edit_mission_group
from app.missions.models import MissionGroup, Unit
from app.missions.refusals import Why
from tests.support import make
from tests.support.cast import Cast

ADDRESS = "/missions/here/edit"
Browser = Callable[..., FlaskClient]


@pytest.fixture
def group(app: Flask) -> MissionGroup:
    row = make.mission_group("here", description_th="เดิม", description_en="Old")
    db.session.commit()
    return row


def typed(**values: Any) -> dict[str, Any]:
    return {
        "name_th": "ชื่อใหม่", "name_en": "New name", "description_th": "คำอธิบายใหม่",
        "description_en": "New words", "examples_th": "หนึ่ง\r\nสอง", "examples_en": "One\r\nTwo",
        "colour": "#123456", "units": [], "provenance": "ข้อ ๒", **values,
    }  # fmt: skip


def test_guests_are_asked_to_sign_in(client: FlaskClient, group: MissionGroup) -> None:
    for answer in (client.get(ADDRESS), client.post(ADDRESS, data=typed())):
        assert answer.status_code == 302
        assert answer.location.startswith("/sign-in")


@pytest.mark.parametrize("who", ["mali", "modda", "ofa", "ana", "cora", "exa", "suda"])
def test_nobody_but_an_administrator_may(
    cast: Cast, as_: Browser, group: MissionGroup, who: str
) -> None:
    browser = as_(getattr(cast, who))
    assert browser.get(ADDRESS).status_code == 403
    assert browser.post(ADDRESS, data=typed()).status_code == 403
    db.session.refresh(group)
    assert group.description_th == "เดิม"


def test_the_form_shows_what_stands_there_now(
    cast: Cast, as_: Browser, group: MissionGroup
) -> None:
    group.units = [db.session.scalars(sa.select(Unit)).one()]
    db.session.commit()
    page = as_(cast.ada).get(ADDRESS).text
    assert "เดิม" in page
    assert 'value="#1F5E94"' in page
    assert "checked" in page


def test_an_administrator_changes_words_colour_and_units(
    cast: Cast, as_: Browser, group: MissionGroup
) -> None:
    unit = db.session.scalars(sa.select(Unit)).one()
    answer = as_(cast.ada).post(ADDRESS, data=typed(units=[str(unit.id)]))
    assert (answer.status_code, answer.location) == (302, "/missions/here")
    db.session.refresh(group)
    assert (group.name_th, group.colour, group.units) == ("ชื่อใหม่", "#123456", [unit])
    assert group.examples_th == "หนึ่ง\nสอง"


def test_the_audit_log_keeps_what_changed_and_only_that(
    cast: Cast, as_: Browser, group: MissionGroup
) -> None:
    edit_mission_group(cast.ada, group, units=[], description_th="ใหม่", description_en="Old")
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.actor_id) == ("mission_group.edit", cast.ada.id)
    assert (entry.before, entry.after) == ({"description_th": "เดิม"}, {"description_th": "ใหม่"})


def test_saving_without_a_change_is_no_entry(cast: Cast, group: MissionGroup) -> None:
    edit_mission_group(cast.ada, group, units=[], description_th="เดิม")
    assert db.session.scalar(sa.select(sa.func.count(AuditEntry.id))) == 0


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name_th": ""}, "กรุณากรอกช่องนี้"),
        ({"name_en": "x" * 201}, "กรุณากรอกไม่เกิน 200 ตัวอักษร"),
        ({"colour": "#ffee99"}, "สีนี้อ่อนเกินไปจนอ่านยาก"),
        ({"colour": "red}b{"}, "กรุณาระบุสีด้วยเครื่องหมาย #"),
        ({"units": ["999"]}, "กรุณาเลือกจากตัวเลือกที่มีให้"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(
    cast: Cast, as_: Browser, group: MissionGroup, values: dict[str, Any], said: str
) -> None:
    answer = as_(cast.ada).post(ADDRESS, data=typed(**values))
    assert answer.status_code == 422
    assert said in answer.text
    assert "คำอธิบายใหม่" in answer.text
    db.session.refresh(group)
    assert group.description_th == "เดิม"


def test_the_command_refuses_whoever_may_not_and_pale_colours(
    cast: Cast, group: MissionGroup
) -> None:
    with pytest.raises(Refused) as refused:
        edit_mission_group(cast.cora, group, units=[], name_th="x")
    assert refused.value.why is Why.NOT_ALLOWED
    with pytest.raises(Refused) as refused:
        edit_mission_group(cast.ada, group, units=[], colour="#ffffff")
    assert refused.value.why is Why.COLOUR_TOO_PALE


def test_a_group_that_is_not_there_is_a_404(cast: Cast, as_: Browser) -> None:
    assert as_(cast.ada).get("/missions/no-such-group/edit").status_code == 404
