"""Uploading a file: who may, what is refused, what is found."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.db import db
from app.core.models import AuditEntry
from app.diagnose.models import ImportBatch, ImportState
from tests.diagnose.imports.conftest import Desk
from tests.diagnose.imports.files import THAI, csv_file, xlsx_file
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]


@pytest.mark.parametrize("who", ["mali", "ofa", "modda", "cora", "exa", "ada", "suda"])
def test_only_analysts_import(as_: As, cast: Cast, who: str) -> None:
    browser = as_(getattr(cast, who))
    assert browser.get("/diagnose/imports").status_code == 403
    assert Desk(browser).upload().status_code == 403
    assert db.session.scalar(sa.select(ImportBatch)) is None


def test_a_guest_is_asked_to_sign_in(client: FlaskClient, cast: Cast) -> None:
    assert "/sign-in" in client.get("/diagnose/imports").location
    assert "/sign-in" in Desk(client).upload().location


def test_the_file_is_kept_and_what_was_found_is_shown(desk: Desk) -> None:
    answer = desk.upload(csv_file(THAI.replace(",", ";"), "cp874"))
    batch = desk.batch
    assert (answer.status_code, answer.location) == (303, desk.path)
    assert (batch.state, batch.file.name) == (ImportState.UPLOADED, "เรื่องร้องเรียน.csv")
    page = desk.page()
    assert "Windows-874" in page
    assert "น้ำไม่ไหลสามวัน" in page
    assert '<option selected value="ข้อความ">' in page  # the text, guessed by its name
    assert '<option selected value="วันที่">' in page


def test_a_workbook_offers_its_sheets(desk: Desk) -> None:
    desk.upload(xlsx_file([["ข้อความ"], ["น้ำท่วม"]], อื่น=[["a"], ["b"]]), "งาน.xlsx")
    page = desk.page()
    assert "น้ำท่วม" in page
    assert '<option value="อื่น">' in page


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7", "This is a PDF"),
        (b"\x89PNG\r\n", "This is a picture"),
        (b"<html>", "save it as CSV UTF-8"),
        (b"text\n", "no rows below it"),
    ],
)
def test_what_is_no_table_is_refused_in_words(desk: Desk, content: bytes, said: str) -> None:
    desk.browser.set_cookie("language", "en")
    db.session.execute(sa.text("UPDATE people SET language = 'en'"))
    db.session.commit()
    answer = desk.upload(io.BytesIO(content))
    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.scalar(sa.select(ImportBatch)) is None


def test_no_file_is_said(desk: Desk) -> None:
    assert desk.browser.post("/diagnose/imports", data={}).status_code == 422


def test_it_is_listed_and_in_the_audit_log(desk: Desk) -> None:
    desk.upload()
    assert "เรื่องร้องเรียน.csv" in desk.browser.get("/diagnose/imports").text
    assert db.session.scalars(sa.select(AuditEntry.action)).all() == ["import.upload"]


def test_the_list_asks_a_constant_number_of_queries(desk: Desk, queries: Callable[[], Any]) -> None:
    counts = []
    for _ in range(2):
        for _ in range(3):
            desk.upload()
        with queries() as asked:
            desk.browser.get("/diagnose/imports")
        counts.append(len(asked))
    # the session with its person, the roles; how many, which ones; their uploaders' roles
    assert counts[0] == counts[1] <= 5, counts
