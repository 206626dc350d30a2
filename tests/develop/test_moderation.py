"""Posts one by one: hidden by a rule, restored, let stand; looked through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Notification, Person
from app.core import clock
from app.core.db import commit, db
from app.core.models import AuditEntry
from app.develop.models import Idea
from tests.develop.conftest import Scene
from tests.support import make

As = Callable[[Person], FlaskClient]
WHY = {"rule": "advertising", "note": "เป็นโฆษณา"}
AGAIN = {"reason": "ตรวจแล้วไม่ใช่โฆษณา"}


def entries(action: str) -> list[AuditEntry]:
    return list(db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == action)))


def test_a_moderator_hides_and_restores_an_idea(scene: Scene, as_: As) -> None:
    browser, idea = as_(scene.cast.modda), scene.idea
    answer = browser.post(f"/ideas/{idea.id}/hide", data=WHY | {"next": f"/ideas/{idea.id}"})
    assert answer.location == f"/ideas/{idea.id}"
    assert (idea.hidden_reason, idea.hidden_by_id) == ("เป็นโฆษณา", scene.cast.modda.id)
    browser.post(f"/ideas/{idea.id}/restore", data=AGAIN)
    assert (idea.hidden_at, idea.hidden_reason, idea.hidden_by_id) == (None, None, None)
    [hidden], [restored] = entries("idea.hide"), entries("idea.restore")
    assert (hidden.reason, hidden.actor_id) == ("เป็นโฆษณา", scene.cast.modda.id)
    assert restored.before is not None
    assert restored.before["hidden_reason"] == "เป็นโฆษณา"


@pytest.mark.parametrize(
    ("verb", "state"),
    [("restore", {"hidden_at": clock.now(), "hidden_reason": "โฆษณา"}),
     ("let-stand", {"held_at": clock.now(), "held_for": "links"})],
)  # fmt: skip
def test_a_moderator_does_not_decide_in_their_own_favour(
    scene: Scene, as_: As, verb: str, state: dict[str, Any]
) -> None:
    comment = make.comment(scene.idea, scene.cast.modda, **state)
    commit()
    answer = as_(scene.cast.modda).post(f"/comments/{comment.id}/{verb}", data=AGAIN)
    assert answer.status_code == 403
    assert not comment.is_shown


def test_hiding_a_comment_moves_the_counter_once(scene: Scene, as_: As) -> None:
    comment = make.comment(scene.idea, scene.cast.mana)
    make.comment(scene.idea, scene.cast.mali)
    commit()
    browser = as_(scene.cast.modda)

    def counter() -> int:
        return db.session.scalars(
            sa.select(Idea.comments_count).where(Idea.id == scene.idea.id)
        ).one()

    assert browser.post(f"/comments/{comment.id}/hide", data=WHY).status_code == 302
    assert browser.post(f"/comments/{comment.id}/hide", data=WHY).status_code == 409
    assert counter() == 1
    assert browser.post(f"/comments/{comment.id}/restore", data=AGAIN).status_code == 302
    assert browser.post(f"/comments/{comment.id}/restore", data=AGAIN).status_code == 409
    assert counter() == 2
    assert len(entries("comment.hide")) == len(entries("comment.restore")) == 1


@pytest.mark.parametrize(
    "data",
    [
        WHY | {"note": ""}, WHY | {"note": "   "}, WHY | {"note": "ก" * 501},
        WHY | {"rule": ""}, WHY | {"rule": "taste"}, {},
    ],
)  # fmt: skip
def test_without_a_rule_and_words_nothing_is_hidden(
    scene: Scene, as_: As, data: dict[str, str]
) -> None:
    answer = as_(scene.cast.modda).post(
        f"/ideas/{scene.idea.id}/hide", data=data | {"next": "/moderation/posts?kind=ideas"}
    )
    assert answer.status_code == 422
    assert data.get("note", "").strip() in answer.text
    assert 'value="/moderation/posts?kind=ideas"' in answer.text
    assert scene.idea.hidden_at is None
    assert entries("idea.hide") == []


def test_what_is_held_is_let_be_seen(scene: Scene, as_: As, client: FlaskClient) -> None:
    idea = make.idea(
        scene.challenge, scene.cast.mali, "แนวคิดที่รอ", held_at=clock.now(), held_for="links"
    )
    commit()
    address = f"/ideas/{idea.id}"
    assert client.get(address).status_code == 404
    assert as_(scene.cast.mana).get(address).status_code == 404
    own = as_(scene.cast.mali).get(address).text
    assert "รอผู้ดูแลตรวจ" in own
    browser = as_(scene.cast.modda)
    assert browser.post(f"{address}/let-stand").status_code == 302
    assert browser.post(f"{address}/let-stand").status_code == 409
    assert client.get(address).status_code == 200
    assert len(entries("idea.release")) == 1


def test_whoever_wrote_it_is_told_and_can_read_why(scene: Scene, as_: As) -> None:
    as_(scene.cast.modda).post(f"/ideas/{scene.idea.id}/hide", data=WHY)
    [news] = db.session.scalars(
        sa.select(Notification).where(Notification.person_id == scene.cast.mali.id)
    )
    page = as_(scene.cast.mali).get(news.path)
    assert page.status_code == 200
    assert "เป็นโฆษณา" in page.text
    assert as_(scene.cast.mana).get(news.path).status_code == 404


@pytest.mark.parametrize("name", ["mali", "ana", "cora", "exa", "ada", "ofa"])
def test_only_moderators(scene: Scene, as_: As, name: str) -> None:
    comment = make.comment(scene.idea, scene.cast.mana)
    commit()
    browser = as_(getattr(scene.cast, name))
    assert browser.get("/moderation").status_code == 403
    for path in (f"/ideas/{scene.idea.id}", f"/comments/{comment.id}"):
        for verb in ("hide", "restore", "let-stand"):
            assert browser.post(f"{path}/{verb}", data=WHY).status_code == 403


def test_a_guest_signs_in(scene: Scene, client: FlaskClient) -> None:
    assert client.get("/moderation").location.startswith("/sign-in")


def test_the_page_shows_what_is_new_and_what_is_hidden(scene: Scene, as_: As) -> None:
    hidden = make.hidden_idea(scene.challenge, scene.cast.mali, scene.cast.modda)
    make.comment(scene.idea, scene.cast.mana, "ขอสนับสนุนอย่างยิ่ง")
    commit()
    browser = as_(scene.cast.modda)
    visible = browser.get("/moderation/posts").text
    assert scene.idea.title in visible
    assert hidden.title not in visible
    assert hidden.title in browser.get("/moderation/posts?show=hidden").text
    assert "ขอสนับสนุนอย่างยิ่ง" in browser.get("/moderation/posts?kind=comments").text
    assert "ขอสนับสนุนอย่างยิ่ง" not in browser.get("/moderation/posts?kind=comments&show=hidden").text


@pytest.mark.parametrize("kind", ["ideas", "comments"])
def test_the_number_of_queries_does_not_grow(
    scene: Scene,
    as_: As,
    queries,
    kind: str,  # type: ignore[no-untyped-def]
) -> None:
    for number in range(30):
        make.comment(make.idea(scene.challenge, scene.cast.mana, f"ที่ {number}"), scene.cast.mali)
    commit()
    browser = as_(scene.cast.modda)
    with queries() as asked:
        browser.get(f"/moderation/posts?kind={kind}")
    assert len(asked) <= sum(
        (
            2,  # the session with its person, the roles
            2,  # how many, this page of them with authors, ideas and challenges
            2,  # phases of the challenges; roles of the authors
        )
    ), asked
