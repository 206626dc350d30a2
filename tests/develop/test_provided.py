"""What other stages' pages are told: open challenges, and what became of an issue."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.db import commit
from app.develop.models import PhaseKind
from app.diagnose import onward
from app.diagnose.models import IssueState
from app.missions import open_now
from app.missions.models import StageKey
from tests.develop.conftest import Scene
from tests.support import make

As = Callable[[Person], FlaskClient]


def test_open_challenges_with_their_counts(app: Flask, scene: Scene) -> None:
    scene.idea.votes_count = 5
    make.hidden_idea(scene.challenge, scene.cast.mali, scene.cast.modda)
    make.challenge(scene.issue, scene.cast.cora, ideas_open=False, voting_open=False)
    make.challenge(scene.issue, scene.cast.cora, published=False)
    commit()
    with app.test_request_context("/", headers={"Cookie": "language=en"}):
        [item] = [i for i in open_now.open_items() if i.stage is StageKey.DEVELOP]
    assert (item.title, item.facts) == (scene.challenge.title, "2 ideas, 5 votes")
    assert item.mission_group_id == scene.issue.mission_group_id
    assert item.href == f"/challenges/{scene.challenge.id}"


def test_it_closes_with_the_first_of_its_open_phases(app: Flask, scene: Scene) -> None:
    voting = scene.challenge.phase(PhaseKind.VOTING)
    assert voting is not None
    voting.closes_at = clock.now().replace(year=clock.now().year + 1)
    commit()
    with app.test_request_context("/"):
        [item] = [i for i in open_now.open_items() if i.stage is StageKey.DEVELOP]
    ideas = scene.challenge.phase(PhaseKind.IDEAS)
    assert ideas is not None
    assert item.closes_at == ideas.closes_at


def test_an_issue_shows_its_challenges_and_drafts_to_coordinators_alone(
    scene: Scene, client: FlaskClient, as_: As
) -> None:
    make.challenge(scene.issue, scene.cast.cora, published=False, title="ร่างโจทย์ใหม่")
    address = f"/issues/{scene.issue.id}"
    assert scene.challenge.title in client.get(address).text
    assert "ร่างโจทย์ใหม่" not in as_(scene.cast.ana).get(address).text
    assert "ร่างโจทย์ใหม่" in as_(scene.cast.cora).get(address).text


def test_a_guest_is_told_of_published_challenges(app: Flask, scene: Scene) -> None:
    make.challenge(scene.issue, scene.cast.cora, published=False)
    commit()
    with app.test_request_context("/", headers={"Cookie": "language=en"}):
        [link] = onward.made_of([scene.issue.id])[scene.issue.id]
    assert (link.href, link.state) == (f"/challenges/{scene.challenge.id}", "open")


def test_the_number_of_queries_does_not_grow(app: Flask, scene: Scene, queries) -> None:  # type: ignore[no-untyped-def]
    for _number in range(5):
        make.idea(make.challenge(scene.issue, scene.cast.cora), scene.cast.mali)
    commit()
    with app.test_request_context("/"), queries() as asked:
        assert len(open_now.open_items()) >= 6
    ours = [statement for statement in asked if "challenges" in statement or "phases" in statement]
    assert len(ours) <= 2 + 1, ours  # challenges with issues, their phases; figures by challenge


def test_a_selected_issue_offers_coordinators_a_challenge(scene: Scene, as_: As) -> None:
    way = f'href="/issues/{scene.issue.id}/challenges/new"'
    assert way in as_(scene.cast.cora).get(f"/issues/{scene.issue.id}").text
    assert way not in as_(scene.cast.ana).get(f"/issues/{scene.issue.id}").text
    scene.issue.state = IssueState.SHORTLISTED
    assert way not in as_(scene.cast.cora).get(f"/issues/{scene.issue.id}").text
