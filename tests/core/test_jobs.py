"""Jobs: claimed once, stored whole, never lost silently."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core import clock, jobs
from app.core.db import commit, db, reading
from app.core.models import Job, JobState, LimitCounter


@pytest.fixture
def work() -> Iterator[list[str]]:
    """Kinds of job: one stores a row, one fails after it, one refuses."""
    done: list[str] = []

    def store(progress: jobs.Progress, name: str) -> None:
        with reading():
            db.session.scalar(sa.select(sa.func.count(Job.id)))
        progress(0.5, "half")
        db.session.add(LimitCounter(key=name, window_start=0, count=1))
        db.session.flush()
        done.append(name)

    def fail(progress: jobs.Progress, name: str) -> None:
        store(progress, name)
        raise ValueError("no such column")

    def refuse(progress: jobs.Progress) -> None:
        raise jobs.JobError("too_few", "Fewer than 10 comments.")

    jobs.HANDLERS.update(store=store, fail=fail, refuse=refuse)
    yield done
    for kind in ("store", "fail", "refuse"):
        del jobs.HANDLERS[kind]


def queued(kind: str, **args: str) -> Job:
    job = jobs.enqueue(kind, None, **args)
    commit()
    return job


def stored() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(LimitCounter)) or 0


def test_a_job_is_run_once_and_its_rows_come_with_its_end(app: Flask, work: list[str]) -> None:
    job = queued("store", name="a")
    jobs.run(job.id)
    jobs.run(job.id)
    assert work == ["a"]
    assert (job.state, job.progress, stored()) == (JobState.SUCCEEDED, 1.0, 1)


def test_a_failed_job_stores_nothing_and_says_why(app: Flask, work: list[str]) -> None:
    job = queued("fail", name="b")
    jobs.run(job.id)
    assert job.state == JobState.FAILED
    assert job.error == "ValueError: no such column"
    assert stored() == 0


def test_a_refusal_keeps_its_code_for_the_page_to_translate(app: Flask, work: list[str]) -> None:
    job = queued("refuse")
    jobs.run(job.id)
    assert (job.state, job.error_code, job.error) == (
        JobState.FAILED,
        "too_few",
        "Fewer than 10 comments.",
    )


def test_a_queued_job_can_be_cancelled_and_is_not_run(app: Flask, work: list[str]) -> None:
    job = queued("store", name="c")
    assert jobs.request_cancel(job)
    commit()
    jobs.run(job.id)
    assert job.state == JobState.CANCELLED
    assert work == []


def test_a_running_job_stops_at_its_next_word_of_progress(app: Flask, work: list[str]) -> None:
    job = queued("store", name="d")
    job.cancel_requested = True
    commit()
    jobs.run(job.id)
    assert job.state == JobState.CANCELLED
    assert stored() == 0


def test_a_dead_workers_job_is_queued_again_then_failed(app: Flask, work: list[str]) -> None:
    job = queued("store", name="e")
    for expected in (JobState.QUEUED, JobState.FAILED):
        assert jobs._claim(job.id, "a worker that was killed")
        with clock.frozen(clock.now() + timedelta(minutes=1)):
            jobs.sweep()
        assert job.state == expected
    assert job.error_code == "worker_lost"


def test_a_worker_that_was_given_up_cannot_store_its_results(app: Flask, work: list[str]) -> None:
    job = queued("store", name="f")

    def slow(progress: jobs.Progress, name: str) -> None:
        with clock.frozen(clock.now() + timedelta(minutes=1)):
            jobs.sweep()
        db.session.add(LimitCounter(key=name, window_start=0, count=1))

    jobs.HANDLERS["store"] = slow
    jobs.run(job.id)
    assert job.state == JobState.QUEUED
    assert stored() == 0


def test_a_job_goes_on_while_the_database_is_too_busy_to_be_told_of_progress(
    app: Flask, work: list[str]
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has one lock for all writers")

    def give_up_at_once(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout=0")

    def crowded(progress: jobs.Progress, name: str) -> None:
        db.engine.dispose()
        sa.event.listen(db.engine, "connect", give_up_at_once)
        with db.engine.begin():  # somebody else's long write
            progress(0.5, "half")
        db.session.add(LimitCounter(key=name, window_start=0, count=1))

    jobs.HANDLERS["store"] = crowded
    job = queued("store", name="h")
    jobs.run(job.id)
    sa.event.remove(db.engine, "connect", give_up_at_once)
    db.engine.dispose()
    assert (job.state, stored()) == (JobState.SUCCEEDED, 1)


def test_an_error_of_the_database_is_told_without_the_row_it_is_about(
    app: Flask, work: list[str]
) -> None:
    """PostgreSQL tells the values of a row that it refuses."""

    def twice(progress: jobs.Progress, name: str) -> None:
        for _ in range(2):
            row = {"key": name, "window_start": 0, "count": 1}
            db.session.execute(sa.insert(LimitCounter).values(row))

    jobs.HANDLERS["store"] = twice
    job = queued("store", name="mali@example.org")
    jobs.run(job.id)
    assert job.error is not None
    assert job.error.startswith("IntegrityError")
    assert "mali@example.org" not in job.error


def test_work_with_a_living_heartbeat_is_left_alone(app: Flask, work: list[str]) -> None:
    job = queued("store", name="g")
    assert jobs._claim(job.id, "a worker that is alive")
    jobs.sweep()
    assert job.state == JobState.RUNNING
