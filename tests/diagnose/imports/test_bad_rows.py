"""Bad rows: downloaded, mended, and imported again."""

from __future__ import annotations

import csv
import io

from tests.diagnose.imports.conftest import Desk, submissions
from tests.diagnose.imports.files import csv_file

BAD = """id,ข้อความ,วันที่
1,"น้ำไม่ไหล
สามวัน",29/02/2564
2,=1+1,30/02/2567
3,ดีแล้ว,01/01/2567
4,เกิน,01/01/2567,อีกค่า
5,,เมื่อวาน
"""


def bad_rows(desk: Desk) -> list[dict[str, str]]:
    text = desk.browser.get(f"{desk.path}/bad-rows.csv").text
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_they_have_the_columns_of_the_file_and_the_reasons(desk: Desk) -> None:
    desk.upload(csv_file(BAD))
    desk.check()
    rows = bad_rows(desk)
    assert list(rows[0]) == ["id", "ข้อความ", "วันที่", "เหตุผลที่ไม่รับ"]
    assert [row["id"] for row in rows] == ["1", "2", "4", "5"]
    assert rows[0]["ข้อความ"] == "น้ำไม่ไหล\nสามวัน"
    assert rows[1]["ข้อความ"] == "'=1+1"
    assert "อีกค่า" in rows[2]["เหตุผลที่ไม่รับ"]
    assert rows[3]["เหตุผลที่ไม่รับ"].count(":") == 2  # two faults, each with its column


def test_mended_they_are_imported_as_they_would_have_been(desk: Desk) -> None:
    desk.upload(csv_file(BAD))
    desk.check()
    desk.confirm()
    text = desk.browser.get(f"{desk.path}/bad-rows.csv").text
    mended = text.replace("29/02/2564", "29/02/2567").replace("30/02/2567", "29/02/2567")
    desk.upload(io.BytesIO(mended.encode()), "แก้แล้ว.csv")
    assert '<option selected value="ข้อความ">' in desk.page()
    desk.check()
    assert desk.counts == (4, 3, 1, 0)
    desk.confirm()
    assert {s.text for s in submissions()} == {"ดีแล้ว", "น้ำไม่ไหล\nสามวัน", "=1+1", "เกิน"}


def test_without_bad_rows_the_file_has_a_header_only(desk: Desk) -> None:
    desk.upload()
    desk.check()
    assert bad_rows(desk) == []
