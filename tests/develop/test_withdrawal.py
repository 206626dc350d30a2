"""An author withdraws an idea, and brings it back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.db import commit, db
from app.core.models import AuditEntry
from app.develop import commands
from app.develop.models import IdeaVote
from tests.develop.conftest import Scene, a_scene
from tests.develop.ideas_support import hide
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]


def withdrawn(scene: Scene) -> str:
    commands.withdraw_idea(scene.cast.mali, scene.idea)
    commit()
    return f"/ideas/{scene.idea.id}"


def test_an_author_reads_what_it_means_and_withdraws(scene: Scene, as_: As) -> None:
    browser, address = as_(scene.cast.mali), f"/ideas/{scene.idea.id}"
    assert f'href="{address}/withdraw"' in browser.get(address).text
    assert scene.idea.title in browser.get(f"{address}/withdraw").text
    assert browser.post(f"{address}/withdraw").location == address
    assert scene.idea.withdrawn_at is not None
    page = browser.get(address)
    assert page.status_code == 200
    assert scene.idea.title in page.text
    assert f"{address}/bring-back" in page.text


@pytest.mark.parametrize("name", ["mana", "modda", "cora", "ada"])
def test_nobody_withdraws_anothers(scene: Scene, as_: As, name: str) -> None:
    browser, address = as_(getattr(scene.cast, name)), f"/ideas/{scene.idea.id}"
    assert browser.get(f"{address}/withdraw").status_code == 403
    assert browser.post(f"{address}/withdraw").status_code == 403
    assert browser.post(f"{address}/bring-back").status_code == 403
    assert scene.idea.withdrawn_at is None


def test_others_are_told_that_it_is_gone_and_nothing_of_it(
    scene: Scene, as_: As, client: FlaskClient
) -> None:
    title, body = scene.idea.title, scene.idea.body
    address = withdrawn(scene)
    for browser in (client, as_(scene.cast.mana), as_(scene.cast.ada)):
        page = browser.get(address)
        assert page.status_code == 410
        assert title not in page.text
        assert body not in page.text
        assert f'href="/challenges/{scene.challenge.id}"' in page.text
    assert as_(scene.cast.modda).get(address).status_code == 200


def test_it_leaves_the_list_and_the_search(scene: Scene, as_: As, client: FlaskClient) -> None:
    title = scene.idea.title
    withdrawn(scene)
    for query in ("", "?q=เสาสัญญาณ", "?sort=newest"):
        assert title not in client.get(f"/challenges/{scene.challenge.id}{query}").text
    assert title in as_(scene.cast.mali).get(f"/challenges/{scene.challenge.id}").text


def test_it_takes_no_votes_and_no_comments_and_keeps_those_it_has(scene: Scene, as_: As) -> None:
    db.session.add(IdeaVote(idea_id=scene.idea.id, person_id=scene.cast.cora.id))
    scene.idea.votes_count = 1
    address = withdrawn(scene)
    browser = as_(scene.cast.mana)
    assert browser.post(f"{address}/support").status_code in (404, 409)
    assert browser.post(f"{address}/comments", data={"body": "ก"}).status_code in (404, 409)
    mine = as_(scene.cast.mali).post(f"{address}/comments", data={"body": "ก"})
    assert mine.status_code == 409
    assert len(db.session.scalars(sa.select(IdeaVote)).all()) == 1
    assert scene.idea.votes_count == 1


def test_it_comes_back_while_ideas_are_taken(scene: Scene, as_: As, client: FlaskClient) -> None:
    address = withdrawn(scene)
    browser = as_(scene.cast.mali)
    assert browser.post(f"{address}/edit", data={"title": "ก", "body": "ข"}).status_code == 409
    assert browser.post(f"{address}/bring-back").location == address
    assert client.get(address).status_code == 200
    assert browser.post(f"{address}/bring-back").status_code == 409  # done already
    log = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert log == ["idea.withdraw", "idea.bring_back"]


def test_after_closing_it_can_be_withdrawn_but_not_come_back(cast: Cast, as_: As) -> None:
    scene = a_scene(cast, ideas_open=False)
    browser, address = as_(cast.mali), f"/ideas/{scene.idea.id}"
    assert browser.post(f"{address}/withdraw").status_code == 302
    assert browser.post(f"{address}/withdraw").status_code == 409
    assert browser.get(f"{address}/withdraw").status_code == 409
    assert browser.post(f"{address}/bring-back").status_code == 409
    assert scene.idea.withdrawn_at is not None


def test_a_hidden_idea_that_was_withdrawn_is_not_told_of(
    scene: Scene, client: FlaskClient, as_: As
) -> None:
    hide(scene.idea, scene.cast.modda)
    address = withdrawn(scene)
    assert client.get(address).status_code == 404
    assert as_(scene.cast.mali).get(address).status_code == 200
