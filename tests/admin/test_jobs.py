"""Jobs as an administrator sees them: what failed and why, stopped, run again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.admin.rules import can_retry_job
from app.core import clock, jobs
from app.core.db import commit, db
from app.core.models import AuditEntry, Job, JobState
from tests.support import make
from tests.support.cast import ROLES, Cast

As = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def kind() -> Iterator[list[int]]:
    """A kind of job that does nothing but count."""
    runs: list[int] = []
    jobs.HANDLERS["count"] = lambda progress: runs.append(1)
    yield runs
    del jobs.HANDLERS["count"]


@pytest.fixture
def failed(cast: Cast) -> Job:
    job = jobs.enqueue("count", cast.ana)
    job.state, job.attempts, job.finished_at = JobState.FAILED, 2, clock.now()
    job.error_code, job.error = "worker_lost", "The worker <b>stopped</b>."
    commit()
    return job


@pytest.mark.parametrize("name", [name for name in ROLES if name != "ada"])
@pytest.mark.parametrize("act", ["cancel", "retry"])
def test_nobody_else_may(as_: As, cast: Cast, failed: Job, name: str, act: str) -> None:
    browser = as_(getattr(cast, name))
    assert browser.get("/admin/jobs").status_code == 403
    assert browser.post(f"/admin/jobs/{failed.id}/{act}").status_code == 403
    db.session.expire_all()
    assert failed.state is JobState.FAILED


def test_a_failed_job_says_why(ada: FlaskClient, failed: Job) -> None:
    page = ada.get("/admin/jobs").text
    assert "worker_lost" in page
    assert "The worker &lt;b&gt;stopped&lt;/b&gt;." in page
    assert ">Ana</a>" in page


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("state=failed", True), ("state=running", False), ("kind=count", True), ("kind=run", False),
     ("state=nonsense", True)],
)  # fmt: skip
def test_jobs_are_found(ada: FlaskClient, failed: Job, asked: str, shown: bool) -> None:
    assert (f"/admin/jobs/{failed.id}/retry" in ada.get(f"/admin/jobs?{asked}").text) is shown


def test_a_failed_job_is_run_again(ada: FlaskClient, failed: Job, kind: list[int]) -> None:
    assert ada.post(f"/admin/jobs/{failed.id}/retry").status_code == 302
    db.session.expire_all()
    assert (failed.state, failed.attempts, failed.error) == (JobState.QUEUED, 0, None)
    jobs.run(failed.id)
    assert kind == [1]
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.before) == (
        "job.retry", {"error_code": "worker_lost", "attempts": 2},
    )  # fmt: skip


@pytest.mark.parametrize("state", [JobState.SUCCEEDED, JobState.CANCELLED])
def test_only_what_failed_is_run_again(
    ada: FlaskClient, cast: Cast, state: JobState, kind: list[int]
) -> None:
    job = make.ended_job("count")
    job.state = state
    assert not can_retry_job(cast.ada, job)
    ada.post(f"/admin/jobs/{job.id}/retry")
    assert jobs.run_queued() == 0
    assert kind == []


def test_a_waiting_job_is_cancelled(ada: FlaskClient, cast: Cast, kind: list[int]) -> None:
    job = jobs.enqueue("count", cast.ana)
    commit()
    ada.post(f"/admin/jobs/{job.id}/cancel")
    db.session.expire_all()
    assert job.state is JobState.CANCELLED
    jobs.run(job.id)
    assert kind == []


def test_what_is_over_is_not_cancelled(ada: FlaskClient, failed: Job) -> None:
    ada.post(f"/admin/jobs/{failed.id}/cancel")
    db.session.expire_all()
    assert failed.state is JobState.FAILED
    assert db.session.scalars(sa.select(AuditEntry)).all() == []


def test_a_job_that_is_not_there(ada: FlaskClient) -> None:
    assert ada.post("/admin/jobs/9999/retry").status_code == 404


def test_the_list_asks_the_database_the_same_however_long_it_is(
    ada: FlaskClient, cast: Cast, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    for person in (cast.ana, cast.cora, None) * 10:
        jobs.enqueue("count", person)
    commit()
    with queries() as asked:
        page = ada.get("/admin/jobs").text
    assert page.count("/cancel") == 20
    assert len(asked) == 5, [
        "the session with its person and roles", "kinds", "how many jobs",
        "a page of jobs with names", "how many in each state",
    ]  # fmt: skip
