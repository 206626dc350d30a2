"""Checking all rows in the background: counts, reasons, what repeats what."""

from __future__ import annotations

from app.core import clock
from app.core.db import commit
from app.diagnose.commands.intake import text_hash
from app.diagnose.models import ImportState
from tests.diagnose.imports.conftest import Desk, problems, submissions
from tests.diagnose.imports.files import csv_file, xlsx_file
from tests.support import make

MIXED = """id,ข้อความ,วันที่,ช่องทาง
1,น้ำไม่ไหลสามวัน,29/02/2567,โทรศัพท์
2,,29/02/2564,โทรศัพท์
3,น้ำไม่ไหลสามวันนน,,
4,ไฟดับ โทร 081-234-5678,,
5,ไฟดับ โทร 081-234-5678,,
6,เน็ตช้า,,นกพิราบ
"""


def mixed(desk: Desk) -> None:
    desk.upload(csv_file(MIXED))
    desk.check(channel="ช่องทาง")


def test_rows_are_counted_and_nothing_is_imported_yet(desk: Desk) -> None:
    mixed(desk)
    assert desk.counts == (6, 2, 2, 2)
    assert desk.batch.state == ImportState.CHECKED
    assert submissions() == []


def test_each_fault_has_its_row_column_and_value(desk: Desk) -> None:
    mixed(desk)
    told = [(p.row_number, p.reason, p.column) for p in problems() if "repeats" not in p.reason]
    assert told == [
        (3, "empty_text", "ข้อความ"),
        (3, "no_day", "วันที่"),
        (7, "unknown_channel", "ช่องทาง"),
    ]
    page = desk.page()
    assert "29/02/2564" in page
    assert "นกพิราบ" in page


def test_duplicates_tell_what_they_repeat_whatever_the_spelling(desk: Desk) -> None:
    mixed(desk)
    told = [(p.row_number, p.duplicate_of_row) for p in problems() if p.reason == "repeats_row"]
    assert told == [(4, 2), (6, 5)]
    page = desk.page("?show=duplicates")
    assert "081-234" not in page  # an analyst needs no telephone number to see that a row repeats


def test_what_is_stored_already_is_a_duplicate_unless_it_was_withdrawn(desk: Desk) -> None:
    for text, withdrawn in (("น้ำไม่ไหลสามวัน", None), ("ไฟดับทั้งตำบล", clock.now())):
        make.submission(text, text_hash=text_hash(text), withdrawn_at=withdrawn)
    commit()
    desk.upload()
    desk.check()
    assert desk.counts == (2, 1, 0, 1)
    assert problems()[0].duplicate_of_id == submissions()[0].id
    assert f"/diagnose/submissions/{submissions()[0].id}" in desk.page("?show=duplicates")


def test_a_second_check_replaces_the_first(desk: Desk) -> None:
    mixed(desk)
    desk.check()
    assert desk.counts == (6, 3, 1, 2)
    assert {problem.reason for problem in problems()} == {"empty_text", "no_day", "repeats_row"}


def test_problems_are_paged(desk: Desk) -> None:
    desk.upload(csv_file("id,ข้อความ,วันที่\n" + "1,,\n" * 45))
    desk.check()
    page = desk.page("?page=3")
    assert page.count('<th scope="row"') == 5
    assert 'aria-current="page">3' in page


def test_a_file_with_nothing_good_cannot_be_imported(desk: Desk) -> None:
    desk.upload(csv_file("id,ข้อความ,วันที่\n1,,\n"))
    desk.check()
    assert "/confirm" not in desk.page()
    desk.confirm()
    assert desk.batch.state == ImportState.CHECKED


def test_a_workbook_is_checked_as_a_csv_file_is(desk: Desk) -> None:
    rows = [[*line.split(",")] for line in MIXED.splitlines()]
    desk.upload(xlsx_file(rows), "งาน.xlsx")
    desk.check(channel="ช่องทาง")
    assert desk.counts == (6, 2, 2, 2)


def test_a_file_that_went_missing_fails_with_its_reason(desk: Desk) -> None:
    from app.core import files

    desk.upload()
    files.path_of(desk.batch.file).unlink()
    desk.check()
    assert desk.batch.job.error_code == "gone"
    assert 'class="alert alert-danger"' in desk.page()


def test_how_far_it_is_can_be_asked(desk: Desk) -> None:
    desk.upload()
    desk.browser.post(f"{desk.path}/check", data={})  # refused: nothing begins
    assert desk.browser.get(f"{desk.path}/status").json["is_over"]
    desk.check()
    assert desk.browser.get(f"{desk.path}/status").json == {
        "is_over": True,
        "progress": 1.0,
        "stage_text": "กำลังบันทึก",
    }
