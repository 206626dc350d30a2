"""Which posts wait for a moderator, who sees them, and what is counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Notification, Person
from app.core import clock
from app.core.db import commit, db
from app.core.models import LimitCounter
from app.develop import commands
from app.develop.models import Comment, HoldReason, Idea, TextGroup
from app.develop.rules.holding import NEW_FOR, THRESHOLDS, Counted, hold_reason, is_new
from tests.develop.conftest import Scene
from tests.support import make
from tests.support.cast import make_person, sign_in

As = Callable[[Person], FlaskClient]
WORDS = "ขอให้ติดตั้งเสาสัญญาณเพิ่มใกล้โรงเรียนบ้านหนองน้ำใสภายในปีนี้"


def established(name: str) -> Person:
    person = make_person(name)
    person.created_at = clock.now() - 10 * NEW_FOR
    return person


def said(author: Person, idea: Idea, body: str) -> str | None:
    """Comment, and return what it is held for."""
    return commands.comment_on(author, idea, body).held_for


@pytest.mark.parametrize("counted", Counted)
def test_each_threshold_holds_the_first_above_it(counted: Counted) -> None:
    threshold = THRESHOLDS[counted]
    assert hold_reason({counted: threshold.most}) is None
    assert hold_reason({counted: threshold.most + 1}) is threshold.reason
    assert threshold.why


def test_every_reason_has_a_threshold() -> None:
    assert {threshold.reason for threshold in THRESHOLDS.values()} == set(HoldReason)


def test_an_account_is_new_for_some_days() -> None:
    assert is_new(clock.now() - NEW_FOR + timedelta(minutes=1))
    assert not is_new(clock.now() - NEW_FOR)


def test_links_of_new_accounts_wait(scene: Scene) -> None:
    old = established("old")
    link = "อ่านได้ที่ https://example.org"
    assert said(scene.cast.mana, scene.idea, link) == HoldReason.LINKS
    assert said(old, scene.idea, "แหล่งที่หนึ่ง " + link) is None
    assert said(old, scene.idea, "a.com b.com https://c.com") == HoldReason.LINKS
    assert said(scene.cast.ofa, scene.idea, "หน่วยงานตอบที่ " + link) is None  # staff


def test_the_same_text_again_waits(scene: Scene) -> None:
    one = established("one")
    assert said(one, scene.idea, WORDS) is None
    assert said(one, scene.others_idea, WORDS + "!!") == HoldReason.REPEATED
    others = [said(established(f"other{n}"), scene.idea, WORDS) for n in range(4)]
    assert others == [None, None, HoldReason.REPEATED, HoldReason.REPEATED]


def test_an_idea_counts_with_comments(scene: Scene) -> None:
    author = established("author")
    assert said(author, scene.idea, f"เพิ่มเสา {WORDS}") is None
    idea = commands.post_idea(author, scene.challenge, title="เพิ่มเสา", body=WORDS)
    assert idea.held_for == HoldReason.REPEATED


def test_many_may_agree_in_the_same_few_words(scene: Scene) -> None:
    for number in range(12):
        assert said(established(f"agrees{number}"), scene.idea, "เห็นด้วยครับ") is None
    one = established("one")
    held = [said(one, make.idea(scene.challenge, scene.cast.mana), "เห็นด้วย") for _ in range(11)]
    assert held == [None] * 10 + [HoldReason.REPEATED]


def test_what_was_said_long_ago_does_not_count(scene: Scene) -> None:
    one = established("one")
    assert said(one, scene.idea, WORDS) is None
    with clock.frozen(clock.now() + timedelta(days=2)):
        assert said(one, scene.others_idea, WORDS) is None


def test_a_burst_of_new_accounts_from_one_network_waits(app: Flask, scene: Scene) -> None:
    def post(person: Person, number: int, address: str) -> str | None:
        browser = sign_in(app.test_client(), person)
        body = f"{'กขคงจฉชซญดตถทธนบปผฝพฟมยรลวสหอ'[number : number + 9]} คนที่ {number} พูด"
        answer = browser.post(
            f"/ideas/{scene.idea.id}/comments", data={"body": body, "stance": "remark"},
            environ_base={"REMOTE_ADDR": address},
        )  # fmt: skip
        assert answer.status_code == 302
        return db.session.scalars(sa.select(Comment.held_for).order_by(Comment.id.desc())).first()

    new = [make_person(f"new{n}") for n in range(12)]
    held = [post(person, number, "203.0.113.7") for number, person in enumerate(new)]
    assert held == [None] * 10 + [HoldReason.NEW_ACCOUNTS] * 2
    assert post(established("clerk"), 13, "203.0.113.7") is None  # behind the same address
    assert post(make_person("newcomer"), 14, "203.0.113.8") is None
    kept = db.session.scalars(sa.select(LimitCounter.key)).all()
    assert not any("203.0.113" in key for key in kept)


def test_a_held_comment_counts_nowhere_and_tells_nobody(
    scene: Scene, as_: As, client: FlaskClient
) -> None:
    commands.comment_on(scene.cast.mali, scene.idea, "ยินดีต้อนรับ")
    commit()
    browser, body = as_(scene.cast.mana), "มาดูที่ https://example.org/shop"
    answer = browser.post(
        f"/ideas/{scene.idea.id}/comments",
        data={"body": body, "stance": "remark", "mentions": [scene.cast.mali.id]},
    )
    assert answer.status_code == 302
    assert db.session.scalars(
        sa.select(Idea.comments_count).where(Idea.id == scene.idea.id)
    ).one() == 1  # fmt: skip
    page = f"/ideas/{scene.idea.id}"
    assert body not in client.get(page).text
    assert body not in as_(scene.cast.ada).get(page).text
    assert body in browser.get(page).text
    assert body in as_(scene.cast.modda).get(page).text
    mentioned = sa.select(sa.func.count()).where(Notification.kind == "comment.mention")
    assert db.session.scalar(mentioned) == 0
    comment = db.session.scalars(sa.select(Comment).where(Comment.body == body)).one()
    commands.let_stand(scene.cast.modda, comment)
    commit()
    assert db.session.scalar(mentioned) == 1
    assert body in client.get(page).text


def test_a_change_that_adds_a_link_waits_too(scene: Scene) -> None:
    comment = commands.comment_on(scene.cast.mana, scene.idea, "ไม่มีลิงก์")
    commands.edit_comment(
        scene.cast.mana, comment, body="มีแล้ว https://example.org", stance=comment.stance
    )
    assert comment.held_for == HoldReason.LINKS
    assert db.session.get_one(Idea, scene.idea.id).comments_count == 0


def test_a_change_of_other_words_does_not_hold_again(scene: Scene) -> None:
    comment = commands.comment_on(scene.cast.mana, scene.idea, "ดูที่ https://example.org")
    commands.let_stand(scene.cast.modda, comment)
    commands.edit_comment(
        scene.cast.mana, comment, body="โปรดดูที่ https://example.org", stance=comment.stance
    )
    assert comment.held_at is None


def test_equal_texts_make_one_group(scene: Scene) -> None:
    first = commands.comment_on(established("a"), scene.idea, WORDS)
    second = commands.comment_on(established("b"), scene.idea, f"\u200b{WORDS}\u200b ครับ")
    assert first.text_group_id == second.text_group_id
    assert db.session.scalar(sa.select(sa.func.count(TextGroup.id))) == 1
