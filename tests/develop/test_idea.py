"""An idea's page and the comments on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.db import commit, db
from app.core.refusals import Refused
from app.develop import commands
from app.develop.models import Comment, Idea
from tests.develop.conftest import Scene, a_scene
from tests.support import make
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]


def counter(idea_id: int) -> int:
    return db.session.scalars(sa.select(Idea.comments_count).where(Idea.id == idea_id)).one()


def comments() -> list[Comment]:
    return list(db.session.scalars(sa.select(Comment).order_by(Comment.id)))


def test_everybody_reads_an_idea_and_where_it_comes_from(scene: Scene, client: FlaskClient) -> None:
    page = client.get(f"/ideas/{scene.idea.id}").text
    assert scene.idea.title in page
    assert "Mali" in page
    assert f"/challenges/{scene.challenge.id}" in page
    assert f"/issues/{scene.issue.id}" in page


def test_a_hidden_idea_is_there_for_its_author_with_the_reason(
    scene: Scene, client: FlaskClient, as_: As
) -> None:
    hidden = make.hidden_idea(scene.challenge, scene.cast.mali, scene.cast.modda)
    commit()
    address = f"/ideas/{hidden.id}"
    assert client.get(address).status_code == 404
    for name in ("mana", "cora", "ada", "suda"):
        assert as_(getattr(scene.cast, name)).get(address).status_code == 404
    for name in ("mali", "modda"):
        page = as_(getattr(scene.cast, name)).get(address)
        assert page.status_code == 200
        assert "โฆษณา" in page.text


def test_the_author_is_offered_to_edit_and_nobody_else(scene: Scene, as_: As) -> None:
    assert "/edit" in as_(scene.cast.mali).get(f"/ideas/{scene.idea.id}").text
    assert "/edit" not in as_(scene.cast.mana).get(f"/ideas/{scene.idea.id}").text


def test_the_number_of_queries_does_not_grow(scene: Scene, as_: As, queries) -> None:  # type: ignore[no-untyped-def]
    for number in range(30):
        make.comment(scene.idea, scene.cast.mana, f"เห็นด้วยข้อที่ {number}")
    commit()
    browser, address = as_(scene.cast.mali), f"/ideas/{scene.idea.id}?page=2"
    with queries() as asked:
        browser.get(address)
    assert len(asked) <= sum(
        (
            2,  # the session with its person, the roles
            2,  # the idea with its author and the chain behind it, the phases
            2,  # how many comments, this page of them with their authors
            1,  # whether the reader supports it
        )
    ), asked


# Comments


def test_a_member_comments_in_lines_of_plain_text(scene: Scene, as_: As) -> None:
    body = "บรรทัดแรก\r\n<b>บรรทัดสอง</b>"
    answer = as_(scene.cast.mana).post(f"/ideas/{scene.idea.id}/comments", data={"body": body})
    [comment] = comments()
    assert answer.location == f"/ideas/{scene.idea.id}#comment-{comment.id}"
    page = as_(scene.cast.mali).get(f"/ideas/{scene.idea.id}").text
    assert "บรรทัดแรก\n&lt;b&gt;บรรทัดสอง" in page
    assert counter(scene.idea.id) == 1


def test_after_commenting_one_sees_the_page_with_the_comment(scene: Scene, as_: As) -> None:
    for number in range(20):
        make.comment(scene.idea, scene.cast.mana, f"ข้อ {number}")
    commit()
    browser = as_(scene.cast.mali)
    answer = browser.post(f"/ideas/{scene.idea.id}/comments", data={"body": "ข้อสุดท้าย"})
    assert "page=2" in answer.location
    assert "ข้อสุดท้าย" in browser.get(answer.location).text


@pytest.mark.parametrize("body", ["", "  \r\n ", "ก" * 2_001])
def test_a_comment_that_does_not_fit_stays_in_the_form(scene: Scene, as_: As, body: str) -> None:
    answer = as_(scene.cast.mana).post(f"/ideas/{scene.idea.id}/comments", data={"body": body})
    assert answer.status_code == 422
    assert body.strip() in answer.text
    assert (comments(), counter(scene.idea.id)) == ([], 0)


def test_who_may_not_comment(scene: Scene, client: FlaskClient, as_: As) -> None:
    address, data = f"/ideas/{scene.idea.id}/comments", {"body": "เห็นด้วย"}
    assert client.post(address, data=data).location.startswith("/sign-in")
    assert as_(scene.cast.suda).post(address, data=data).status_code == 403
    assert comments() == []


def test_comments_are_taken_while_either_phase_is_open(cast: Cast, as_: As) -> None:
    scene = a_scene(cast, ideas_open=False)
    address = f"/ideas/{scene.idea.id}/comments"
    assert as_(cast.mana).post(address, data={"body": "เห็นด้วย"}).status_code == 302


def test_after_closing_they_are_refused_and_nothing_is_kept(cast: Cast, as_: As) -> None:
    scene = a_scene(cast, ideas_open=False, voting_open=False)
    answer = as_(cast.mana).post(f"/ideas/{scene.idea.id}/comments", data={"body": "เห็นด้วย"})
    assert answer.status_code == 409
    assert (comments(), counter(scene.idea.id)) == ([], 0)


def test_a_hidden_idea_takes_no_comments(scene: Scene, as_: As) -> None:
    commands.hide_idea(scene.cast.modda, scene.idea, "โฆษณา")
    commit()
    address, data = f"/ideas/{scene.idea.id}/comments", {"body": "เห็นด้วย"}
    assert as_(scene.cast.mali).post(address, data=data).status_code == 409
    assert as_(scene.cast.mana).post(address, data=data).status_code == 404
    with pytest.raises(Refused):
        commands.comment_on(scene.cast.mana, scene.idea, "เห็นด้วย")


def test_past_the_hours_limit_the_text_stays(scene: Scene, as_: As) -> None:
    browser, address = as_(scene.cast.mana), f"/ideas/{scene.idea.id}/comments"
    for number in range(60):
        assert browser.post(address, data={"body": f"ข้อ {number}"}).status_code == 302
    answer = browser.post(address, data={"body": "อีกข้อหนึ่ง"})
    assert answer.status_code == 429
    assert "อีกข้อหนึ่ง" in answer.text
    assert counter(scene.idea.id) == 60


def test_a_hidden_comment_is_seen_by_its_author_and_moderators(
    scene: Scene, client: FlaskClient, as_: As
) -> None:
    comment = make.comment(scene.idea, scene.cast.mana, "ข้อความโฆษณาชวนซื้อ")
    commands.hide_comment(scene.cast.modda, comment, "เป็นโฆษณา")
    commit()
    address = f"/ideas/{scene.idea.id}"
    assert "ชวนซื้อ" not in client.get(address).text
    assert "ชวนซื้อ" not in as_(scene.cast.mali).get(address).text
    for name in ("mana", "modda"):
        page = as_(getattr(scene.cast, name)).get(address).text
        assert "ชวนซื้อ" in page
        assert "เป็นโฆษณา" in page
