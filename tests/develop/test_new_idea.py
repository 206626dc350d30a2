"""Posting an idea, and editing it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.db import commit, db
from app.develop.models import Idea, IdeaVersion
from tests.develop.conftest import Scene, a_scene
from tests.support import make
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]
WORDS = {"title": "ซ่อมเสาในสามวัน", "body": "ให้ **อบต.** แจ้งซ่อม\r\n\r\n<script>alert(1)</script>"}


def posted() -> list[Idea]:
    return list(db.session.scalars(sa.select(Idea).where(Idea.title == WORDS["title"])))


def address(scene: Scene) -> str:
    return f"/challenges/{scene.challenge.id}/ideas/new"


def test_a_member_posts_an_idea(scene: Scene, as_: As) -> None:
    browser = as_(scene.cast.mali)
    assert browser.get(address(scene)).status_code == 200
    answer = browser.post(address(scene), data=WORDS)
    [idea] = posted()
    assert answer.location == f"/ideas/{idea.id}"
    assert (idea.author_id, idea.votes_count) == (scene.cast.mali.id, 0)
    page = browser.get(answer.location).text
    assert "<strong>อบต.</strong>" in page
    assert "<script>alert" not in page


def test_a_preview_stores_nothing(scene: Scene, as_: As) -> None:
    answer = as_(scene.cast.mali).post(address(scene), data=WORDS | {"preview": "1"})
    assert answer.status_code == 200
    assert "<strong>อบต.</strong>" in answer.text
    assert f'value="{WORDS["title"]}"' in answer.text
    assert posted() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "\u200b\u200b"},
        {"title": "ก" * 121},
        {"body": "   "},
        {"body": "ก" * 10_001},
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(
    scene: Scene, as_: As, wrong: dict[str, str]
) -> None:
    sent = WORDS | wrong
    answer = as_(scene.cast.mali).post(address(scene), data=sent)
    assert answer.status_code == 422
    assert 'id="form-errors"' in answer.text
    assert sent["title"] in answer.text
    assert posted() == []


def test_a_line_end_counts_as_one_character(scene: Scene, as_: As) -> None:
    body = "ก\r\n" * 5_000
    answer = as_(scene.cast.mali).post(address(scene), data=WORDS | {"body": body})
    assert answer.status_code == 302


def test_a_zero_character_is_no_error(scene: Scene, as_: As) -> None:
    answer = as_(scene.cast.mali).post(address(scene), data=WORDS | {"body": "ก\x00ข"})
    assert answer.status_code == 302


def test_a_guest_signs_in_and_comes_back(scene: Scene, client: FlaskClient) -> None:
    for answer in (client.get(address(scene)), client.post(address(scene), data=WORDS)):
        assert answer.status_code == 302
        assert answer.location.startswith("/sign-in")
    assert posted() == []


def test_a_suspended_person_may_not(scene: Scene, as_: As) -> None:
    assert as_(scene.cast.suda).post(address(scene), data=WORDS).status_code == 403


def test_after_closing_it_is_refused(cast: Cast, as_: As) -> None:
    scene = a_scene(cast, ideas_open=False)
    browser = as_(cast.mali)
    assert browser.get(address(scene)).status_code == 409
    assert browser.post(address(scene), data=WORDS).status_code == 409
    assert posted() == []


def test_a_draft_takes_none(scene: Scene, as_: As) -> None:
    draft = make.challenge(scene.issue, scene.cast.cora, published=False)
    commit()
    path = f"/challenges/{draft.id}/ideas/new"
    assert as_(scene.cast.mali).post(path, data=WORDS).status_code == 404
    assert as_(scene.cast.cora).post(path, data=WORDS).status_code == 409


def test_past_the_days_limit_the_text_stays(scene: Scene, as_: As) -> None:
    browser = as_(scene.cast.mali)
    for _time in range(20):
        assert browser.post(address(scene), data=WORDS).status_code == 302
    answer = browser.post(address(scene), data=WORDS)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert f'value="{WORDS["title"]}"' in answer.text
    assert len(posted()) == 20
    assert as_(scene.cast.mana).post(address(scene), data=WORDS).status_code == 302


# Editing


def test_an_author_edits_and_the_words_before_are_kept(scene: Scene, as_: As) -> None:
    browser, idea, old = as_(scene.cast.mali), scene.idea, scene.idea.title
    assert old in browser.get(f"/ideas/{idea.id}/edit").text
    assert browser.post(f"/ideas/{idea.id}/edit", data=WORDS).status_code == 302
    assert (idea.title, idea.edited_at is not None) == (WORDS["title"], True)
    assert db.session.scalars(sa.select(IdeaVersion.title)).all() == [old]
    found = browser.get(f"/challenges/{scene.challenge.id}", query_string={"q": "สามวัน"}).text
    assert WORDS["title"] in found


@pytest.mark.parametrize("name", ["mana", "modda", "cora", "ada"])
def test_nobody_edits_anothers(scene: Scene, as_: As, name: str) -> None:
    person = getattr(scene.cast, name)
    assert as_(person).get(f"/ideas/{scene.idea.id}/edit").status_code == 403
    assert as_(person).post(f"/ideas/{scene.idea.id}/edit", data=WORDS).status_code == 403


def test_no_editing_after_closing(cast: Cast, as_: As) -> None:
    scene = a_scene(cast, ideas_open=False)
    browser = as_(cast.mali)
    assert browser.get(f"/ideas/{scene.idea.id}/edit").status_code == 409
    assert browser.post(f"/ideas/{scene.idea.id}/edit", data=WORDS).status_code == 409


def test_no_editing_of_a_hidden_idea(scene: Scene, as_: As) -> None:
    hidden = make.hidden_idea(scene.challenge, scene.cast.mali, scene.cast.modda)
    commit()
    assert as_(scene.cast.mali).post(f"/ideas/{hidden.id}/edit", data=WORDS).status_code == 409
    assert as_(scene.cast.mana).post(f"/ideas/{hidden.id}/edit", data=WORDS).status_code == 404
