"""Thai first, English second; the Buddhist era for Thai readers; Bangkok's time for all."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core import i18n

LATE = datetime(2026, 9, 30, 18, 30, tzinfo=UTC)  # already 1 October in Bangkok


@pytest.mark.parametrize(
    ("language", "medium", "long"),
    [("th", "1 ต.ค. 2569", "1 ตุลาคม 2569"), ("en", "1 Oct 2026", "1 October 2026")],
)
def test_dates_are_those_of_readers_in_bangkok(
    app: Flask, language: str, medium: str, long: str
) -> None:
    with app.test_request_context(headers={"Cookie": f"language={language}"}):
        assert i18n.show_date(LATE) == medium
        assert i18n.show_date(LATE, "long") == long
        assert i18n.show_date(None) == "–"


def test_a_leap_day_keeps_its_day(app: Flask) -> None:
    with app.test_request_context():
        assert i18n.show_date(date(2024, 2, 29)) == "29 ก.พ. 2567"


def test_hours_are_bangkoks(app: Flask) -> None:
    with app.test_request_context():
        assert i18n.show_datetime(LATE) == "1 ต.ค. 2569 01:30 น."


def test_pages_are_thai_until_english_is_chosen(client: FlaskClient) -> None:
    assert '<html lang="th"' in client.get("/patterns").text
    client.post("/language", data={"language": "en", "next": "/patterns"})
    assert '<html lang="en"' in client.get("/patterns").text


def test_an_unknown_language_is_refused(client: FlaskClient) -> None:
    assert client.post("/language", data={"language": "xx"}).status_code == 400
