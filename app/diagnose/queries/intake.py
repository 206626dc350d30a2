"""Named reads of submissions: lists, receipts, and where a submission went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import ParticipantGroup
from app.core.db import db
from app.core.models import Job, JobState
from app.core.search import matches
from app.diagnose.models import (
    AnalysisRun,
    ImportBatch,
    Issue,
    IssueState,
    IssueTopic,
    RunItem,
    Submission,
    Topic,
    TopicAssignment,
)
from app.diagnose.queries.analysis import chosen
from app.diagnose.selection import Selection
from app.missions.models import StageKey, StageWindow

EXPORTED_AT_A_TIME = 500


@dataclass(frozen=True)
class Wanted:
    """Which submissions a list shows: a selection as for an analysis, and two filters more."""

    selection: Selection = field(default_factory=Selection)
    participant_group: ParticipantGroup | None = None
    words: str = ""


@dataclass(frozen=True)
class Stop:
    """A topic that a submission came to, and the issues made of it."""

    topic: Topic
    issues: Sequence[Issue]


@dataclass(frozen=True)
class Journey:
    """Where a submission went. `reads` counts the finished analyses that took it."""

    reads: int
    read_at: datetime | None
    read_with: int | None
    stops: Sequence[Stop]

    @property
    def issues(self) -> list[Issue]:
        return list(dict.fromkeys(issue for stop in self.stops for issue in stop.issues))


def stage_windows() -> list[StageWindow]:
    """The times at which submissions are, were or will be open."""
    query = sa.select(StageWindow).where(StageWindow.stage == StageKey.DIAGNOSE)
    return list(db.session.scalars(query.order_by(StageWindow.opens_at)))


def counts_by_mission_group() -> dict[int | None, int]:
    """How many submissions stand in each mission group; None: those of no group."""
    counted = (
        sa.select(Submission.mission_group_id, sa.func.count())
        .where(Submission.withdrawn_at.is_(None))
        .group_by(Submission.mission_group_id)
    )
    return dict(db.session.execute(counted).all())


def by_receipt(receipt: str) -> Submission | None:
    query = sa.select(Submission).where(Submission.receipt == receipt)
    return db.session.scalar(query.options(joinedload(Submission.mission_group)))


def submissions(wanted: Wanted) -> sa.Select[Any]:
    """Newest first; what was withdrawn is left out."""
    query = sa.select(Submission).where(*chosen(wanted.selection))
    if wanted.participant_group is not None:
        query = query.where(Submission.participant_group == wanted.participant_group)
    if wanted.words:
        query = query.where(matches(Submission, wanted.words))
    return query.options(joinedload(Submission.mission_group)).order_by(
        Submission.said_at.desc(), Submission.id.desc()
    )


def each_of(wanted: Wanted) -> Iterator[Submission]:
    """The same, some at a time, for a file of any length."""
    query = submissions(wanted).execution_options(yield_per=EXPORTED_AT_A_TIME)
    for part in db.session.scalars(query).partitions():
        yield from part
        for submission in part:
            db.session.expunge(submission)


def own(person_id: int) -> sa.Select[Any]:
    """What a person sent, withdrawn or not, newest first."""
    return (
        sa.select(Submission)
        .where(Submission.person_id == person_id, Submission.receipt.is_not(None))
        .options(joinedload(Submission.mission_group))
        .order_by(Submission.received_at.desc(), Submission.id.desc())
    )


def provenance() -> tuple[Any, ...]:
    """What to load with a submission to tell where it came from."""
    return (
        joinedload(Submission.mission_group),
        joinedload(Submission.collector),
        joinedload(Submission.batch).options(
            joinedload(ImportBatch.file), joinedload(ImportBatch.created_by)
        ),
    )


def journey(submission_id: int, states: Sequence[IssueState]) -> Journey:
    """Where the submission went, as far as issues in these states. Three queries."""
    reads = db.session.execute(_reads(submission_id)).all()
    topics = db.session.scalars(_topics(submission_id)).all()
    made = _issues_of([topic.id for topic in topics], states)
    stops = [Stop(topic, made.get(topic.id, [])) for topic in topics]
    last_at, last_with = reads[0] if reads else (None, None)
    return Journey(len(reads), last_at, last_with, stops)


def issues_counted(submission_ids: Sequence[int]) -> dict[int, int]:
    """In how many issues that everybody may see each of these submissions counts."""
    public = (IssueState.SHORTLISTED, IssueState.SELECTED, IssueState.CLOSED)
    counted = (
        sa.select(TopicAssignment.submission_id, sa.func.count(Issue.id.distinct()))
        .join(IssueTopic, IssueTopic.topic_id == TopicAssignment.topic_id)
        .join(Issue, Issue.id == IssueTopic.issue_id)
        .where(TopicAssignment.submission_id.in_(submission_ids), Issue.state.in_(public))
        .group_by(TopicAssignment.submission_id)
    )
    return dict(db.session.execute(counted).all())


def _reads(submission_id: int) -> sa.Select[datetime, int | None]:
    return (
        sa.select(AnalysisRun.created_at, AnalysisRun.submissions_count)
        .join(RunItem, RunItem.run_id == AnalysisRun.id)
        .join(Job, Job.id == AnalysisRun.job_id)
        .where(RunItem.submission_id == submission_id, Job.state == JobState.SUCCEEDED)
        .order_by(AnalysisRun.created_at.desc(), AnalysisRun.id.desc())
    )


def _topics(submission_id: int) -> sa.Select[Any]:
    return (
        sa.select(Topic)
        .join(TopicAssignment, TopicAssignment.topic_id == Topic.id)
        .join(Topic.run)
        .join(AnalysisRun.job)
        .where(
            TopicAssignment.submission_id == submission_id,
            Topic.is_noise.is_(False),
            Job.state == JobState.SUCCEEDED,
        )
        .options(joinedload(Topic.run))
        .order_by(AnalysisRun.created_at.desc(), TopicAssignment.weight.desc(), Topic.id)
    )


def _issues_of(topic_ids: Sequence[int], states: Sequence[IssueState]) -> dict[int, list[Issue]]:
    query = (
        sa.select(IssueTopic.topic_id, Issue)
        .join(Issue, Issue.id == IssueTopic.issue_id)
        .where(IssueTopic.topic_id.in_(topic_ids), Issue.state.in_(states))
        .order_by(Issue.id)
    )
    made: dict[int, list[Issue]] = {}
    for topic_id, issue in db.session.execute(query):
        made.setdefault(topic_id, []).append(issue)
    return made
