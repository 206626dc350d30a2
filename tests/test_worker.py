"""The real worker, on both databases: it takes jobs, and being killed it leaves no half result."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.core import clock, jobs
from app.core.db import commit, db
from app.core.models import Job, JobState
from app.diagnose.models import AnalysisRun, Topic
from tests.conftest import BACKENDS
from tests.support import make
from tests.support.cast import make_cast
from tests.support.server import Site, running

pytestmark = pytest.mark.slow
SECONDS_TO_WAIT = 90


@pytest.fixture(params=BACKENDS)
def settings(
    request: pytest.FixtureRequest, new_database: Callable[[str], dict[str, object]]
) -> dict[str, object]:
    return new_database(request.param)


@pytest.fixture
def site(settings: dict[str, object]) -> Iterator[Site]:
    with running(settings, worker=False) as started:
        yield started


@pytest.fixture
def here(settings: dict[str, object], site: Site) -> Iterator[Flask]:
    """This test's own view of the same database, with a real queue."""
    app = create_app(**settings | {"RUAMKID_ENV": "development"})
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def a_run_over(count: int) -> AnalysisRun:
    """A queued analysis of `count` submissions, as the page would start it."""
    from app.diagnose.commands import analysis as commands

    cast = make_cast(make.unit())
    words = ("เน็ต", "ไฟ", "ถนน", "น้ำ", "รถเมล์", "สัญญาณ", "มิจฉาชีพ", "ดาวเทียม", "กองทุน", "แอป")
    for number in range(count):
        first, second = words[number % 10], words[(number // 10) % 10]
        make.submission(f"{first}ที่หมู่บ้าน {number} ใช้ไม่ได้ {second}ก็เสีย อยากให้แก้ไข{first}")
    db.session.commit()
    run = commands.start_run(cast.ana, title="ทดลอง", selection={}, topics=None, seed=1)
    commit()
    return run


def wait_for(run_id: int, *states: JobState) -> Job:
    for _ in range(SECONDS_TO_WAIT * 5):
        db.session.rollback()
        job = db.session.get_one(AnalysisRun, run_id).job
        db.session.refresh(job)
        if job.state in states:
            return job
        time.sleep(0.2)
    raise AssertionError(f"the job is still {job.state} ({job.stage}, {job.error})")


def topics(run_id: int) -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(Topic.run_id == run_id)) or 0


def test_a_killed_worker_leaves_no_half_result_and_the_run_is_done_again(
    here: Flask, site: Site
) -> None:
    run_id = a_run_over(400).id
    site.start_worker()
    wait_for(run_id, JobState.RUNNING)
    site.kill_worker()
    job = wait_for(run_id, JobState.RUNNING, JobState.SUCCEEDED)
    if job.state is JobState.RUNNING:  # killed before its end, as nearly always
        assert topics(run_id) == 0
        with clock.frozen(clock.now() + timedelta(minutes=2)):
            jobs.sweep()
    site.start_worker()
    job = wait_for(run_id, JobState.SUCCEEDED, JobState.FAILED)
    assert job.state is JobState.SUCCEEDED, job.error
    assert topics(run_id) > 1
