"""How often ideas are shown in lists: added up in memory, written down apart from any request."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.core.db import commit, db
from app.develop import impressions
from app.develop.models import Idea
from tests.develop.conftest import Scene
from tests.support import make

READER = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36 Line/14.1"
}


@pytest.fixture(autouse=True)
def nothing_counted(app: Flask) -> None:
    app.extensions["impressions"] = impressions.Impressions(app, in_background=False)


def views() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Idea.views_count).order_by(Idea.id)))


def test_ideas_of_a_list_are_counted_and_written_by_a_flush(
    scene: Scene, client: FlaskClient
) -> None:
    for _ in range(3):
        client.get(f"/challenges/{scene.challenge.id}", headers=READER)
    assert views() == [0, 0]
    impressions.flush()
    assert views() == [3, 3]
    impressions.flush()
    assert views() == [3, 3]


def test_only_what_the_page_shows_counts(scene: Scene, client: FlaskClient) -> None:
    for number in range(20):
        make.idea(scene.challenge, scene.cast.mana, f"แนวคิดที่ {number}")
    commit()
    client.get(f"/challenges/{scene.challenge.id}?sort=newest&page=2", headers=READER)
    client.get(f"/challenges/{scene.challenge.id}?q=เสาสัญญาณ", headers=READER)
    impressions.flush()
    assert views() == [2, 1, *[0] * 20]


def test_an_ideas_own_page_is_no_list(scene: Scene, client: FlaskClient) -> None:
    client.get(f"/ideas/{scene.idea.id}", headers=READER)
    impressions.flush()
    assert views() == [0, 0]


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "facebookexternalhit/1.1"},
        {"User-Agent": "curl/8.5.0"},
        {"User-Agent": "Mozilla/5.0 (X11) HeadlessChrome/130.0"},
        {"User-Agent": ""},
        READER | {"Sec-Purpose": "prefetch;prerender"},
    ],
)
def test_robots_and_pages_fetched_ahead_do_not_count(
    scene: Scene, client: FlaskClient, headers: dict[str, str]
) -> None:
    client.get(f"/challenges/{scene.challenge.id}", headers=headers)
    client.head(f"/challenges/{scene.challenge.id}", headers=READER)
    impressions.flush()
    assert views() == [0, 0]


def test_nothing_is_kept_of_who_looked(scene: Scene, client: FlaskClient, queries) -> None:  # type: ignore[no-untyped-def]
    with queries() as asked:
        client.get(f"/challenges/{scene.challenge.id}", headers=READER)
        assert not [one for one in asked if not one.startswith("SELECT")]
        impressions.flush()
    written = [one for one in asked if not one.startswith("SELECT")]
    assert len(written) == 1
    assert "views_count" in written[0]


def test_processes_at_once_lose_nothing(app: Flask, scene: Scene) -> None:
    ids = [scene.idea.id, scene.others_idea.id]
    each = [impressions.Impressions(app, in_background=False) for _ in range(6)]

    def work(own: impressions.Impressions) -> None:
        with app.app_context():
            for _ in range(20):
                own.add(ids)
                own.flush()

    threads = [threading.Thread(target=work, args=(one,)) for one in each]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in each:  # what met a busy row was kept for this
        one.flush()
    assert views() == [120, 120]


def test_a_row_that_somebody_is_changing_waits_for_the_next_time(app: Flask, scene: Scene) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time: there are no locked rows")
    own = impressions.Impressions(app, in_background=False)
    own.add([scene.idea.id, scene.others_idea.id])
    with db.engine.begin() as vote:
        vote.execute(sa.update(Idea).where(Idea.id == scene.idea.id).values(votes_count=1))
        own.flush()  # would wait for ever if it waited
        assert views() == [0, 1]
    own.flush()
    assert views() == [1, 1]


def test_memory_is_bounded_and_what_is_gone_is_dropped(
    app: Flask, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(impressions, "MOST", 2)
    own = impressions.Impressions(app, in_background=False)
    own.add([scene.idea.id, 999, 1_000, scene.idea.id])
    own.flush()
    own.flush()
    assert views() == [2, 0]
