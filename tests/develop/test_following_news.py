"""Whom the verbs of Develop tell: followers, once each, and never whoever did it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask_babel import force_locale

from app.accounts.models import Notification, Person
from app.accounts.notices import say
from app.core import clock, jobs
from app.core.db import commit, db, rollback
from app.core.models import Job, JobState
from app.core.refusals import Refused
from app.develop import commands
from app.develop.models import Challenge, PhaseKind
from tests.develop.conftest import Scene
from tests.support import make
from tests.support.cast import make_person

Queries = Callable[[], AbstractContextManager[list[str]]]


def told(kind: str) -> list[str]:
    """Names of those told, in order."""
    query = sa.select(Person.display_name).join(Notification, Notification.person_id == Person.id)
    return sorted(db.session.scalars(query.where(Notification.kind == kind)))


def sentence(kind: str, language: str = "en") -> str:
    news = db.session.scalars(sa.select(Notification).where(Notification.kind == kind)).first()
    assert news is not None
    with force_locale(language):
        return say(news)


def test_followers_of_challenge_and_mission_group_hear_of_a_new_idea_once(scene: Scene) -> None:
    cast, group_id = scene.cast, scene.issue.mission_group_id
    make.follow(cast.mana, challenge_id=scene.challenge.id)
    make.follow(cast.mana, mission_group_id=group_id)
    make.follow(cast.ana, mission_group_id=group_id)
    make.follow(cast.mali, challenge_id=scene.challenge.id)
    make.follow(cast.exa, idea_id=scene.idea.id)
    idea = commands.post_idea(cast.mali, scene.challenge, title="เน็ตวัด", body="ใช้เสาของวัด")
    assert told("idea.new") == ["Ana", "Mana"]
    news = db.session.scalars(sa.select(Notification)).first()
    assert news is not None
    assert (news.title, news.path) == (scene.challenge.title, f"/ideas/{idea.id}")
    assert "เน็ตวัด" in sentence("idea.new", "th")


def test_an_author_follows_the_idea(scene: Scene) -> None:
    idea = commands.post_idea(scene.cast.mali, scene.challenge, title="เน็ตวัด", body="เสา")
    commands.comment_on(scene.cast.mana, idea, "ดีมาก")
    assert told("comment.new") == ["Mali"]
    assert sentence("comment.new") == "Mana commented."


def test_what_was_refused_tells_nobody(scene: Scene) -> None:
    make.follow(scene.cast.mali, idea_id=scene.idea.id)
    make.hide(scene.idea)
    commit()
    with pytest.raises(Refused):
        commands.comment_on(scene.cast.mana, scene.idea, "ดีมาก")
    rollback()
    assert told("comment.new") == []


def test_who_is_mentioned_hears_of_that_alone(scene: Scene) -> None:
    cast = scene.cast
    for person in (cast.mali, cast.ana):
        make.follow(person, idea_id=scene.idea.id)
    commands.comment_on(cast.mana, scene.idea, "คุณมะลิคิดอย่างไร", mentions=[cast.mali.id])
    assert told("comment.mention") == ["Mali"]
    assert told("comment.new") == ["Ana"]


def test_what_waits_for_a_moderator_is_news_once_it_is_let_through(scene: Scene) -> None:
    make.follow(scene.cast.mali, idea_id=scene.idea.id)
    links = " ".join(f"https://example.org/{number}" for number in range(12))
    comment = commands.comment_on(scene.cast.mana, scene.idea, links)
    assert comment.held_at is not None
    assert told("comment.new") == []
    commands.let_stand(scene.cast.modda, comment)
    assert told("comment.new") == ["Mali"]
    assert sentence("comment.new") == "Mana commented."


def test_followers_of_the_mission_group_hear_of_a_new_challenge(scene: Scene) -> None:
    make.follow(scene.cast.mali, mission_group_id=scene.issue.mission_group_id)
    draft = make.challenge(scene.issue, scene.cast.cora, published=False)
    commands.publish_challenge(scene.cast.cora, draft)
    assert told("challenge.new") == ["Mali"]


def test_thousands_of_followers_cost_as_many_queries_as_one(scene: Scene, queries: Queries) -> None:
    counts = []
    for many in (1, 60):
        for number in range(many):
            person = make_person(f"follower{many}-{number}")
            make.follow(person, challenge_id=scene.challenge.id)
        commit()
        db.session.refresh(scene.challenge)
        with queries() as asked:
            commands.post_idea(scene.cast.mali, scene.challenge, title=f"เน็ต {many}", body="เสา")
        counts.append(len([one for one in asked if "INSERT INTO notifications" in one]))
        commit()
    assert counts == [1, 1]
    assert len(told("idea.new")) == 1 + 61


def _phase(challenge: Challenge, kind: PhaseKind, opens: float, closes: float) -> None:
    phase = challenge.phase(kind)
    assert phase is not None
    phase.opens_at = clock.now() + timedelta(days=opens)
    phase.closes_at = clock.now() + timedelta(days=closes)
    commit()


def _run() -> None:
    job = jobs.enqueue("develop.phase_news", None)
    commit()
    jobs.run_queued()
    assert db.session.get_one(Job, job.id).state is JobState.SUCCEEDED


@pytest.fixture
def followed(scene: Scene) -> Scene:
    make.follow(scene.cast.mali, challenge_id=scene.challenge.id)
    make.follow(scene.cast.mana, idea_id=scene.others_idea.id)
    make.follow(scene.cast.ana, mission_group_id=scene.issue.mission_group_id)
    _phase(scene.challenge, PhaseKind.IDEAS, -30, -20)
    return scene


def test_followers_hear_once_that_voting_is_open(followed: Scene) -> None:
    _phase(followed.challenge, PhaseKind.VOTING, -0.1, 20)
    _run()
    for news in db.session.scalars(sa.select(Notification)):
        news.read_at = clock.now()
    _run()
    assert told("phase.opened") == ["Ana", "Mali", "Mana"]
    assert sentence("phase.opened").startswith("Voting is open now, until ")


@pytest.mark.parametrize("opens", [0.1, -2])
def test_what_is_not_open_yet_or_long_open_is_no_news(opens: float, followed: Scene) -> None:
    _phase(followed.challenge, PhaseKind.VOTING, opens, 20)
    _run()
    assert told("phase.opened") == []


def test_a_draft_opens_nothing(followed: Scene) -> None:
    followed.challenge.published_at = None
    _phase(followed.challenge, PhaseKind.VOTING, -0.1, 20)
    _run()
    assert told("phase.opened") == []


def test_they_hear_that_it_closes_soon_and_again_when_it_was_made_longer(followed: Scene) -> None:
    _phase(followed.challenge, PhaseKind.VOTING, -10, 1)
    _run()
    _run()
    assert told("phase.closing") == ["Ana", "Mali", "Mana"]
    for news in db.session.scalars(sa.select(Notification)):
        news.read_at = clock.now()
    _phase(followed.challenge, PhaseKind.VOTING, -10, 1.5)
    _run()
    assert len(told("phase.closing")) == 6


@pytest.mark.parametrize(("opens", "closes"), [(-10, 3), (-1.5, 1), (-10, -0.1)])
def test_what_is_far_short_or_over_does_not_close_soon(
    opens: float, closes: float, followed: Scene
) -> None:
    _phase(followed.challenge, PhaseKind.VOTING, opens, closes)
    _run()
    assert told("phase.closing") == []
