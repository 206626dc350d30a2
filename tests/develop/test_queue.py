"""The queue: what is in it, in which order, and how a case of it is decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.db import commit, db
from app.core.refusals import Refused
from app.develop import commands
from app.develop.commands.appeals import appeal
from app.develop.commands.reports import report
from app.develop.models import Action, Comment, Decision, HouseRule, Report, TextGroup
from app.develop.queries import queue
from app.develop.queries.queue import CaseKind, Level
from tests.develop.conftest import Scene
from tests.support import make
from tests.support.cast import make_person

As = Callable[[Person], FlaskClient]
HIDE = {"action": "hide", "rule": "advertising", "note": "เป็นโฆษณา"}


def held(scene: Scene, body: str, author: Person | None = None) -> Comment:
    return commands.comment_on(author or scene.cast.mana, scene.idea, body)


def test_the_most_urgent_comes_first(scene: Scene) -> None:
    held(scene, "ซื้อได้ที่ https://example.org/shop วันนี้วันเดียวเท่านั้นนะ")
    report(scene.cast.mana, scene.idea, HouseRule.OFF_TOPIC, "")
    told = make.comment(scene.others_idea, scene.cast.mana, "บ้านเลขที่ 12 เบอร์โทร 0812345678")
    with clock.frozen(clock.now() - timedelta(days=3)):
        old = held(scene, "ดูรายละเอียดโครงการสินเชื่อที่ https://example.org/loan")
    report(scene.cast.mali, told, HouseRule.PERSONAL_DATA, "")
    rows = queue.cases(CaseKind.ALL, 1).rows
    assert [row.level for row in rows] == [Level.HARM, Level.LATE, Level.OPEN, Level.HELD]
    assert [row.group_id for row in rows][:3] == [
        told.text_group_id, old.text_group_id, scene.idea.text_group_id,
    ]  # fmt: skip


def test_appeals_stand_in_the_same_list(scene: Scene, as_: As) -> None:
    commands.hide(scene.cast.modda, scene.idea, make.ADVERTISING)
    decision = db.session.scalars(sa.select(Decision)).one()
    appeal(scene.cast.mali, decision, "ไม่ใช่โฆษณา")
    commands.comment_on(scene.cast.mana, scene.others_idea, "ซื้อได้ที่ https://example.org/shop")
    commit()
    kinds = {kind: queue.cases(kind, 1).total for kind in CaseKind}
    assert kinds == {
        CaseKind.ALL: 2, CaseKind.REPORTS: 0, CaseKind.HELD: 1, CaseKind.APPEALS: 1,
    }  # fmt: skip
    assert queue.waiting() == kinds
    assert "ไม่ใช่โฆษณา" in as_(scene.cast.modda).get("/moderation?kind=appeals").text


def test_a_case_is_let_stand_at_once(scene: Scene, as_: As) -> None:
    comments = [held(scene, f"เว็บที่ดีมากสำหรับหมู่บ้านของเราทุกคน https://example.org/{n}",
                     make_person(f"p{n}")) for n in range(3)]  # fmt: skip
    commit()
    group_id = comments[0].text_group_id
    browser = as_(scene.cast.modda)
    answer = browser.post(f"/moderation/cases/{group_id}", data={"action": "release"})
    assert answer.location == "/moderation#cases"
    assert queue.cases(CaseKind.ALL, 1).total == 0
    assert all(comment.is_shown for comment in comments)
    actions = db.session.scalars(sa.select(Decision.action)).all()
    assert actions == [Action.RELEASE] * 3
    again = browser.post(f"/moderation/cases/{group_id}", data={"action": "release"})
    assert again.status_code == 409


def test_of_a_case_a_moderator_leaves_their_own_posts_to_another(scene: Scene, as_: As) -> None:
    text = "เว็บที่ดีมากสำหรับหมู่บ้านของเราทุกคน https://example.org/"
    own, others = held(scene, text, scene.cast.modda), held(scene, text, make_person("p1"))
    own.held_at, own.held_for = clock.now(), others.held_for  # no post of a moderator is held
    commit()
    browser = as_(scene.cast.modda)
    assert browser.get(f"/moderation/cases/{own.text_group_id}").text.count("let-stand") == 1
    browser.post(f"/moderation/cases/{own.text_group_id}", data={"action": "release"})
    assert (own.is_shown, others.is_shown) == (False, True)


@pytest.mark.parametrize(
    "data",
    [{}, {"action": "erase"}, HIDE | {"rule": ""}, HIDE | {"note": " "}, HIDE | {"rule": "x"}],
)
def test_a_decision_that_does_not_fit_changes_nothing(
    scene: Scene, as_: As, data: dict[str, str]
) -> None:
    comment = held(scene, "ซื้อได้ที่ https://example.org/shop")
    commit()
    answer = as_(scene.cast.modda).post(f"/moderation/cases/{comment.text_group_id}", data=data)
    assert answer.status_code == 422
    assert db.session.scalars(sa.select(Decision)).all() == []
    assert comment.hidden_at is None


def test_a_reported_word_of_agreement_is_not_a_case_of_all_who_agree(scene: Scene) -> None:
    """Hiding one “I agree” for a report must not hide the thousand others."""
    agreeing = [held(scene, "เห็นด้วย", make_person(f"p{n}")) for n in range(5)]
    report(scene.cast.mana, agreeing[2], HouseRule.OFF_TOPIC, "")
    [case] = queue.cases(CaseKind.ALL, 1).rows
    assert case.posts is not None
    assert case.posts.count == 1
    group = db.session.get_one(TextGroup, case.group_id)
    commands.hide(scene.cast.modda, group, make.ADVERTISING)
    assert [comment.hidden_at is not None for comment in agreeing] == [
        False,
        False,
        True,
        False,
        False,
    ]


def test_two_moderators_at_once(scene: Scene) -> None:
    """The second finds nothing left to do: no counter moves twice, no decision is written twice."""
    comment = held(scene, "ความเห็นธรรมดาที่ถูกรายงานว่าผิดกติกาของที่นี่")
    report(scene.cast.mali, comment, HouseRule.INSULT, "")
    group = db.session.get_one(TextGroup, comment.text_group_id)
    commands.hide(scene.cast.modda, group, make.ADVERTISING)
    for late in (
        lambda: commands.hide(scene.cast.modda, group, make.ADVERTISING),
        lambda: commands.hide(scene.cast.modda, comment, make.ADVERTISING),
        lambda: commands.let_stand(scene.cast.modda, group),
    ):
        with pytest.raises(Refused):
            late()
    assert len(db.session.scalars(sa.select(Decision)).all()) == 1


def test_undoing_opens_the_report_again(scene: Scene) -> None:
    report(scene.cast.mana, scene.idea, HouseRule.INSULT, "")
    commands.hide(scene.cast.modda, scene.idea, make.ADVERTISING)
    assert queue.cases(CaseKind.ALL, 1).total == 0
    decision = db.session.scalars(sa.select(Decision)).one()
    assert commands.undo(scene.cast.modda, decision) == 1
    assert db.session.scalars(sa.select(Report.settled_at)).one() is None
    assert queue.cases(CaseKind.REPORTS, 1).total == 1
    with pytest.raises(Refused):
        commands.undo(scene.cast.modda, decision)


def test_undoing_leaves_what_was_decided_anew(scene: Scene) -> None:
    """Hidden, restored, and then the first decision undone: it stays seen, counted once."""
    comment = held(scene, "ความเห็นหนึ่ง")
    commands.hide(scene.cast.modda, comment, make.ADVERTISING)
    first = db.session.scalars(sa.select(Decision)).one()
    commands.restore(scene.cast.modda, comment, make.ADVERTISING)
    commands.hide(scene.cast.modda, comment, make.ADVERTISING)
    second_hidden = comment.hidden_at
    assert commands.undo(scene.cast.modda, first) == 0
    assert comment.hidden_at == second_hidden
    assert scene.idea.comments_count == 0


def test_a_withdrawn_post_leaves_the_queue(scene: Scene) -> None:
    comment = held(scene, "ซื้อได้ที่ https://example.org/shop")
    commands.withdraw_comment(scene.cast.mana, comment)
    assert queue.cases(CaseKind.ALL, 1).total == 0


def test_a_reported_idea_leaves_the_queue_while_it_is_withdrawn(scene: Scene, as_: As) -> None:
    report(scene.cast.mana, scene.idea, HouseRule.OFF_TOPIC, "")
    commands.withdraw_idea(scene.cast.mali, scene.idea)
    assert (queue.cases(CaseKind.ALL, 1).total, queue.waiting()[CaseKind.REPORTS]) == (0, 0)
    assert "ถอนแล้ว" in as_(scene.cast.mana).get("/my-reports").text
    commands.bring_idea_back(scene.cast.mali, scene.idea)
    assert queue.cases(CaseKind.ALL, 1).total == 1
    assert "ถอนแล้ว" not in as_(scene.cast.mana).get("/my-reports").text


def test_a_case_counts_no_reports_of_what_was_withdrawn(scene: Scene, as_: As) -> None:
    text = "ข้อความเดียวกันที่หลายคนส่งเข้ามาพร้อมกันในหมู่บ้านของเรา"
    one, two = (make.comment(scene.idea, make_person(f"p{n}"), text) for n in range(2))
    for comment in (one, two):
        report(scene.cast.mali, comment, HouseRule.INSULT, f"รายงาน {comment.id}")
    commands.withdraw_comment(one.author, one)
    commit()
    [case] = queue.cases(CaseKind.ALL, 1).rows
    assert case.posts is not None
    assert (case.reports, case.posts.reported_for) == (1, {HouseRule.INSULT: 1})
    page = as_(scene.cast.modda).get(f"/moderation/cases/{case.group_id}").text
    assert (f"รายงาน {one.id}" in page, f"รายงาน {two.id}" in page) == (False, True)


@pytest.mark.parametrize("name", ["mali", "ana", "cora", "exa", "ada", "ofa", "suda"])
def test_only_moderators(scene: Scene, as_: As, name: str) -> None:
    comment = held(scene, "ซื้อได้ที่ https://example.org/shop")
    commit()
    browser = as_(getattr(scene.cast, name))
    for path in ("/moderation", f"/moderation/cases/{comment.text_group_id}"):
        assert browser.get(path).status_code == 403
    for path in ("", "/authors"):
        answer = browser.post(f"/moderation/cases/{comment.text_group_id}{path}", data=HIDE)
        assert answer.status_code == 403
    assert comment.held_at is not None


def test_a_case_page_shows_posts_reports_and_authors(scene: Scene, as_: As) -> None:
    report(scene.cast.mana, scene.idea, HouseRule.OFF_TOPIC, "ไม่เกี่ยวกับโจทย์")
    commit()
    page = as_(scene.cast.modda).get(f"/moderation/cases/{scene.idea.text_group_id}").text
    for words in (scene.idea.title, "ไม่เกี่ยวกับโจทย์", "Mali"):
        assert words in page
    assert "Mana" not in page  # who reported is nobody's business
