"""The home page: what this is, what is open, the mission groups, the way it works."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from app.core import clock
from app.core.db import db
from app.missions import overview
from app.missions.models import StageKey
from app.missions.open_now import OpenItem
from tests.support import make
from tests.support.cast import Cast


def test_an_empty_platform_says_that_it_is_empty(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "ขณะนี้ยังไม่มีเรื่องที่เปิดรับ" in page
    assert "ยังไม่มีกลุ่มภารกิจ" in page
    assert 'href="/submit"' in page


def test_groups_and_stages_are_shown_in_the_readers_language(client: FlaskClient) -> None:
    make.mission_group("space-affairs", description_th="คำอธิบาย", description_en="In words")
    make.stages_open()
    db.session.commit()
    thai = client.get("/").text
    assert "ด้าน space-affairs" in thai
    assert 'data-mission="space-affairs"' in thai
    assert "เปิดอยู่: ขั้น diagnose" in thai
    client.set_cookie("language", "en")
    english = client.get("/").text
    assert "In words" in english
    assert "Open now: Diagnose" in english


def test_a_challenge_that_is_open_stands_on_the_home_page(client: FlaskClient, cast: Cast) -> None:
    group = make.mission_group()
    shown = make.challenge(make.issue(group, cast.ana), cast.cora, title="โจทย์ที่เปิด")
    make.challenge(make.issue(group, cast.ana), cast.cora, published=False, title="โจทย์ร่าง")
    db.session.commit()
    page = client.get("/").text
    assert f'href="/challenges/{shown.id}"' in page
    assert "โจทย์ที่เปิด" in page
    assert "โจทย์ร่าง" not in page


def test_one_call_in_several_groups_is_one_row(app: Flask) -> None:
    groups = [make.mission_group("a"), make.mission_group("b")]
    end = clock.now() + timedelta(days=1)
    items = [
        OpenItem(StageKey.DIAGNOSE, groups[0].id, "Tell us", "/submit?mission=a"),
        OpenItem(StageKey.DIAGNOSE, groups[1].id, "Tell us", "/submit?mission=b"),
        OpenItem(StageKey.DEVELOP, groups[0].id, "Challenge", "/challenges/1", end),
        OpenItem(StageKey.DISCOVER, None, "Everywhere", "/conversations/1"),
    ]
    calls = overview.calls(items, groups)
    assert [(call.title, len(call.items)) for call in calls] == [
        ("Tell us", 2), ("Challenge", 1), ("Everywhere", 1),
    ]  # fmt: skip
    assert calls[0].groups == groups
    assert calls[1].closes_at == end
    assert calls[2].groups == [None]


def test_more_groups_are_no_more_queries(client: FlaskClient, queries: Callable) -> None:
    make.stages_open()
    make.mission_group("a")
    db.session.commit()
    client.get("/")
    with queries() as few:
        client.get("/")
    for slug in "bcdef":
        make.mission_group(slug)
    db.session.commit()
    with queries() as many:
        client.get("/")
    assert len(many) == len(few)
