"""The job that puts a challenge's ideas into their fair order, and the list in that order."""

from __future__ import annotations

import re
from datetime import timedelta

import sqlalchemy as sa
from flask.testing import FlaskClient

from app.core import clock, jobs, schedule
from app.core.db import commit, db
from app.develop import commands, queries
from app.develop.models import Idea, IdeaOrder
from tests.develop.conftest import Scene
from tests.support import make


def counts(scene: Scene, *pairs: tuple[int, int]) -> list[int]:
    """Ideas with so many votes of so many views each; their ids. The scene's own are hidden."""
    for own in (scene.idea, scene.others_idea):
        make.hide(own)
    now = clock.now()
    made = [
        make.idea(
            scene.challenge, scene.cast.mana, f"แนวคิด {n}", votes_count=votes, views_count=views,
            created_at=now - timedelta(hours=len(pairs) - n),
        ).id
        for n, (votes, views) in enumerate(pairs)
    ]  # fmt: skip
    commit()
    return made


def shown(client: FlaskClient, challenge_id: int, query: str = "") -> list[int]:
    page = client.get(f"/challenges/{challenge_id}{query}").text
    found = re.findall(r'<h3 class="row-title mb-0"><a href="/ideas/(\d+)"', page)
    return [int(number) for number in found]


def work() -> None:
    schedule.begin_due()
    commit()
    jobs.run_queued()
    db.session.expire_all()


def test_the_list_is_in_the_fair_order_when_nothing_else_is_asked_for(
    scene: Scene, client: FlaskClient
) -> None:
    many, share, one, poor, unseen, tail = counts(
        scene, (50, 200), (10, 12), (1, 1), (1, 90), (0, 0), (0, 80)
    )
    work()
    fair = [share, one, many, poor, unseen, tail]
    assert (
        shown(client, scene.challenge.id) == fair == shown(client, scene.challenge.id, "?sort=fair")
    )
    assert shown(client, scene.challenge.id, "?sort=supported")[0] == many


def test_new_ideas_come_first_until_then(scene: Scene, client: FlaskClient) -> None:
    [good] = counts(scene, (50, 60))
    work()
    newer = make.idea(scene.challenge, scene.cast.mana, "ใหม่")
    newest = make.idea(scene.challenge, scene.cast.mana, "ใหม่กว่า")
    commit()
    assert shown(client, scene.challenge.id) == [newest.id, newer.id, good]
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        work()
    assert shown(client, scene.challenge.id) == [good, newest.id, newer.id]


def test_pages_hold_every_idea_once(scene: Scene, client: FlaskClient) -> None:
    made = counts(scene, *((n % 7, 3 * n % 50) for n in range(45)))
    work()
    pages = [shown(client, scene.challenge.id, f"?page={number}") for number in (1, 2, 3)]
    assert sorted(one for page in pages for one in page) == sorted(made)


def test_only_challenges_with_changes_are_worked_out(scene: Scene) -> None:
    first, *_ = counts(scene, (5, 10), (1, 10))
    quiet = make.challenge(scene.issue, scene.cast.cora)
    make.idea(quiet, scene.cast.mana)
    commit()
    assert queries.challenges_to_order() == [scene.challenge.id, quiet.id]
    work()
    assert queries.challenges_to_order() == []
    for change in (
        {"views_count": 11},
        {"votes_count": 6},
        {"hidden_at": clock.now(), "hidden_reason": "โฆษณา"},
        {"hidden_at": None, "hidden_reason": None},
    ):
        db.session.execute(sa.update(Idea).where(Idea.id == first).values(change))
        assert queries.challenges_to_order() == [scene.challenge.id]
        commands.order_ideas(scene.challenge.id)
        assert queries.challenges_to_order() == []


def test_only_rows_that_move_are_changed(scene: Scene) -> None:
    made = counts(scene, *((20 - n, 20) for n in range(12)))
    assert commands.order_ideas(scene.challenge.id) == 12
    before = dict(db.session.execute(sa.select(Idea.id, Idea.place)).all())
    db.session.execute(sa.update(Idea).where(Idea.id == made[11]).values(votes_count=20))
    assert commands.order_ideas(scene.challenge.id) <= 3
    after = dict(db.session.execute(sa.select(Idea.id, Idea.place)).all())
    assert after[made[11]] != before[made[11]]
    assert after[made[3]] == before[made[3]]


def test_it_keeps_from_what_it_was_worked_out(scene: Scene) -> None:
    counts(scene, *((1, 10) for _ in range(10)))
    commands.order_ideas(scene.challenge.id)
    made = db.session.get_one(IdeaOrder, scene.challenge.id)
    assert (made.ideas, made.votes, made.views) == (10, 10, 100)
    assert made.fairness is not None
    assert made.fairness["gini"] == 0
