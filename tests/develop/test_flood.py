"""A flood from beginning to end: a thousand posts are one row, one decision, one undoing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Notification, Person
from app.core.db import commit, db
from app.develop import commands
from app.develop.commands.reports import report
from app.develop.models import Comment, Decision, HouseRule, Idea
from app.develop.queries import queue
from app.develop.queries.queue import CaseKind
from tests.develop.conftest import Scene
from tests.support import make
from tests.support.cast import make_person
from tests.support.floods import flood

As = Callable[[Person], FlaskClient]
POSTS = 1_000
ACCOUNTS = 20
State = list[tuple[object, ...]]


def states() -> State:
    columns = (
        Comment.id, Comment.hidden_at, Comment.hidden_by_id, Comment.hidden_reason,
        Comment.held_at, Comment.held_for,
    )  # fmt: skip
    return [tuple(row) for row in db.session.execute(sa.select(*columns).order_by(Comment.id))]


def shown() -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(Comment.is_shown)) or 0


def miscounted() -> list[int]:
    """Ideas whose counter of comments is not what it counts."""
    counted = sa.select(sa.func.count()).where(Comment.idea_id == Idea.id, Comment.is_shown)
    wrong = sa.select(Idea.id).where(Idea.comments_count != counted.scalar_subquery())
    return list(db.session.scalars(wrong))


@pytest.fixture
def flooded(scene: Scene) -> Scene:
    """A thousand variants of an advertisement under ten ideas, by twenty accounts; and others."""
    ideas = [make.idea(scene.challenge, scene.cast.mana, f"แนวคิดที่ {n}") for n in range(10)]
    spammers = [make_person(f"spammer{n}") for n in range(ACCOUNTS)]
    for number, text in enumerate(flood(POSTS)):
        commands.comment_on(spammers[number % ACCOUNTS], ideas[number % 10], text)
    commands.comment_on(scene.cast.mali, ideas[0], "เห็นด้วยกับแนวคิดนี้ครับ เพราะหมู่บ้านเรารอมานาน")
    commit()
    return scene


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_a_flood_is_one_row_one_decision_and_one_undoing(
    flooded: Scene, as_: As, client: FlaskClient
) -> None:
    browser = as_(flooded.cast.modda)
    [case] = queue.cases(CaseKind.ALL, 1).rows
    assert case.posts is not None
    assert case.posts.count >= 0.95 * POSTS
    assert case.posts.authors == ACCOUNTS
    assert case.held == case.posts.count - 4  # the first few copies were nothing to notice
    assert miscounted() == []
    page = browser.get("/moderation").text
    assert page.count('<li class="case ') == 1
    assert "U+200B" in page

    before, seen = states(), shown()
    answer = browser.post(
        f"/moderation/cases/{case.group_id}",
        data={"action": "hide", "rule": "advertising", "note": "เป็นโฆษณาซ้ำ ๆ"},
    )
    assert answer.location == "/moderation#cases"
    assert queue.cases(CaseKind.ALL, 1).total == 0
    assert shown() == seen - 4 == POSTS + 1 - case.posts.count
    assert miscounted() == []
    decisions = db.session.scalars(sa.select(Decision)).all()
    assert len(decisions) == case.posts.count
    assert len({row.batch for row in decisions}) == 1
    told = db.session.scalars(sa.select(Notification).where(Notification.kind == "moderation.hide"))
    assert len({news.person_id for news in told}) == ACCOUNTS

    answer = browser.post(f"/moderation/decisions/{decisions[0].batch}/undo")
    assert answer.status_code == 302
    assert states() == before
    assert shown() == seen
    assert miscounted() == []
    assert queue.cases(CaseKind.ALL, 1).rows[0].held == case.held


@pytest.mark.slow
def test_the_queue_asks_as_much_for_a_flood_as_for_one_post(
    flooded: Scene,
    as_: As,
    queries,  # type: ignore[no-untyped-def]
) -> None:
    for number in range(30):
        idea = make.idea(flooded.challenge, flooded.cast.mana, f"เรื่องอื่นที่ {number}")
        body = (
            f"{number} " + "ก ข ค ง จ ฉ ช ซ ญ ด ต ถ ท ธ น บ ป".replace(" ", chr(0xE01 + number)) * 2
        )
        make.comment(idea, flooded.cast.mali, body)
    for comment in db.session.scalars(sa.select(Comment).order_by(Comment.id.desc()).limit(30)):
        report(flooded.cast.mana, comment, HouseRule.ADVERTISING, "")
    commit()
    browser = as_(flooded.cast.modda)
    with queries() as asked:
        browser.get("/moderation")
    assert len(asked) <= sum(
        (
            2,  # the session with its person, the roles
            4,  # how many cases of each kind wait
            2,  # how many are shown, and this page of them
            1,  # appeals
            1,  # how many posts, by how many, from when to when
            2,  # the first and the last post of each case: ideas, comments
            2,  # phases of their challenges; which rules were reported
            1,  # the moderator's last decision
        )
    ), asked
