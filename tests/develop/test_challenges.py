"""The list of challenges."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.db import commit
from app.diagnose.models import IssueState
from tests.develop.conftest import Scene
from tests.support import make

As = Callable[[Person], FlaskClient]


def test_a_guest_reads_what_is_open_and_what_can_be_done(scene: Scene, client: FlaskClient) -> None:
    page = client.get("/challenges").text
    assert scene.challenge.title in page
    assert 'data-mission="digital-society"' in page


def test_open_ones_come_before_closed_ones_and_drafts_are_the_coordinators(
    scene: Scene, client: FlaskClient, as_: As
) -> None:
    make.challenge(scene.issue, scene.cast.cora, title="ร่างโจทย์", published=False)
    make.challenge(
        scene.issue, scene.cast.cora, title="โจทย์ที่ปิดแล้ว", ideas_open=False, voting_open=False
    )
    commit()
    page = client.get("/challenges").text
    assert page.index(scene.challenge.title) < page.index("โจทย์ที่ปิดแล้ว")
    assert "ร่างโจทย์" not in page
    assert "ร่างโจทย์" not in as_(scene.cast.mali).get("/challenges").text
    assert "ร่างโจทย์" in as_(scene.cast.cora).get("/challenges").text


def test_an_empty_list_says_what_can_be_done_instead(client: FlaskClient) -> None:
    assert "/submit" in client.get("/challenges").text


def test_only_coordinators_are_offered_to_open_one(scene: Scene, as_: As) -> None:
    assert "/challenges/new" in as_(scene.cast.cora).get("/challenges").text
    assert "/challenges/new" not in as_(scene.cast.ana).get("/challenges").text


def test_the_number_of_queries_does_not_grow(scene: Scene, client: FlaskClient, queries) -> None:  # type: ignore[no-untyped-def]
    for number in range(5):
        group = make.mission_group(f"group-{number}")
        issue = make.issue(group, scene.cast.ana, IssueState.SELECTED)
        make.idea(make.challenge(issue, scene.cast.cora), scene.cast.mali)
    commit()
    with queries() as asked:
        client.get("/challenges")
    assert len(asked) <= sum(
        (
            1,  # how many
            1,  # this page, with issues and mission groups
            1,  # their phases
            1,  # their figures
        )
    ), asked
