"""A thread's own page, and replying in it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Notification, Person
from app.core import clock
from app.core.db import commit, db
from app.core.refusals import Refused
from app.develop import commands, queries
from app.develop.models import Comment, CommentMention
from tests.develop.conftest import Scene, a_scene
from tests.support import make
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]


def last() -> Comment:
    return db.session.scalars(sa.select(Comment).order_by(Comment.id.desc()).limit(1)).one()


def mentioned(comment: Comment) -> set[int]:
    found = sa.select(CommentMention.person_id).where(CommentMention.comment_id == comment.id)
    return set(db.session.scalars(found))


def test_the_page_holds_all_replies_in_their_order(scene: Scene, client: FlaskClient) -> None:
    first = make.comment(scene.idea, scene.cast.mana, "เริ่มกระทู้")
    replies = [make.reply(first, scene.cast.mali, f"ตอบครั้งที่ {n}.") for n in range(5)]
    commit()
    page = client.get(f"/comments/{first.id}").text
    places = [page.index(reply.body) for reply in replies]
    assert places == sorted(places)
    assert "เริ่มกระทู้" in page


def test_a_replys_address_leads_to_its_place(scene: Scene, client: FlaskClient) -> None:
    first = make.comment(scene.idea, scene.cast.mana)
    replies = [make.reply(first, scene.cast.mali) for _ in range(51)]
    commit()
    to = client.get(f"/comments/{replies[50].id}").location
    assert to == f"/comments/{first.id}?page=2#comment-{replies[50].id}"
    assert f'id="comment-{replies[50].id}"' in client.get(to).text
    to = client.get(f"/comments/{replies[49].id}").location
    assert to == f"/comments/{first.id}#comment-{replies[49].id}"


def test_a_thread_whose_first_words_are_gone_is_there_while_a_reply_is(
    scene: Scene, client: FlaskClient
) -> None:
    alone, answered = (make.comment(scene.idea, scene.cast.mana, "ถ้อยคำเดิม") for _ in range(2))
    make.reply(answered, scene.cast.mali, "คำตอบที่ยังอยู่")
    for one in (alone, answered):
        make.hide(one)
    commit()
    assert client.get(f"/comments/{alone.id}").status_code == 404
    page = client.get(f"/comments/{answered.id}").text
    assert "คำตอบที่ยังอยู่" in page
    assert "ถ้อยคำเดิม" not in page


def test_a_hidden_reply_and_a_hidden_ideas_thread_are_not_there(
    scene: Scene, client: FlaskClient, as_: As
) -> None:
    first = make.comment(scene.idea, scene.cast.mana)
    reply = make.reply(first, scene.cast.mana)
    make.hide(reply)
    commit()
    assert client.get(f"/comments/{reply.id}").status_code == 404
    assert as_(scene.cast.mana).get(f"/comments/{reply.id}").status_code == 302
    make.hide(scene.idea)
    commit()
    assert client.get(f"/comments/{first.id}").status_code == 404


def test_a_reply_joins_the_thread_and_mentions_whom_it_answers(scene: Scene, as_: As) -> None:
    cast = scene.cast
    first = make.comment(scene.idea, cast.mana)
    commit()
    answer = as_(cast.ofa).post(f"/comments/{first.id}/reply", data={"body": "กำลังตรวจสอบ"})
    reply = last()
    assert answer.location == f"/ideas/{scene.idea.id}#comment-{reply.id}"
    assert (reply.parent_id, mentioned(reply)) == (first.id, {cast.mana.id})
    as_(cast.mali).post(f"/comments/{reply.id}/reply", data={"body": "ขอบคุณ"})
    assert (last().parent_id, mentioned(last())) == (first.id, {cast.ofa.id})
    told = db.session.scalars(sa.select(Notification.person_id).order_by(Notification.id))
    assert list(told) == [cast.mana.id, cast.ofa.id]
    assert queries.counter_differences() == []


def test_answering_oneself_mentions_nobody(scene: Scene) -> None:
    first = make.comment(scene.idea, scene.cast.mana)
    reply = commands.reply_to(scene.cast.mana, first, "ขอเพิ่มเติม")
    assert mentioned(reply) == set()


def test_the_form_shows_what_is_answered(scene: Scene, as_: As) -> None:
    first = make.comment(scene.idea, scene.cast.mana, "ใช้เงินเท่าไร")
    commit()
    assert "ใช้เงินเท่าไร" in as_(scene.cast.mali).get(f"/comments/{first.id}/reply").text


def test_words_that_do_not_fit_stay_with_what_they_answer(scene: Scene, as_: As) -> None:
    first = make.comment(scene.idea, scene.cast.mana, "ใช้เงินเท่าไร")
    make.comment(scene.idea, scene.cast.ana)
    commit()
    data = {"body": "ก" * 2_001, "mentions": [str(scene.cast.ana.id)]}
    answer = as_(scene.cast.mali).post(f"/comments/{first.id}/reply", data=data)
    assert answer.status_code == 422
    assert "ก" * 2_001 in answer.text
    assert "ใช้เงินเท่าไร" in answer.text
    assert f'type="checkbox" value="{scene.cast.ana.id}"' in answer.text
    assert re.search(r'<input checked[^>]*name="mentions"', answer.text)


def test_who_may_not_reply(scene: Scene, client: FlaskClient, as_: As) -> None:
    first = make.comment(scene.idea, scene.cast.mana)
    commit()
    address, data = f"/comments/{first.id}/reply", {"body": "ตอบ"}
    for browser in (client, as_(scene.cast.suda)):
        assert browser.get(address).status_code in (302, 403)
        assert browser.post(address, data=data).status_code in (302, 403)
    assert last().id == first.id


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_hidden_or_over_takes_no_reply(cast: Cast, as_: As, method: str) -> None:
    scene = a_scene(cast, ideas_open=False, voting_open=False)
    first = make.comment(scene.idea, cast.mana)
    own = make.comment(scene.idea, cast.mana, hidden_at=clock.now(), hidden_reason="โฆษณา")
    commit()
    for comment in (first, own):
        browser = as_(cast.mana)
        answer = getattr(browser, method)(f"/comments/{comment.id}/reply", data={"body": "ตอบ"})
        assert answer.status_code == 409
    answer = getattr(as_(cast.mali), method)(f"/comments/{own.id}/reply", data={"body": "ตอบ"})
    assert answer.status_code == 404
    assert last().id == own.id


def test_a_reply_to_what_was_hidden_meanwhile_is_refused(scene: Scene) -> None:
    first = make.comment(scene.idea, scene.cast.mana)
    db.session.execute(
        sa.update(Comment)
        .values(hidden_at=clock.now(), hidden_reason="โฆษณา")
        .execution_options(synchronize_session=False)
    )
    with pytest.raises(Refused, match="comment_gone"):
        commands.reply_to(scene.cast.mali, first, "ตอบ")
