"""Reading the file in another way, and saying what its columns mean."""

from __future__ import annotations

import pytest

from app.diagnose.models import ImportState
from tests.diagnose.imports.conftest import PLAN, Desk
from tests.diagnose.imports.files import THAI, csv_file, xlsx_file


def test_the_file_can_be_read_in_another_way(desk: Desk) -> None:
    desk.upload(csv_file("a;b,c\n1;2,3\n"))
    desk.browser.post(f"{desk.path}/read-as", data={"encoding": "utf-8", "delimiter": ";"})
    assert desk.batch.format["header"] == ["a", "b,c"]


def test_another_sheet_can_be_chosen(desk: Desk) -> None:
    desk.upload(xlsx_file([["a"], ["b"]], อื่น=[["ข้อความ"], ["น้ำท่วม"]]))
    desk.browser.post(f"{desk.path}/read-as", data={"sheet": "อื่น"})
    assert desk.batch.format["header"] == ["ข้อความ"]


@pytest.mark.parametrize(
    "said", [{"encoding": "utf-8", "delimiter": ","}, {"encoding": "klingon", "delimiter": ","}]
)
def test_a_way_that_does_not_work_is_said_and_changes_nothing(
    desk: Desk, said: dict[str, str]
) -> None:
    desk.upload(csv_file(THAI, "cp874"))
    assert desk.browser.post(f"{desk.path}/read-as", data=said).status_code == 422
    assert desk.batch.format["encoding"] == "cp874"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "ไม่มีคอลัมน์นี้"}, "text"),
        ({"person": "ข้อความ"}, "person"),
        ({"fixed_channel": ""}, "fixed_channel"),
        ({"fixed_channel": "pigeon"}, "fixed_channel"),
        ({"declaration": ""}, "declaration"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_chosen_stays(
    desk: Desk, said: dict[str, str], field: str
) -> None:
    desk.upload()
    answer = desk.check(**{"fixed_mission_group": "digital-society", **said})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert '<option selected value="digital-society">' in answer.text
    assert desk.batch.job_id is None


def test_what_was_said_before_is_filled_in_when_columns_are_changed(desk: Desk) -> None:
    desk.upload()
    desk.check(fixed_mission_group="digital-society", created_at="")
    page = desk.browser.get(f"{desk.path}/columns").text
    assert '<option selected value="digital-society">' in page
    assert PLAN["declaration"] in page
    assert '<option selected value="วันที่">' not in page


def test_reading_it_differently_makes_a_check_void(desk: Desk) -> None:
    desk.upload()
    desk.check()
    desk.browser.post(f"{desk.path}/read-as", data={"encoding": "utf-8", "delimiter": ";"})
    batch = desk.batch
    assert (batch.state, batch.mapping, batch.rows_good) == (ImportState.UPLOADED, {}, None)
    assert desk.confirm().status_code == 303
    assert desk.batch.state == ImportState.UPLOADED
