"""/figures: what everybody sees. No cell under 10, nor a way to work one out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from html import unescape

import pytest
from flask.testing import FlaskClient

from app.core.db import commit
from app.dashboards import public
from app.dashboards.queries import Totals
from app.diagnose.models import IssueState
from tests.dashboards.conftest import Scene, said, vote
from tests.support import make
from tests.support.cast import make_person

Queries = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def reader(client: FlaskClient) -> FlaskClient:
    client.set_cookie("language", "en")
    return client


@pytest.fixture
def busy(scene: Scene) -> Scene:
    """Enough to show: 20 in society, 12 in space, 4 of those unsure; 15 votes on one idea."""
    for number in range(18):
        said(3 + number / 100, source_person=f"q{number}", mission_group_id=scene.society.id)
    for number in range(11):
        said(40 + number / 100, source_person=f"r{number}", mission_group_id=scene.space.id)
    for number in range(2):
        said(41 + number / 100)
    for number in range(14):
        vote(scene.idea, make_person(f"voter{number}").id)
    commit()
    return scene


def cells(page: str) -> dict[str, list[str]]:
    """Row's name → its cells, of all tables of the page."""
    rows = re.findall(r'<th scope="row".*?>(.*?)</th>(.*?)</tr>', page, re.DOTALL)
    strip = lambda html: re.sub(r"<.*?>", "", html).strip()  # noqa: E731  one line
    return {
        strip(name): [strip(cell) for cell in re.findall(r"<td.*?>(.*?)</td>", rest, re.DOTALL)]
        for name, rest in rows
    }


def test_a_small_group_takes_another_one_out_with_it(busy: Scene, reader: FlaskClient) -> None:
    """4 were unsure: neither they nor the next larger group may be shown beside the total."""
    found = cells(reader.get("/figures").text)
    assert found["Digital society"] == ["20", "not shown", "15"]
    assert found["Space affairs"][0] == "not shown"
    assert found["Not sure which"][0] == "not shown"


def test_no_ideas_are_not_called_hidden_where_none_could_be(
    busy: Scene, reader: FlaskClient
) -> None:
    """Space had no challenge: "not shown" would be worked out as 0 from the total."""
    found = cells(reader.get("/figures").text)
    assert found["Space affairs"][1:] == ["no challenge yet"]


def test_a_challenge_without_votes_is_a_small_cell(busy: Scene, reader: FlaskClient) -> None:
    """15 votes are in society, as is their total: shown, they would tell of the 0 in space."""
    make.challenge(make.issue(busy.space, busy.cast.ana), busy.cast.cora)
    commit()
    found = cells(reader.get("/figures").text)
    assert found["Digital society"][2] == "not shown"
    assert found["Space affairs"][1:] == ["not shown", "not shown"]


def test_the_single_numbers(busy: Scene, reader: FlaskClient) -> None:
    page = reader.get("/figures").text
    assert re.findall(r'<dd class="tile-value.*?">(.*?)</dd>', page) == [
        "36",
        "47",
        "not shown",
        "15",
        "not shown",
    ]


def test_no_number_under_ten_is_anywhere_in_the_figures(busy: Scene, reader: FlaskClient) -> None:
    page = reader.get("/figures").text
    numbers = [int(cell) for row in cells(page).values() for cell in row if cell.isdigit()]
    for spec in re.findall(r'data-figure="(.*?)"', page):
        for trace in json.loads(unescape(spec))["data"]:
            axis = trace["x"] if trace.get("orientation") == "h" else trace["y"]
            numbers += [value for value in axis if value is not None]
    assert numbers
    assert min(numbers) >= 10


def test_what_is_open_does_not_tell_how_little_is_in_it(busy: Scene, reader: FlaskClient) -> None:
    page = reader.get("/figures").text
    opened = page[page.index('id="open-now"') :]
    assert busy.challenge.title in opened
    assert "1 idea" not in opened
    assert "submissions" not in opened[: opened.index("</section>")]


def test_months_before_the_first_submission_are_left_out(busy: Scene, reader: FlaskClient) -> None:
    found = cells(reader.get("/figures").text)
    assert found["Oct 2026"] == ["15"]
    assert found["Nov 2026"] == ["21"]
    assert "Sep 2026" not in found


def test_what_was_said_without_an_author_is_a_cell_too() -> None:
    shown = public.shown_totals(Totals(40, 3, 20, 0, 0, 0))
    assert shown["unsigned_submissions"] is None
    assert public.shown_totals(Totals(40, 13, 20, 0, 0, 0))["unsigned_submissions"] == 13


def test_leading_ideas_do_not_tell_of_a_small_one(busy: Scene, reader: FlaskClient) -> None:
    second = make.idea(busy.challenge, busy.cast.mali, "ซ่อมใน 7 วัน")
    vote(second, busy.cast.ana.id)
    commit()
    found = cells(reader.get("/figures").text)
    assert found["ตั้งเสาสัญญาณชุมชน"] == ["not shown"]
    assert found["ซ่อมใน 7 วัน"] == ["not shown"]


def test_only_public_things_are_named(busy: Scene, reader: FlaskClient) -> None:
    make.issue(busy.space, busy.cast.ana, IssueState.CANDIDATE, title="ร่างประเด็น")
    make.challenge(busy.issue, busy.cast.cora, published=False, title="โจทย์ที่ยังเป็นร่าง")
    commit()
    page = reader.get("/figures").text
    assert busy.issue.title in page
    for secret in ("ร่างประเด็น", "โจทย์ที่ยังเป็นร่าง", "แนวคิดที่ถูกซ่อน"):
        assert secret not in page


def test_a_new_platform_invites(reader: FlaskClient, now: datetime) -> None:
    page = reader.get("/figures").text
    assert "There is nothing to count yet" in page
    assert "data-figure" not in page


def test_the_number_of_queries_does_not_grow(
    busy: Scene, reader: FlaskClient, queries: Queries
) -> None:
    reader.get("/figures")
    with queries() as few:
        reader.get("/figures")
    for number in range(6):
        group = make.mission_group(f"group-{number}", position=number + 5)
        challenge = make.challenge(make.issue(group, busy.cast.ana), busy.cast.cora)
        vote(make.idea(challenge, busy.cast.mana), busy.cast.mali.id)
    commit()
    with queries() as many:
        reader.get("/figures")
    assert len(many) == len(few)
    assert len(many) <= sum(
        (
            1,  # all single numbers
            1,  # the mission groups
            1,  # by mission group
            1,  # which of them have had a challenge
            1,  # by day
            1,  # leading ideas, with their challenge and issue
            1,  # selected issues, with their mission group
            8,  # what is open now: as much as the stages' providers ask
        )
    ), "\n\n".join(many)
