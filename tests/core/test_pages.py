"""The choice of a language, the error pages, the patterns page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.core import errors
from app.core.db import db
from tests.support.cast import Cast

CODES = (400, 403, 404, 405, 413, 429, 500, 503)
COMPONENTS = (
    "alert-danger", "cards", "chain", "choices", "data-figure", "empty", "filter-bar",
    "job-progress", "pagination", "quote", "rows", "stats", "table-wrap",
)  # fmt: skip
NOBODY_LISTENS = "postgresql://nobody@127.0.0.1:1/nowhere"


@pytest.fixture
def without_database(new_database: Callable[[str], dict[str, object]]) -> FlaskClient:
    """A browser, not a guest's, on an application whose database does not answer."""
    app = create_app(**(new_database("sqlite") | {"DATABASE_URL": NOBODY_LISTENS}))
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "somebody"
    return client


# The choice of a language


def test_the_choice_leads_back_to_the_page_and_stays_in_the_browser(client: FlaskClient) -> None:
    answer = client.post("/language", data={"language": "en", "next": "/process?page=2"})
    assert (answer.status_code, answer.location) == (302, "/process?page=2")
    cookie = client.get_cookie("language")
    assert cookie is not None
    assert (cookie.value, cookie.http_only, cookie.same_site) == ("en", True, "Lax")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "/\x01",
    ],
)
def test_the_choice_leads_to_no_other_site(client: FlaskClient, elsewhere: str) -> None:
    answer = client.post("/language", data={"language": "en", "next": elsewhere})
    assert answer.location == "/"


def test_the_choice_in_this_browser_stands_over_that_in_the_account(
    cast: Cast, as_: Callable[..., FlaskClient]
) -> None:
    cast.mali.language = "en"
    db.session.commit()
    browser = as_(cast.mali)
    assert '<html lang="en"' in browser.get("/process").text
    browser.post("/language", data={"language": "th"})
    assert '<html lang="th"' in browser.get("/process").text


def test_a_language_that_we_do_not_speak_in_the_cookie_is_thai(client: FlaskClient) -> None:
    client.set_cookie("language", "xx")
    assert '<html lang="th"' in client.get("/process").text


# Error pages


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_error_page_says_what_it_is_and_shows_a_way_on(
    app: Flask, code: int, language: str
) -> None:
    with app.test_request_context(headers={"Cookie": f"language={language}"}):
        answer = errors.page(code)
        title, advice = errors.explain(code)
    assert answer.status_code == code
    page = answer.get_data(as_text=True)
    assert f'<html lang="{language}"' in page
    assert page.count("<h1>") == 1
    for expected in (title, advice, 'href="/"', "site.css", f"{code}</p>"):
        assert str(expected).replace("'", "&#39;") in page


def test_error_pages_read_nothing_from_the_database(
    cast: Cast, as_: Callable[..., FlaskClient], queries: Callable
) -> None:
    browser = as_(cast.mali)
    browser.set_cookie("language", "th")
    with queries() as asked:
        assert browser.get("/no/such/page").status_code == 404
    assert asked == []


def test_a_page_of_a_platform_without_its_database_is_a_503(without_database: FlaskClient) -> None:
    answer = without_database.get("/process")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "ระบบไม่ว่างชั่วคราว" in answer.text


def test_other_errors_keep_their_page_without_the_database(without_database: FlaskClient) -> None:
    without_database.set_cookie("language", "en")
    assert "There is no such page" in without_database.get("/no/such/page").text
    without_database.delete_cookie("language")
    assert "ไม่พบหน้านี้" in without_database.get("/no/such/page").text


def test_the_wrong_method_has_a_page_too(client: FlaskClient) -> None:
    answer = client.post("/process")
    assert answer.status_code == 405
    assert "ใช้ที่อยู่นี้ด้วยวิธีนี้ไม่ได้" in answer.text


def test_a_member_who_may_not_is_told_so(cast: Cast, as_: Callable[..., FlaskClient]) -> None:
    answer = as_(cast.mali).get("/units")
    assert answer.status_code == 403
    assert "ท่านไม่มีสิทธิ์เข้าถึงหน้านี้" in answer.text


# The frame


def test_the_header_offers_what_the_reader_may_open(
    cast: Cast, client: FlaskClient, as_: Callable[..., FlaskClient]
) -> None:
    guest, member = client.get("/process").text, as_(cast.mali).get("/process").text
    assert 'href="/sign-in?next=/process"' in guest
    assert "งานเจ้าหน้าที่" not in guest
    assert "Mali" in member
    assert "งานเจ้าหน้าที่" not in member
    assert "งานเจ้าหน้าที่" in as_(cast.ana).get("/process").text


def test_sample_data_are_called_so_on_every_page(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = "ข้อมูลตัวอย่าง: ทุกข้อความ"
    assert notice not in client.get("/process").text
    monkeypatch.setitem(app.config, "SAMPLE_DATA", True)
    assert notice in client.get("/process").text
    assert notice in client.get("/no/such/page").text


# Patterns


@pytest.mark.parametrize("language", ["th", "en"])
def test_patterns_show_every_component(client: FlaskClient, language: str) -> None:
    client.set_cookie("language", language)
    answer = client.get("/patterns")
    assert answer.status_code == 200
    for part in COMPONENTS:
        assert part in answer.text


def test_patterns_are_not_for_production(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "RUAMKID_ENV", "production")
    assert client.get("/patterns").status_code == 404
