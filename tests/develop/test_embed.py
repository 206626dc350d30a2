"""The list of a challenge's ideas in a frame on other sites."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.db import commit
from tests.develop.conftest import Scene
from tests.support import make

As = Callable[[Person], FlaskClient]


def test_it_may_be_framed_anywhere_and_nothing_else_may(scene: Scene, client: FlaskClient) -> None:
    answer = client.get(f"/embed/challenges/{scene.challenge.id}")
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "X-Frame-Options" not in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for address in (f"/challenges/{scene.challenge.id}", "/embed/challenges/999", "/"):
        other = client.get(address)
        assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]
        assert other.headers["X-Frame-Options"] == "DENY"


def test_it_runs_no_script_and_sets_no_cookie(scene: Scene, client: FlaskClient, as_: As) -> None:
    for browser in (client, as_(scene.cast.mali)):
        answer = browser.get(f"/embed/challenges/{scene.challenge.id}")
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        for mark in ("<script", "<form", "<img", "style="):
            assert mark not in answer.text


def test_it_is_the_same_for_everybody(scene: Scene, client: FlaskClient, as_: As) -> None:
    hidden = make.hidden_idea(scene.challenge, scene.cast.mali, scene.cast.modda)
    commit()
    address = f"/embed/challenges/{scene.challenge.id}"
    page = client.get(address).text
    assert scene.idea.title in page
    assert f"/ideas/{hidden.id}" not in page
    assert as_(scene.cast.mali).get(address).text == page


def test_the_first_five_and_the_way_to_all(scene: Scene, client: FlaskClient) -> None:
    for number in range(8):
        make.idea(scene.challenge, scene.cast.mana, f"แนวคิดที่ {number}")
    commit()
    page = client.get(f"/embed/challenges/{scene.challenge.id}").text
    assert page.count('<a href="/ideas/') == 5
    assert "ดูแนวคิดทั้งหมด 10 แนวคิด" in page


def test_the_address_chooses_the_language(scene: Scene, client: FlaskClient) -> None:
    address = f"/embed/challenges/{scene.challenge.id}"
    assert '<html lang="en">' in client.get(f"{address}?language=en").text
    client.set_cookie("language", "en")
    for query in ("", "?language=xx"):
        assert '<html lang="th">' in client.get(address + query).text


def test_a_draft_is_shown_to_nobody(scene: Scene, client: FlaskClient, as_: As) -> None:
    draft = make.challenge(scene.issue, scene.cast.cora, published=False)
    commit()
    for browser in (client, as_(scene.cast.cora)):
        assert browser.get(f"/embed/challenges/{draft.id}").status_code == 404
    assert "&lt;iframe" not in as_(scene.cast.cora).get(f"/challenges/{draft.id}").text


def test_the_challenges_page_offers_what_to_copy(scene: Scene, client: FlaskClient) -> None:
    scene.challenge.title = 'โจทย์ "เน็ต" <b>'
    commit()
    page = client.get(f"/challenges/{scene.challenge.id}").text
    start = page.index("&lt;iframe")
    snippet = unescape(page[start : page.index("</textarea>")])
    assert f'src="http://127.0.0.1:8000/embed/challenges/{scene.challenge.id}"' in snippet
    assert 'title="โจทย์ &#34;เน็ต&#34; &lt;b&gt;"' in snippet
