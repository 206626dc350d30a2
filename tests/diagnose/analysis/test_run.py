"""A run's page: while it works, when it failed, and with its topics."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.db import commit, db
from app.core.models import AuditEntry, Job, JobState
from app.diagnose.models import RunItem, TopicAssignment
from app.diagnose.queries import analysis as run_queries
from tests.diagnose.analysis.conftest import PHONE, Scene
from tests.support import make

As = Callable[[Person], FlaskClient]


def is_running(scene: Scene, **values: object) -> None:
    scene.run.job = Job(
        kind="analysis", state=JobState.RUNNING, claim="w", heartbeat_at=clock.now(),
        progress=0.4, stage="cluster",
    )  # fmt: skip
    for name, value in values.items():
        setattr(scene.run.job, name, value)
    commit()


@pytest.mark.parametrize("tail", ["", "/status", "/comments", "/assignments.csv"])
def test_who_may_not_read_it_is_refused(
    scene: Scene, client: FlaskClient, as_: As, tail: str
) -> None:
    address = f"/diagnose/runs/{scene.run.id}{tail}"
    assert client.get(address).status_code == 302
    for person in (scene.cast.mali, scene.cast.modda, scene.cast.ofa, scene.cast.suda):
        assert as_(person).get(address).status_code == 403
    for person in (scene.cast.ana, scene.cast.cora, scene.cast.exa, scene.cast.ada):
        assert as_(person).get(address).status_code == 200
    assert as_(scene.cast.ana).get(address.replace(str(scene.run.id), "999", 1)).status_code == 404


def test_a_running_run_shows_how_far_it_is_and_can_be_cancelled(scene: Scene, as_: As) -> None:
    is_running(scene)
    address = f"/diagnose/runs/{scene.run.id}"
    page = as_(scene.cast.ana).get(address).text
    assert f'data-job-status="{address}/status"' in page
    assert 'value="0.4"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert f'action="{address}/cancel"' in page
    assert f'action="{address}/cancel"' not in as_(scene.cast.cora).get(address).text


def test_its_status_is_told_in_the_readers_words(scene: Scene, as_: As) -> None:
    is_running(scene)
    told = as_(scene.cast.ana).get(f"/diagnose/runs/{scene.run.id}/status").get_json()
    assert told.pop("stage_text") not in ("", "cluster")
    assert told == {"state": "running", "progress": 0.4, "is_over": False}


def test_an_analyst_cancels_a_run(scene: Scene, as_: As) -> None:
    is_running(scene)
    address = f"/diagnose/runs/{scene.run.id}/cancel"
    assert as_(scene.cast.cora).post(address).status_code == 403
    assert not scene.run.job.cancel_requested
    assert as_(scene.cast.ana).post(address).status_code == 302
    db.session.expire_all()
    assert scene.run.job.cancel_requested
    assert db.session.scalar(sa.select(AuditEntry.action)) == "run.cancel"


def test_cancelling_a_run_that_is_over_changes_nothing(scene: Scene, as_: As) -> None:
    answer = as_(scene.cast.ana).post(
        f"/diagnose/runs/{scene.run.id}/cancel", follow_redirects=True
    )
    assert 'class="alert alert-warning"' in answer.text
    assert scene.run.job.state == JobState.SUCCEEDED


def test_a_failed_run_says_why(scene: Scene, as_: As) -> None:
    is_running(
        scene, state=JobState.FAILED, finished_at=clock.now(),
        error_code="too_few", error="Only 3 different comments.",
    )  # fmt: skip
    page = as_(scene.cast.ana).get(f"/diagnose/runs/{scene.run.id}").text
    assert "10" in re.findall(r'alert-danger" role="alert">(.*?)</div>', page, re.S)[0]
    assert "data-job-status" not in page
    assert "/diagnose/runs/new?" in page


def test_the_topics_stand_by_people_noise_last(scene: Scene, as_: As) -> None:
    few, many = scene.topics
    few.people_count, many.people_count = 1, 3
    commit()
    address = f"/diagnose/runs/{scene.run.id}"
    found = re.findall(r'<li id="topic-(\d+)"', as_(scene.cast.exa).get(address).text)
    assert found == [str(many.id), str(few.id)]
    many.is_noise = True
    commit()
    found = re.findall(r'<li id="topic-(\d+)"', as_(scene.cast.exa).get(address).text)
    assert found == [str(few.id), str(many.id)]


def test_comments_are_shown_masked(scene: Scene, as_: As) -> None:
    page = as_(scene.cast.ana).get(f"/diagnose/runs/{scene.run.id}").text
    assert "เน็ตช้า โทร" in page
    assert PHONE not in page


def test_a_withdrawn_comment_is_quoted_no_more(scene: Scene, as_: As) -> None:
    scene.submissions[0].withdrawn_at = clock.now()
    commit()
    page = as_(scene.cast.ana).get(f"/diagnose/runs/{scene.run.id}").text
    assert "เน็ตช้า" not in page


def test_only_an_analyst_can_tick_topics_and_never_noise(scene: Scene, as_: As) -> None:
    scene.topics[1].is_noise = True
    commit()
    address = f"/diagnose/runs/{scene.run.id}"
    page = as_(scene.cast.ana).get(address).text
    assert re.findall(r'name="topic" value="(\d+)"', page) == [str(scene.topics[0].id)]
    assert 'name="topic"' not in as_(scene.cast.cora).get(address).text


def test_the_map_opens_topics(scene: Scene, as_: As) -> None:
    page = as_(scene.cast.ana).get(f"/diagnose/runs/{scene.run.id}").text
    spec = json.loads(unescape(re.findall(r'data-figure="([^"]+)"', page)[0]))
    dots, centres = spec["data"][:-1], spec["data"][-1]
    addresses = [f"/diagnose/topics/{topic.id}" for topic in scene.topics]
    assert [trace["customdata"][0] for trace in dots] == addresses == centres["customdata"]
    assert sum(len(trace["x"]) for trace in dots) == len(scene.submissions)
    assert len({(t["marker"]["color"], t["marker"]["symbol"]) for t in dots}) == len(dots)


def test_the_map_takes_a_sample(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_queries, "MAP_POINTS", 3)
    assert 0 < len(run_queries.map_points(scene.run.id, 6)) <= 3


def test_each_number_opens_its_records(scene: Scene, as_: As) -> None:
    items = db.session.scalars(sa.select(RunItem).order_by(RunItem.submission_id)).all()
    items[1].left_out, items[2].duplicate_of_id = "no_words", items[0].submission_id
    db.session.execute(
        sa.delete(TopicAssignment).where(TopicAssignment.submission_id == items[1].submission_id)
    )
    scene.run.left_out_count = scene.run.duplicates_count = 1
    commit()
    browser, address = as_(scene.cast.exa), f"/diagnose/runs/{scene.run.id}/comments"
    assert f'href="{address}?which=left-out"' in browser.get(f"/diagnose/runs/{scene.run.id}").text
    all_of_them = browser.get(address).text
    left_out = browser.get(address + "?which=left-out").text
    repeated = browser.get(address + "?which=duplicates").text
    assert all_of_them.count('<th scope="row">') == 6
    assert PHONE not in all_of_them + repeated
    assert re.findall(r"<td>(ถนนพัง)</td>", left_out)
    assert left_out.count('<th scope="row">') == repeated.count('<th scope="row">') == 1


def test_an_unknown_list_is_all_of_them(scene: Scene, as_: As) -> None:
    page = as_(scene.cast.ana).get(f"/diagnose/runs/{scene.run.id}/comments?which=best").text
    assert page.count('<th scope="row">') == 6


def test_who_went_where_can_be_downloaded(scene: Scene, as_: As) -> None:
    scene.topics[0].name = "=1+1"
    commit()
    answer = as_(scene.cast.ana).get(f"/diagnose/runs/{scene.run.id}/assignments.csv")
    assert answer.mimetype == "text/csv"
    lines = answer.text.removeprefix("\ufeff").splitlines()
    assert lines[0] == "id,topic,topic_name,weight,left_out,duplicate_of"
    assert lines[1] == f"{scene.submissions[0].id},0,'=1+1,1.0,,"
    assert len(lines) == 1 + len(scene.submissions)


def test_the_number_of_queries_does_not_grow(scene: Scene, as_: As, queries) -> None:  # type: ignore[no-untyped-def]
    browser, address = as_(scene.cast.ana), f"/diagnose/runs/{scene.run.id}"
    more = make.run(scene.cast.ana, scene.submissions, topics=6)
    commit()
    for run_id, least in [(scene.run.id, 2), (more.id, 6)]:
        with queries() as asked:
            page = browser.get(f"/diagnose/runs/{run_id}").text
        assert page.count('<li id="topic-') == least
        # session and person, roles; the run with its job; mission groups; how many topics, the
        # topics, their comments, their issues; the map (who made it is who looks)
        assert len(asked) <= 9, "\n".join(asked)
    with queries() as asked:
        browser.get(address + "/comments")
    # session and person, roles; the run with its job; how many, the rows
    assert len(asked) <= 5, "\n".join(asked)


def test_the_list_of_runs(scene: Scene, client: FlaskClient, as_: As, queries) -> None:  # type: ignore[no-untyped-def]
    assert client.get("/diagnose/runs").status_code == 302
    assert as_(scene.cast.mali).get("/diagnose/runs").status_code == 403
    browser = as_(scene.cast.cora)
    page = browser.get("/diagnose/runs").text
    assert f'href="/diagnose/runs/{scene.run.id}"' in page
    assert "/diagnose/runs/new" not in page
    make.run(scene.cast.ana, scene.submissions)
    commit()
    with queries() as asked:
        browser.get("/diagnose/runs")
    # session and person, roles; how many, the runs with jobs and makers; their topics counted
    assert len(asked) <= 5, "\n".join(asked)
