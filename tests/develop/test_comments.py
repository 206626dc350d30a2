"""The discussion on an idea's page: threads, stances, their order; and writing there."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Notification, Person
from app.core import clock
from app.core.db import commit, db
from app.core.refusals import Refused
from app.develop import commands, queries
from app.develop.models import Comment, CommentMention, Idea, Stance
from tests.develop.conftest import Scene, a_scene
from tests.support import make
from tests.support.cast import Cast, make_person

As = Callable[[Person], FlaskClient]


def counter(idea_id: int) -> int:
    return db.session.scalars(sa.select(Idea.comments_count).where(Idea.id == idea_id)).one()


def comments() -> list[Comment]:
    return list(db.session.scalars(sa.select(Comment).order_by(Comment.id)))


def shown_ids(page: str) -> list[int]:
    """The comments on a page, from its top."""
    return [int(number) for number in re.findall(r'id="comment-(\d+)"', page)]


# Reading


def test_a_thread_shows_its_latest_replies_and_leads_to_all(
    scene: Scene, client: FlaskClient
) -> None:
    first = make.comment(scene.idea, scene.cast.mana, "เริ่มกระทู้")
    replies = [make.reply(first, scene.cast.mali, f"ตอบครั้งที่ {n}") for n in range(5)]
    commit()
    page = client.get(f"/ideas/{scene.idea.id}").text
    assert shown_ids(page) == [first.id, *(reply.id for reply in replies[-3:])]
    assert f'href="/comments/{first.id}">ดูคำตอบทั้งหมด 5 รายการ' in page


def test_stances_are_counted_by_threads_and_filter_them(scene: Scene, client: FlaskClient) -> None:
    stances = (Stance.FOR, Stance.FOR, Stance.AGAINST, Stance.QUESTION)
    made = [make.comment(scene.idea, scene.cast.mana, stance=one) for one in stances]
    make.reply(made[0], scene.cast.mali)
    hidden = make.comment(scene.idea, scene.cast.mana, stance=Stance.AGAINST)
    make.hide(hidden)
    commit()
    page = client.get(f"/ideas/{scene.idea.id}").text
    for words in ("เห็นด้วย 2", "ไม่เห็นด้วย 1", "คำถาม 1"):
        assert words in page
    only = client.get(f"/ideas/{scene.idea.id}?stance=question").text
    assert shown_ids(only) == [made[3].id]


@pytest.mark.parametrize("query", ["stance=nonsense", "sort=nonsense", "unanswered=1", "page=99"])
def test_what_the_address_cannot_ask_for_is_left_out(
    scene: Scene, client: FlaskClient, query: str
) -> None:
    comment = make.comment(scene.idea, scene.cast.mana)
    commit()
    page = client.get(f"/ideas/{scene.idea.id}?{query}")
    assert page.status_code == 200
    assert shown_ids(page.text) == [comment.id]


def test_questions_that_wait_are_shown_to_the_author_and_to_officers(
    scene: Scene, client: FlaskClient, as_: As
) -> None:
    cast = scene.cast
    answered, waiting, by_the_way = (
        make.comment(scene.idea, cast.mana, body, stance=Stance.QUESTION)
        for body in ("ใครดูแล", "ใช้เงินเท่าไร", "เริ่มเมื่อไร")
    )
    make.reply(answered, cast.ofa)
    make.reply(by_the_way, cast.ana)  # neither the idea's author nor an officer
    make.reply(waiting, cast.mana)  # whoever asked
    commit()
    address = f"/ideas/{scene.idea.id}"
    for name in ("mali", "ofa", "cora"):
        page = as_(getattr(cast, name)).get(address).text
        assert "คำถาม 2 ข้อรอคำตอบ" in page
        only = as_(getattr(cast, name)).get(f"{address}?unanswered=1&sort=oldest").text
        assert f'id="comment-{answered.id}"' not in only
        assert f'id="comment-{waiting.id}"' in only
        assert f'id="comment-{by_the_way.id}"' in only
    for browser in (client, as_(cast.mana)):
        assert "รอคำตอบ" not in browser.get(address).text


def test_the_author_of_the_idea_answers_too(scene: Scene, as_: As) -> None:
    question = make.comment(scene.idea, scene.cast.mana, stance=Stance.QUESTION)
    make.reply(question, scene.cast.mali)
    commit()
    assert "รอคำตอบ" not in as_(scene.cast.mali).get(f"/ideas/{scene.idea.id}").text


def test_orders_and_pages_hold_every_thread_once(scene: Scene, client: FlaskClient) -> None:
    start = clock.now() - timedelta(days=3)
    made = [
        make.comment(scene.idea, scene.cast.mana, created_at=start + timedelta(hours=n)).id
        for n in range(45)
    ]
    commands.order_threads()
    commit()
    for order in ("fair", "newest", "oldest"):
        pages = [
            client.get(f"/ideas/{scene.idea.id}?sort={order}&page={number}").text
            for number in (1, 2, 3)
        ]
        seen = [one for page in pages for one in shown_ids(page)]
        assert [len(shown_ids(page)) for page in pages] == [20, 20, 5]
        assert sorted(seen) == made
        assert order == "fair" or seen == (made[::-1] if order == "newest" else made)


def test_a_hidden_comment_is_seen_by_its_author_and_moderators(
    scene: Scene, client: FlaskClient, as_: As
) -> None:
    comment = make.comment(scene.idea, scene.cast.mana, "ข้อความโฆษณาชวนซื้อ")
    make.hide(comment)
    commit()
    address = f"/ideas/{scene.idea.id}"
    assert "ชวนซื้อ" not in client.get(address).text
    assert "ชวนซื้อ" not in as_(scene.cast.mali).get(address).text
    for name in ("mana", "modda"):
        page = as_(getattr(scene.cast, name)).get(address).text
        assert "ชวนซื้อ" in page
        assert "เป็นโฆษณา" in page


def test_replies_stay_where_the_first_words_are_hidden_or_held(
    scene: Scene, client: FlaskClient
) -> None:
    held = {"held_at": clock.now(), "held_for": "links"}
    hidden = {"hidden_at": clock.now(), "hidden_reason": "โฆษณา"}
    replies = []
    for state in (held, hidden):
        first = make.comment(scene.idea, scene.cast.mana, "ถ้อยคำที่ไม่ควรเห็น", **state)
        replies.append(make.reply(first, scene.cast.mali, "คำตอบที่ยังอยู่"))
    commit()
    page = client.get(f"/ideas/{scene.idea.id}").text
    assert "ที่ไม่ควรเห็น" not in page
    assert page.count("คำตอบที่ยังอยู่") == 2
    assert "ผู้ดูแลซ่อนความเห็นนี้" in page
    assert "ผู้ดูแลกำลังตรวจ" in page
    assert counter(scene.idea.id) == 2 == queries.counted("idea", "comments_count", scene.idea.id)


def test_the_number_of_queries_does_not_grow(scene: Scene, as_: As, queries) -> None:  # type: ignore[no-untyped-def]
    def ask() -> int:
        with queries() as asked:
            browser.get(address)
        return len(asked)

    browser, address = as_(scene.cast.ofa), f"/ideas/{scene.idea.id}"
    first = make.comment(scene.idea, scene.cast.mana)
    make.reply(first, scene.cast.mali)
    commit()
    few = ask()
    for number in range(30):
        one = make.comment(scene.idea, make_person(f"p{number}"), stance=Stance.QUESTION)
        db.session.add(CommentMention(comment_id=one.id, person_id=scene.cast.mali.id))
        for _ in range(4):
            make.reply(one, make_person(f"q{one.id}-{_}"))
    commit()
    assert ask() == few


# Writing


def test_a_member_comments_in_lines_of_plain_text(scene: Scene, as_: As) -> None:
    body = "บรรทัดแรก\r\n<b>บรรทัดสอง</b>"
    answer = as_(scene.cast.mana).post(
        f"/ideas/{scene.idea.id}/comments", data={"body": body, "stance": "against"}
    )
    [comment] = comments()
    assert answer.location == f"/ideas/{scene.idea.id}#comment-{comment.id}"
    assert comment.stance is Stance.AGAINST
    page = as_(scene.cast.mali).get(f"/ideas/{scene.idea.id}").text
    assert "บรรทัดแรก\n&lt;b&gt;บรรทัดสอง" in page
    assert counter(scene.idea.id) == 1


def test_after_commenting_one_lands_on_the_comment(scene: Scene, as_: As) -> None:
    for number in range(45):
        make.comment(scene.idea, scene.cast.mana, f"ข้อ {number}")
    commands.order_threads()
    commit()
    browser = as_(scene.cast.mali)
    answer = browser.post(f"/ideas/{scene.idea.id}/comments", data={"body": "ข้อสุดท้าย"})
    path, anchor = answer.location.split("#")
    assert f'id="{anchor}"' in browser.get(path).text


def test_people_who_take_part_are_mentioned_and_told(scene: Scene, as_: As) -> None:
    cast = scene.cast
    make.comment(scene.idea, cast.ana, "ข้อสังเกตของอนา")
    form = as_(cast.mana).get(f"/ideas/{scene.idea.id}").text
    assert "Ana ผู้เขียนว่า “ข้อสังเกตของอนา”" in form
    assert "Mali ผู้เสนอแนวคิดนี้" in form
    data = {"body": "เชิญดู", "mentions": [str(cast.ana.id), str(cast.mali.id)]}
    as_(cast.mana).post(f"/ideas/{scene.idea.id}/comments", data=data)
    posted = comments()[-1]
    told = db.session.scalars(sa.select(Notification).order_by(Notification.person_id)).all()
    assert [(n.person_id, n.kind, n.path) for n in told] == [
        (one.id, "comment.mention", f"/comments/{posted.id}") for one in (cast.mali, cast.ana)
    ]
    page = as_(cast.mana).get(f"/ideas/{scene.idea.id}").text
    assert "@Ana" in page
    assert "@Mali" in page


def test_nobody_else_can_be_mentioned(scene: Scene, as_: As) -> None:
    address = f"/ideas/{scene.idea.id}/comments"
    data = {"body": "เชิญดู", "mentions": [str(scene.cast.exa.id)]}
    answer = as_(scene.cast.mana).post(address, data=data)
    assert answer.status_code == 422
    assert "เชิญดู" in answer.text
    commands.comment_on(scene.cast.mana, scene.idea, "เชิญดู", mentions=[scene.cast.exa.id])
    assert db.session.scalars(sa.select(Notification)).all() == []


@pytest.mark.parametrize("body", ["", "  \r\n ", "\u200b", "ก" * 2_001])
def test_a_comment_that_does_not_fit_stays_in_the_form(scene: Scene, as_: As, body: str) -> None:
    data = {"body": body, "stance": "question"}
    answer = as_(scene.cast.mana).post(f"/ideas/{scene.idea.id}/comments", data=data)
    assert answer.status_code == 422
    assert body.strip() in answer.text
    assert re.search(r"<input checked[^>]*value=\"question\"", answer.text)
    assert (comments(), counter(scene.idea.id)) == ([], 0)


def test_a_stance_that_is_none_is_refused(scene: Scene, as_: As) -> None:
    data = {"body": "เห็นด้วย", "stance": "nonsense"}
    answer = as_(scene.cast.mana).post(f"/ideas/{scene.idea.id}/comments", data=data)
    assert answer.status_code == 422
    assert comments() == []


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
    data = {"body": "<b>เห็นด้วย</b>"}
    answer = as_(cast.mana).post(f"/ideas/{scene.idea.id}/comments", data=data)
    assert answer.status_code == 409
    assert (
        "&lt;b&gt;เห็นด้วย&lt;/b&gt;</textarea>" in answer.text
    )  # to be copied, and it runs nothing
    assert f'href="/ideas/{scene.idea.id}"' in answer.text
    assert (comments(), counter(scene.idea.id)) == ([], 0)


def test_a_hidden_idea_takes_no_comments(scene: Scene, as_: As) -> None:
    make.hide(scene.idea)
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
