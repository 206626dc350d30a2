"""The job of a run: everything stored at once, or nothing and a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.core import clock, jobs
from app.core.db import commit, db
from app.core.models import JobState
from app.diagnose import analysis
from app.diagnose.commands.analysis import cancel_run, start_run
from app.diagnose.models import AnalysisRun, RunItem, Topic, TopicAssignment
from app.diagnose.selection import Selection
from tests.diagnose.analysis.conftest import written
from tests.support import make
from tests.support.cast import Cast


def queued(cast: Cast, topics: int | None = 2, seed: int = 0) -> AnalysisRun:
    run = start_run(cast.ana, title="R", selection=Selection(), topics=topics, seed=seed)
    commit()
    return run


def rows_stored() -> int:
    return sum(
        db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for table in (Topic, RunItem, TopicAssignment)
    )


def test_a_run_stores_its_topics_and_where_each_comment_went(cast: Cast) -> None:
    submissions = written()
    run = queued(cast)
    jobs.run(run.job_id)
    assert run.job.state == JobState.SUCCEEDED, run.job.error
    topics = db.session.scalars(sa.select(Topic).order_by(Topic.number)).all()
    assert [topic.number for topic in topics] == [0, 1]
    assert sum(topic.comments_count for topic in topics) == len(submissions)
    for topic in topics:
        assert topic.comments_count == db.session.scalar(
            sa.select(sa.func.count()).where(TopicAssignment.topic_id == topic.id)
        )
        assert topic.terms
        assert 0 < topic.people_count <= 20
        assert set(topic.representatives) <= {row.id for row in submissions}


def test_a_run_keeps_what_is_needed_to_judge_and_repeat_it(cast: Cast) -> None:
    submissions = written()
    submissions[5].text += " โทร 081-234-5678"
    submissions[7].text = "555"
    commit()
    run = queued(cast)
    jobs.run(run.job_id)
    assert (run.submissions_count, run.people_count) == (len(submissions), 20)
    assert run.masked == {"phone": 1}
    assert run.duplicates_count == 1
    assert len(run.data_hash or "") == 64
    assert run.code_version.startswith("analytics ")
    repeated = db.session.scalars(
        sa.select(RunItem).where(RunItem.duplicate_of_id.is_not(None))
    ).one()
    assert (repeated.submission_id, repeated.duplicate_of_id) == (
        submissions[-1].id, submissions[0].id,
    )  # fmt: skip
    left_out = db.session.scalars(sa.select(RunItem).where(RunItem.left_out.is_not(None))).all()
    assert len(left_out) == run.left_out_count == 1
    assert (left_out[0].submission_id, left_out[0].x) == (submissions[7].id, None)


def test_the_same_data_parameters_and_seed_give_the_same_topics(cast: Cast) -> None:
    written()
    runs = [queued(cast, topics=None), queued(cast, topics=None)]
    for run in runs:
        jobs.run(run.job_id)
    assert runs[0].data_hash == runs[1].data_hash
    first, second = (
        [(t.label, t.terms, t.representatives, t.x, t.y) for t in run.topics] for run in runs
    )
    assert first == second


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ([], "no_rows"),
        (["เน็ตช้ามาก"] * 12, "all_equal"),
        (["เน็ตช้า", "ถนนพัง", "น้ำไม่ไหล"], "too_few"),
    ],
)
def test_what_cannot_be_analysed_is_refused_with_its_code(
    cast: Cast, texts: list[str], code: str
) -> None:
    for text in texts:
        make.submission(text)
    run = queued(cast)
    jobs.run(run.job_id)
    assert (run.job.state, run.job.error_code) == (JobState.FAILED, code)
    assert rows_stored() == 0


def test_too_many_topics_are_refused(cast: Cast) -> None:
    written(20)
    run = queued(cast, topics=300)
    jobs.run(run.job_id)
    assert run.job.error_code == "too_many_topics"


def test_a_cancelled_run_stores_nothing(cast: Cast) -> None:
    written()
    run = queued(cast)
    assert cancel_run(cast.ana, run)
    commit()
    jobs.run(run.job_id)
    assert (run.job.state, rows_stored()) == (JobState.CANCELLED, 0)
    assert not cancel_run(cast.ana, run)


def test_a_run_cancelled_in_the_middle_stores_nothing(cast: Cast) -> None:
    written()
    run = queued(cast)
    run.job.cancel_requested = True  # as the page does while a worker is at it
    commit()
    jobs.run(run.job_id)
    assert (run.job.state, rows_stored()) == (JobState.CANCELLED, 0)


@pytest.fixture
def dying_worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A worker that loses its claim after the engine is through, before anything is stored."""
    whole = analysis.analyse

    def analyse_then_die(*args: object) -> analysis.Found:
        found = whole(*args)  # type: ignore[arg-type]
        with clock.frozen(clock.now() + timedelta(minutes=1)):
            jobs.sweep()
        return found

    monkeypatch.setattr(analysis, "analyse", analyse_then_die)
    yield
    monkeypatch.undo()


def test_a_run_given_to_another_worker_leaves_no_half_result(
    cast: Cast, dying_worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    submissions = written()
    run = queued(cast)
    jobs.run(run.job_id)
    assert (run.job.state, rows_stored()) == (JobState.QUEUED, 0)
    monkeypatch.undo()
    jobs.run(run.job_id)
    assert (run.job.state, run.job.attempts) == (JobState.SUCCEEDED, 2)
    assert rows_stored() == len(run.topics) + 2 * len(submissions)
