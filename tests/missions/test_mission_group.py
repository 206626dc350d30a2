"""The page of a mission group, and the stylesheet that carries the groups' colours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.core import clock
from app.core.db import db
from app.missions.models import Stage, StageKey, StageWindow
from tests.support import make
from tests.support.cast import Cast


def test_it_shows_what_the_group_is_and_who_is_responsible(client: FlaskClient) -> None:
    group = make.mission_group(
        "space-affairs", description_th="คลื่นและดาวเทียม", examples_th="สิทธิดาวเทียม\nคลื่นความถี่",
        provenance="ข้อ ๒ (๔)",
    )  # fmt: skip
    group.units = [make.unit("อช.")]
    db.session.commit()
    page = client.get("/missions/space-affairs").text
    for expected in ("คลื่นและดาวเทียม", "<li>สิทธิดาวเทียม</li>", "<li>อช.</li>", "ข้อ ๒ (๔)",
                     'href="/submit?mission_group=space-affairs"'):  # fmt: skip
        assert expected in page


def test_a_group_that_is_not_there_is_a_404(client: FlaskClient) -> None:
    assert client.get("/missions/no-such-group").status_code == 404


def test_a_stage_is_open_only_in_the_group_of_its_window(client: FlaskClient) -> None:
    here, elsewhere = make.mission_group("here"), make.mission_group("elsewhere")
    db.session.add(Stage(key=StageKey.DISCOVER, position=2, name_th="ขั้นสอง", name_en="Two"))
    now = clock.now()
    db.session.add(
        StageWindow(
            stage=StageKey.DISCOVER, mission_group_id=here.id, opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=1),
        )
    )  # fmt: skip
    db.session.commit()
    assert "เปิดอยู่" in client.get(f"/missions/{here.slug}").text
    assert "ยังไม่เปิด" in client.get(f"/missions/{elsewhere.slug}").text


def test_a_challenge_shows_in_its_own_group_only(client: FlaskClient, cast: Cast) -> None:
    group = make.mission_group("here")
    make.mission_group("elsewhere")
    make.stages_open()
    make.challenge(make.issue(group, cast.ana), cast.cora, title="โจทย์ของกลุ่มนี้")
    db.session.commit()
    assert "โจทย์ของกลุ่มนี้" in client.get("/missions/here").text
    assert "โจทย์ของกลุ่มนี้" not in client.get("/missions/elsewhere").text


@pytest.mark.parametrize(("who", "offered"), [("mali", False), ("cora", False), ("ada", True)])
def test_only_an_administrator_is_offered_to_edit_it(
    cast: Cast, as_: Callable[..., FlaskClient], who: str, offered: bool
) -> None:
    make.mission_group("here")
    db.session.commit()
    page = as_(getattr(cast, who)).get("/missions/here").text
    assert ('href="/missions/here/edit"' in page) is offered


def test_colours_come_as_a_stylesheet_that_may_be_cached(client: FlaskClient) -> None:
    make.mission_group("here")
    db.session.commit()
    answer = client.get("/missions.css")
    assert answer.mimetype == "text/css"
    assert '[data-mission="here"]{--accent:#1F5E94}' in answer.text
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    again = client.get("/missions.css", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_what_is_no_colour_never_reaches_the_stylesheet(client: FlaskClient) -> None:
    make.mission_group("broken").colour = "r}a{b"
    db.session.commit()
    assert client.get("/missions.css").text == ""
