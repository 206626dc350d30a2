"""Appeals: once, by whom it concerns; settled by another moderator; overturned is undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Notification, Person, Role
from app.core.db import commit, db
from app.develop import commands
from app.develop.commands.reports import report
from app.develop.models import Appeal, AppealOutcome, Comment, Decision, HouseRule, TextGroup
from tests.develop.conftest import Scene
from tests.support import make
from tests.support.cast import make_person

As = Callable[[Person], FlaskClient]
TEXT = {"text": "ไม่ใช่โฆษณา เป็นประสบการณ์ของผมเอง"}
RIGHT = {"outcome": "overturned", "answer": "ขออภัย ท่านถูกต้อง"}
WRONG = {"outcome": "upheld", "answer": "ข้อความชวนซื้อสินค้า"}


@pytest.fixture
def decided(scene: Scene) -> Decision:
    commands.hide(scene.cast.modda, scene.idea, make.ADVERTISING)
    commit()
    return db.session.scalars(sa.select(Decision)).one()


def appeals() -> list[Appeal]:
    return list(db.session.scalars(sa.select(Appeal)))


def test_the_author_appeals_once(scene: Scene, as_: As, decided: Decision) -> None:
    browser, address = as_(scene.cast.mali), f"/decisions/{decided.batch}/appeal"
    assert browser.post(address, data=TEXT).status_code == 302
    assert browser.post(address, data=TEXT).status_code == 409
    [made] = appeals()
    assert (made.text, made.decision_id) == (TEXT["text"], decided.id)


@pytest.mark.parametrize("text", ["", "   ", "ก" * 2_001])
def test_an_appeal_that_does_not_fit(scene: Scene, as_: As, decided: Decision, text: str) -> None:
    answer = as_(scene.cast.mali).post(f"/decisions/{decided.batch}/appeal", data={"text": text})
    assert answer.status_code == 422
    assert text.strip() in answer.text
    assert appeals() == []


@pytest.mark.parametrize(("name", "status"), [("mana", 404), ("ada", 404), ("modda", 403)])
def test_nobody_else_appeals(
    scene: Scene, as_: As, decided: Decision, name: str, status: int
) -> None:
    answer = as_(getattr(scene.cast, name)).post(f"/decisions/{decided.batch}/appeal", data=TEXT)
    assert answer.status_code == status
    assert appeals() == []


def test_another_moderator_settles_and_overturning_undoes(
    scene: Scene, as_: As, decided: Decision
) -> None:
    second = make_person("second", Role.MODERATOR)
    as_(scene.cast.mali).post(f"/decisions/{decided.batch}/appeal", data=TEXT)
    [made] = appeals()
    address = f"/moderation/appeals/{made.id}"
    assert as_(scene.cast.modda).post(address, data=RIGHT).status_code == 409
    assert TEXT["text"] in as_(second).get(address).text
    assert as_(second).post(address, data=RIGHT).status_code == 302
    db.session.expire_all()
    assert made.outcome is AppealOutcome.OVERTURNED
    assert scene.idea.hidden_at is None
    assert decided.undone_at is not None
    kinds = sa.select(Notification.kind).where(Notification.person_id == scene.cast.mali.id)
    assert "moderation.appeal_settled" in db.session.scalars(kinds).all()
    assert RIGHT["answer"] in as_(scene.cast.mali).get(f"/decisions/{decided.batch}").text
    assert as_(second).post(address, data=WRONG).status_code == 409


def test_upheld_the_decision_stands(scene: Scene, as_: As, decided: Decision) -> None:
    second = make_person("second", Role.MODERATOR)
    as_(scene.cast.mali).post(f"/decisions/{decided.batch}/appeal", data=TEXT)
    as_(second).post(f"/moderation/appeals/{appeals()[0].id}", data=WRONG)
    db.session.expire_all()
    assert scene.idea.hidden_at is not None
    assert decided.undone_at is None
    answer = as_(scene.cast.mali).post(f"/decisions/{decided.batch}/appeal", data=TEXT)
    assert answer.status_code == 409


def test_the_only_moderator_settles_alone(scene: Scene, as_: As, decided: Decision) -> None:
    as_(scene.cast.mali).post(f"/decisions/{decided.batch}/appeal", data=TEXT)
    answer = as_(scene.cast.modda).post(f"/moderation/appeals/{appeals()[0].id}", data=RIGHT)
    assert answer.status_code == 302


@pytest.mark.parametrize("data", [{}, RIGHT | {"answer": ""}, RIGHT | {"outcome": "perhaps"}])
def test_settling_needs_an_outcome_and_words(
    scene: Scene, as_: As, decided: Decision, data: dict[str, str]
) -> None:
    as_(scene.cast.mali).post(f"/decisions/{decided.batch}/appeal", data=TEXT)
    answer = as_(scene.cast.modda).post(f"/moderation/appeals/{appeals()[0].id}", data=data)
    assert answer.status_code == 422
    assert appeals()[0].settled_at is None


def test_an_appeal_is_about_ones_own_part_of_a_batch(scene: Scene, as_: As) -> None:
    text = "ข้อความเดียวกันที่หลายคนส่งเข้ามาพร้อมกันในหมู่บ้านของเรา"
    mine = [commands.comment_on(scene.cast.mali, scene.others_idea, text) for _ in range(2)]
    other = commands.comment_on(scene.cast.mana, scene.idea, text)
    group = db.session.get_one(TextGroup, other.text_group_id)
    done = commands.hide(scene.cast.modda, group, make.ADVERTISING)
    commit()
    assert done.posts == 3
    as_(scene.cast.mali).post(f"/decisions/{done.batch}/appeal", data=TEXT)
    as_(scene.cast.modda).post(f"/moderation/appeals/{appeals()[0].id}", data=RIGHT)
    db.session.expire_all()
    hidden = sa.select(Comment.id).where(Comment.hidden_at.is_not(None))
    assert db.session.scalars(hidden).all() == [other.id]
    assert mine[1].held_for is not None  # as it was before: the second copy waited


def test_words_taken_back_after_the_decision_are_read_by_their_author_alone(
    scene: Scene, as_: As
) -> None:
    comment = make.comment(scene.idea, scene.cast.mana, "ถ้อยคำที่ถอน")
    batch = commands.hide(scene.cast.modda, comment, make.ADVERTISING).batch
    commit()
    as_(scene.cast.mana).post(f"/decisions/{batch}/appeal", data=TEXT)
    pages = (f"/decisions/{batch}", f"/moderation/appeals/{appeals()[0].id}")
    moderator = as_(scene.cast.modda)
    assert all("ถ้อยคำที่ถอน" in moderator.get(page).text for page in pages)
    commands.withdraw_comment(scene.cast.mana, comment)
    assert not any("ถ้อยคำที่ถอน" in moderator.get(page).text for page in pages)
    assert "ถ้อยคำที่ถอน" in as_(scene.cast.mana).get(pages[0]).text


def test_news_of_a_whole_group_names_no_idea(scene: Scene) -> None:
    text = "ข้อความเดียวกันที่หลายคนส่งเข้ามาพร้อมกันในหมู่บ้านของเรา"
    written = commands.comment_on(scene.cast.mana, scene.idea, text)
    commands.comment_on(scene.cast.mana, scene.others_idea, text)
    report(scene.cast.mali, written, HouseRule.ADVERTISING, "")
    group = db.session.get_one(TextGroup, written.text_group_id)
    done = commands.hide(scene.cast.modda, group, make.ADVERTISING)
    decided = db.session.scalars(sa.select(Decision).where(Decision.batch == done.batch)).all()
    commands.undo(scene.cast.modda, decided[0])
    commands.hide(scene.cast.modda, written, make.ADVERTISING)
    told = sa.select(Notification.kind, Notification.title).order_by(Notification.id)
    about = [(kind, title) for kind, title in db.session.execute(told) if "moderation" in kind]
    assert about == [
        ("moderation.hide", ""),
        ("moderation.report_settled", ""),
        ("moderation.undone", ""),
        ("moderation.hide", scene.idea.title),
        ("moderation.report_settled", scene.idea.title),
    ]
