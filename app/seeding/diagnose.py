"""Sample submissions, a first analysis of them, and issues made of what it found."""

from __future__ import annotations

import time

import click
import sqlalchemy as sa

from app.core import jobs
from app.core.db import commit, db
from app.core.models import Job, JobState
from app.diagnose.commands import analysis, imports, issues
from app.diagnose.importing.check import Plan
from app.diagnose.importing.fields import guess
from app.diagnose.models import AnalysisRun, ImportBatch, Issue, IssueState, Topic
from app.diagnose.selection import Selection
from app.diagnose.tables import detect
from app.missions.models import MissionGroup
from app.seeding.base import FOLDER, People, Record, days_ago, read

TOPICS_AN_ISSUE = 3
SEED = 1


def import_submissions() -> None:
    """Through the very steps that an analyst takes: upload, check, import."""
    analyst = People()["analyst-02"]
    with (FOLDER / "submissions.csv").open("rb") as stream:
        table = detect(stream)
        batch = imports.upload(analyst, stream, "submissions.csv", table)
    plan = Plan(
        columns=guess(table.header),
        channel="web",
        mission_group_id=None,
        participant_group=None,
        declaration="ข้อมูลตัวอย่างที่เขียนขึ้นสำหรับโครงการนี้ ไม่มีบุคคลจริง (seed_data/README.md)",
    )
    imports.check(analyst, batch, plan)
    _finish(batch)
    imports.confirm(analyst, batch, take_duplicates=True)
    _finish(batch)


def is_analysed() -> bool:
    done = sa.select(AnalysisRun.id).join(Job).where(Job.state == JobState.SUCCEEDED)
    return db.session.scalar(done.limit(1)) is not None


def analyse() -> None:
    run = analysis.start_run(
        People()["analyst-01"],
        title="ความคิดเห็นทุกช่องทาง ปีงบประมาณ 2569",
        selection=Selection(),
        topics=None,
        seed=SEED,
    )
    _finish(run)


def _finish(row: ImportBatch | AnalysisRun) -> None:
    """Commit, and have the row's job done: here, or by a worker that was quicker."""
    commit()
    db.session.refresh(row)
    job = row.job
    assert job is not None  # noqa: S101  it was just queued
    jobs.run(job.id)
    while not _is_over(job):
        time.sleep(0.5)
    if job.state is not JobState.SUCCEEDED:
        raise click.ClickException(f"{job.kind}: {job.error}")
    db.session.refresh(row)


def _is_over(job: Job) -> bool:
    db.session.rollback()
    db.session.refresh(job)
    return job.is_over


# Issues


def add_issues() -> None:
    people = People()
    free = list(db.session.scalars(sa.select(Topic).order_by(Topic.number)))
    for record in read("ideas.json")["issues"]:
        chosen = _closest(free, record["keywords"])
        free = [topic for topic in free if topic not in chosen]
        issue = _promoted(people, record, chosen)
        for step in record["reasons"][1:]:
            with days_ago(step["days_ago"]):
                actor = people[step["actor"]]
                issues.step_issue(actor, issue, IssueState(step["state"]), step["text"])


def _promoted(people: People, record: Record, chosen: list[Topic]) -> Issue:
    slug = record["mission_group"]
    first = record["reasons"][0]
    with days_ago(first["days_ago"]):
        return issues.promote(
            people[first["actor"]],
            chosen,
            title=record["title"],
            summary=record["summary"],
            mission_group=db.session.scalars(
                sa.select(MissionGroup).where(MissionGroup.slug == slug)
            ).one(),
            reason=first["text"],
        )


def _closest(topics: list[Topic], keywords: list[str]) -> list[Topic]:
    """Those whose first terms hold the keywords: whatever the engine made of the texts."""
    ranked = sorted(topics, key=lambda topic: -_likeness(topic, keywords))
    best = _likeness(ranked[0], keywords)
    near = [topic for topic in ranked if _likeness(topic, keywords) >= best / 2]
    return near[:TOPICS_AN_ISSUE]


def _likeness(topic: Topic, keywords: list[str]) -> float:
    """The keywords found among the terms, earlier terms weighing more."""
    return sum(
        1 / (1 + rank)
        for rank, term in enumerate(topic.terms)
        if any(keyword in term["term"] for keyword in keywords)
    )
