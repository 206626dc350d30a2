"""The real worker, on both databases: killed in the middle, it leaves no half result.

SIGKILL to the worker and all its processes while an analysis or an import runs: nothing of it is
stored, and once the job is found lost a new worker does it again, whole.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.accounts.models import Person
from app.core import clock, jobs
from app.core.db import commit, db, reading
from app.core.models import Job, JobState
from app.diagnose.commands import analysis, imports
from app.diagnose.importing.check import Plan
from app.diagnose.models import Submission, Topic
from app.diagnose.selection import Selection
from app.diagnose.tables import detect
from tests.conftest import BACKENDS
from tests.support import make
from tests.support.cast import make_cast
from tests.support.server import Site, running

pytestmark = pytest.mark.slow
SECONDS_TO_WAIT = 90
ROWS = 12_000
WORDS = ("เน็ต", "ไฟ", "ถนน", "น้ำ", "รถเมล์", "สัญญาณ", "มิจฉาชีพ", "ดาวเทียม", "กองทุน", "แอป")


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
def ana(settings: dict[str, object], site: Site) -> Iterator[Person]:
    """The analyst, in this test's own view of the site's database, with its real queue."""
    app: Flask = create_app(**settings | {"RUAMKID_ENV": "development"})
    with app.app_context():
        yield make_cast(make.unit()).ana
        db.session.remove()
        db.engine.dispose()


def text(number: int) -> str:
    first, second = WORDS[number % 10], WORDS[(number // 10) % 10]
    return f"{first}ที่หมู่บ้าน {number} ใช้ไม่ได้ {second}ก็เสีย อยากให้แก้ไข{first}"


def an_analysis(ana: Person) -> int:
    """A queued run over some hundred submissions; returns its job's number."""
    for number in range(500):
        make.submission(text(number))
    run = analysis.start_run(ana, title="ทดลอง", selection=Selection(), topics=None, seed=1)
    commit()
    return run.job_id


def an_import(ana: Person) -> int:
    """A checked file whose import is queued; returns the job's number."""
    numbers = range(6_000, 6_000 + ROWS)  # without 5555, which reads as laughter, the same as 555
    content = "ข้อความ\n" + "".join(f"{text(number)}\n" for number in numbers)
    stream = io.BytesIO(content.encode())
    batch = imports.upload(ana, stream, "a.csv", detect(stream))
    plan = Plan({"text": "ข้อความ"}, "meeting", None, None, "เวทีรับฟังความเห็น")
    imports.check(ana, batch, plan)
    commit()
    jobs.run(batch.job_id or 0)
    imports.confirm(ana, batch, take_duplicates=False)
    commit()
    return batch.job_id or 0


def stored(model: type[Topic] | type[Submission]) -> int:
    with reading():
        return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def wait_for(job_id: int, *states: JobState) -> JobState:
    """Returns the state. Holds no transaction meanwhile: on SQLite the worker would wait for it."""
    for _ in range(SECONDS_TO_WAIT * 10):
        with reading():
            job = db.session.get_one(Job, job_id)
            state, told = job.state, f"{job.state} ({job.stage}, {job.error})"
        if state in states:
            return state
        time.sleep(0.1)
    raise AssertionError(f"the job is still {told}")


@pytest.mark.parametrize(
    ("begin", "model", "whole"),
    [(an_analysis, Topic, range(2, 41)), (an_import, Submission, range(ROWS, ROWS + 1))],
)
def test_a_killed_worker_leaves_nothing_half_and_the_job_is_done_again(
    ana: Person,
    site: Site,
    begin: Callable[[Person], int],
    model: type[Topic] | type[Submission],
    whole: range,
) -> None:
    job_id = begin(ana)
    site.start_worker()
    wait_for(job_id, JobState.RUNNING)
    site.kill_worker()
    assert wait_for(job_id, JobState.RUNNING, JobState.SUCCEEDED) is JobState.RUNNING
    assert stored(model) == 0
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        jobs.sweep()
    site.start_worker()
    assert wait_for(job_id, JobState.SUCCEEDED, JobState.FAILED) is JobState.SUCCEEDED
    assert stored(model) in whole
