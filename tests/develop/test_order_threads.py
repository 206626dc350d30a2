"""The job that puts threads into their fair order."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock, jobs, schedule
from app.core.db import commit, db
from app.develop import commands, queries
from app.develop.models import Comment, CommentReaction
from app.develop.queries import Wanted
from tests.develop.conftest import Scene
from tests.support import make
from tests.support.cast import make_person


def order(scene: Scene) -> list[int]:
    found = queries.discussion(scene.cast.mana, scene.idea, Wanted(), 1)
    return [thread.first.comment.id for thread in found.page.rows]


def mark(comment: Comment, people: list[Person], days_ago: float) -> None:
    at = clock.now() - timedelta(days=days_ago)
    db.session.add_all(
        CommentReaction(comment_id=comment.id, person_id=one.id, at=at) for one in people
    )
    comment.reactions_count += len(people)
    db.session.flush()


def comment(scene: Scene, days_ago: float) -> Comment:
    return make.comment(
        scene.idea, scene.cast.mana, created_at=clock.now() - timedelta(days=days_ago)
    )


@pytest.fixture
def people(scene: Scene) -> list[Person]:
    return [make_person(f"reader{number}") for number in range(30)]


def test_a_late_comment_that_most_find_helpful_stands_above_an_early_one_with_more_marks(
    scene: Scene, people: list[Person]
) -> None:
    early, other, late = comment(scene, 9), comment(scene, 9), comment(scene, 1)
    mark(early, people[:10], 8)
    mark(other, people[10:22], 8)
    mark(late, people[22:29], 0.5)
    mark(other, people[29:], 0.5)
    commands.order_threads()
    assert order(scene) == [late.id, other.id, early.id]


def test_a_helpful_reply_raises_its_thread(scene: Scene, people: list[Person]) -> None:
    plain, answered = comment(scene, 2), comment(scene, 3)
    mark(make.reply(answered, scene.cast.mali), people[:5], 1)
    mark(plain, people[5:7], 1)
    commands.order_threads()
    assert order(scene) == [answered.id, plain.id]


def test_marks_of_what_is_hidden_count_for_nothing(scene: Scene, people: list[Person]) -> None:
    plain, answered = comment(scene, 2), comment(scene, 3)
    reply = make.reply(answered, scene.cast.mali)
    mark(reply, people[:5], 1)
    mark(plain, people[5:7], 1)
    make.hide(reply)
    commands.order_threads()
    assert order(scene) == [plain.id, answered.id]


def test_new_ones_come_first_until_the_order_is_worked_out(
    scene: Scene, people: list[Person]
) -> None:
    liked = comment(scene, 2)
    mark(liked, people[:5], 1)
    commands.order_threads()
    newer, newest = comment(scene, 0.2), comment(scene, 0.1)
    assert order(scene) == [newest.id, newer.id, liked.id]
    commands.order_threads()
    assert order(scene) == [liked.id, newest.id, newer.id]


def test_only_discussions_with_news_are_put_in_order(scene: Scene) -> None:
    first = comment(scene, 1)
    assert commands.order_threads() == 1
    assert commands.order_threads() == 0
    for change in (
        lambda: commands.find_helpful(scene.cast.mali, first),
        lambda: commands.take_back_helpful(scene.cast.mali, first),
        lambda: commands.reply_to(scene.cast.mali, first, "ตอบ"),
        lambda: make.hide(first),
        lambda: make.unhide(first),
        lambda: commands.withdraw_comment(scene.cast.mana, first),
    ):
        change()
        commit()
        assert commands.order_threads() == 1
        commit()


def test_the_worker_does_it_each_minute(scene: Scene) -> None:
    one = comment(scene, 1)
    commit()
    schedule.begin_due()
    commit()
    jobs.run_queued()
    db.session.expire_all()
    assert one.place > 0
    assert not one.is_due
    assert {job.kind for job in schedule.begin_due()} == set()


def test_the_number_of_queries_does_not_grow(scene: Scene, queries) -> None:  # type: ignore[no-untyped-def]
    def asked() -> int:
        with queries() as found:
            commands.order_threads()
        return len(found)

    comment(scene, 1)
    few = asked()
    for idea in (scene.idea, scene.others_idea):
        for _ in range(20):
            make.comment(idea, scene.cast.mana)
    assert asked() == few
    due = db.session.scalar(sa.select(sa.func.count()).where(Comment.is_due))
    assert due == 0
