"""Stopping background work, and letting go of a file."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import files, jobs
from app.core.models import JobState
from app.diagnose.models import ImportState
from tests.diagnose.imports.conftest import PLAN, Desk, problems, submissions
from tests.support import make
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]


def test_a_job_that_waits_is_stopped_and_the_file_stays(desk: Desk) -> None:
    desk.upload()
    desk.browser.post(f"{desk.path}/check", data=PLAN)
    waiting = desk.page()
    assert f'data-job-status="{desk.path}/status"' in waiting
    assert f'action="{desk.path}/stop"' in waiting
    desk.browser.post(f"{desk.path}/stop")
    jobs.run_queued()
    batch = desk.batch
    assert (batch.state, batch.job.state) == (ImportState.UPLOADED, JobState.CANCELLED)
    assert problems() == []
    desk.check()
    assert desk.batch.state == ImportState.CHECKED


def test_while_a_job_waits_nothing_else_is_begun(desk: Desk) -> None:
    desk.upload()
    desk.browser.post(f"{desk.path}/check", data=PLAN)
    job = desk.batch.job_id
    for step in ("check", "confirm", "discard"):
        assert desk.browser.post(f"{desk.path}/{step}", data=PLAN).status_code == 303
    assert (desk.batch.job_id, desk.batch.state) == (job, ImportState.UPLOADED)


def test_what_is_discarded_is_gone_with_its_content(desk: Desk) -> None:
    desk.upload()
    desk.check(text="id", id="")
    path = files.path_of(desk.batch.file)
    desk.browser.post(f"{desk.path}/discard")
    batch = desk.batch
    assert (batch.state, batch.format, batch.mapping) == (ImportState.DISCARDED, {}, {})
    make.a_night_pass()
    assert not path.exists()
    assert problems() == []
    assert desk.browser.get(desk.path).status_code == 200
    assert desk.path not in desk.browser.get("/diagnose/imports").text


def test_content_that_was_uploaded_twice_stays_for_the_other(desk: Desk) -> None:
    desk.upload()
    desk.upload()
    path = files.path_of(desk.batch.file)
    desk.browser.post(f"{desk.path}/discard")
    make.a_night_pass()
    assert path.exists()


def test_what_is_imported_cannot_be_discarded(desk: Desk) -> None:
    desk.upload()
    desk.check()
    desk.confirm()
    desk.browser.post(f"{desk.path}/discard")
    assert desk.batch.state == ImportState.IMPORTED
    assert len(submissions()) == 2


@pytest.mark.parametrize("step", ["check", "confirm", "stop", "discard", "read-as"])
@pytest.mark.parametrize("who", ["mali", "cora", "ada"])
def test_others_do_none_of_it(as_: As, cast: Cast, desk: Desk, step: str, who: str) -> None:
    desk.upload()
    answer = as_(getattr(cast, who)).post(f"{desk.path}/{step}", data=PLAN)
    assert answer.status_code == 403
    assert (desk.batch.state, desk.batch.job_id) == (ImportState.UPLOADED, None)


@pytest.mark.parametrize("page", ["", "/columns", "/status", "/bad-rows.csv"])
def test_others_see_none_of_it(
    as_: As, client: FlaskClient, cast: Cast, desk: Desk, page: str
) -> None:
    desk.upload()
    assert as_(cast.ada).get(desk.path + page).status_code == 403
    assert "/sign-in" in client.get(desk.path + page).location
    assert desk.browser.get(f"/diagnose/imports/999{page}").status_code == 404
