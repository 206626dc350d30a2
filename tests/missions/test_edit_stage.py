"""A stage: how it is explained, and when it is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.core import clock
from app.core.db import db
from app.core.models import AuditEntry
from app.core.refusals import Refused
from app.missions.commands import close_window, open_window
from app.missions.models import Stage, StageKey, StageWindow
from app.missions.refusals import Why
from tests.support import make
from tests.support.cast import Cast

Browser = Callable[..., FlaskClient]
EDIT, OPEN, CLOSE = (f"/stages/discover/{last}" for last in ("edit", "windows", "windows/close"))
NOON = datetime(2026, 5, 16, 5, tzinfo=UTC)
WORDS = {
    "name_th": "ชื่อ", "name_en": "Name", "summary_th": "สรุปใหม่", "summary_en": "New",
    "methods_th": "", "methods_en": "", "people_th": "", "people_en": "", "provenance": "",
}  # fmt: skip
DAYS = {"where": "all", "first_day": "2026-06-01", "last_day": "2026-06-30"}


@pytest.fixture(autouse=True)
def stage(app: Flask) -> Stage:
    row = Stage(
        key=StageKey.DISCOVER, position=2, name_th="เดิม", name_en="Old",
        summary_th="สรุปเดิม", summary_en="Old summary",
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    return row


def windows() -> list[StageWindow]:
    return list(db.session.scalars(sa.select(StageWindow).order_by(StageWindow.id)))


def an_open_window(closes_at: datetime | None = None) -> StageWindow:
    row = StageWindow(
        stage=StageKey.DISCOVER, opens_at=clock.now() - timedelta(days=1), closes_at=closes_at
    )
    db.session.add(row)
    db.session.commit()
    return row


@pytest.mark.parametrize("who", ["mali", "ofa", "ana", "cora", "exa"])
def test_nobody_but_an_administrator_may(cast: Cast, as_: Browser, who: str) -> None:
    browser = as_(getattr(cast, who))
    assert browser.get(EDIT).status_code == 403
    for address, data in ((EDIT, WORDS), (OPEN, DAYS), (CLOSE, {"window_id": "1"})):
        assert browser.post(address, data=data).status_code == 403
    assert windows() == []


def test_guests_are_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get(EDIT).location.startswith("/sign-in")
    assert client.post(OPEN, data=DAYS).location.startswith("/sign-in")


@pytest.mark.parametrize("key", ["deliver", "no-such-stage"])
def test_a_stage_that_is_not_there_is_a_404(cast: Cast, as_: Browser, key: str) -> None:
    assert as_(cast.ada).get(f"/stages/{key}/edit").status_code == 404


def test_an_administrator_changes_the_words(cast: Cast, as_: Browser, stage: Stage) -> None:
    assert as_(cast.ada).post(EDIT, data=WORDS).location == EDIT
    db.session.refresh(stage)
    assert (stage.name_th, stage.summary_th) == ("ชื่อ", "สรุปใหม่")
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert entry.before is not None
    assert (entry.action, entry.before["name_th"]) == ("stage.edit", "เดิม")


def test_missing_words_are_said_and_the_others_kept(cast: Cast, as_: Browser, stage: Stage) -> None:
    answer = as_(cast.ada).post(EDIT, data=WORDS | {"name_en": ""})
    assert answer.status_code == 422
    assert "สรุปใหม่" in answer.text
    db.session.refresh(stage)
    assert stage.name_th == "เดิม"


def test_a_window_is_whole_days_in_bangkok(cast: Cast, as_: Browser) -> None:
    with clock.frozen(NOON):
        as_(cast.ada).post(OPEN, data=DAYS)
    (window,) = windows()
    assert window.mission_group_id is None
    assert window.opens_at == datetime(2026, 5, 31, 17, tzinfo=UTC)
    assert window.closes_at == datetime(2026, 6, 30, 17, tzinfo=UTC)


def test_a_window_may_be_of_one_group_and_without_an_end(cast: Cast, as_: Browser) -> None:
    group = make.mission_group("here")
    db.session.commit()
    as_(cast.ada).post(OPEN, data=DAYS | {"where": str(group.id), "last_day": ""})
    (window,) = windows()
    assert (window.mission_group_id, window.closes_at) == (group.id, None)
    assert db.session.scalars(sa.select(AuditEntry.action)).all() == ["stage_window.open"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"first_day": ""}, "กรุณากรอกช่องนี้"),
        ({"first_day": "tomorrow"}, "กรุณาระบุวันที่"),
        ({"last_day": "2026-05-31"}, "วันสุดท้ายต้องไม่มาก่อนวันแรก"),
        ({"first_day": "2569-06-01"}, "กรุณาระบุปีเป็นคริสต์ศักราช"),
        ({"where": "999"}, "กรุณาเลือกจากตัวเลือกที่มีให้"),
    ],
)
def test_days_that_do_not_fit_are_said(
    cast: Cast, as_: Browser, values: dict[str, Any], said: str
) -> None:
    answer = as_(cast.ada).post(OPEN, data=DAYS | values)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert "สรุปเดิม" in answer.text  # the other form of the page stands as it was
    assert windows() == []


def test_an_open_window_is_closed_now(cast: Cast, as_: Browser) -> None:
    window = an_open_window()
    with clock.frozen(clock.now()):
        as_(cast.ada).post(CLOSE, data={"window_id": window.id})
        db.session.refresh(window)
        assert window.closes_at == clock.now()
    assert db.session.scalars(sa.select(AuditEntry.action)).all() == ["stage_window.close"]


def test_a_window_that_has_not_begun_is_taken_away(cast: Cast) -> None:
    coming = open_window(
        cast.ada, StageKey.DISCOVER, mission_group_id=None,
        opens_at=clock.now() + timedelta(days=1), closes_at=None,
    )  # fmt: skip
    close_window(cast.ada, coming)
    assert windows() == []


def test_a_window_that_is_over_stays_as_it_was(cast: Cast, as_: Browser) -> None:
    end = clock.now() - timedelta(hours=1)
    window = an_open_window(closes_at=end)
    answer = as_(cast.ada).post(CLOSE, data={"window_id": window.id}, follow_redirects=True)
    assert "ช่วงเวลานี้ปิดไปก่อนแล้ว" in answer.text
    db.session.refresh(window)
    assert window.closes_at == end


@pytest.mark.parametrize("window_id", ["999", "", "x"])
def test_a_window_that_is_not_there_is_a_404(cast: Cast, as_: Browser, window_id: str) -> None:
    assert as_(cast.ada).post(CLOSE, data={"window_id": window_id}).status_code == 404


def test_a_window_is_closed_on_its_own_stages_page(cast: Cast, as_: Browser) -> None:
    other = StageWindow(stage=StageKey.DIAGNOSE, opens_at=clock.now() - timedelta(days=1))
    db.session.add(other)
    db.session.commit()
    assert as_(cast.ada).post(CLOSE, data={"window_id": other.id}).status_code == 404


def test_the_commands_refuse_whoever_may_not_and_ends_before_beginnings(cast: Cast) -> None:
    times = {"mission_group_id": None, "opens_at": NOON, "closes_at": NOON}
    with pytest.raises(Refused) as refused:
        open_window(cast.ada, StageKey.DISCOVER, **times)  # type: ignore[arg-type]
    assert refused.value.why is Why.CLOSES_BEFORE_OPENING
    with pytest.raises(Refused) as refused:
        close_window(cast.cora, an_open_window())
    assert refused.value.why is Why.NOT_ALLOWED
