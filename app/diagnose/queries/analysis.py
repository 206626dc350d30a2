"""Named reads of analysis runs, their topics and what lies in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload

from app.accounts.models import ParticipantGroup, Person
from app.core.clock import BANGKOK
from app.core.db import db
from app.core.models import AuditEntry
from app.diagnose.models import (
    AnalysisRun,
    Channel,
    ImportBatch,
    ImportState,
    Issue,
    IssueTopic,
    RunItem,
    Submission,
    Topic,
    TopicAssignment,
)
from app.diagnose.selection import Selection

Query = sa.Select[*tuple[Any, ...]]
Row = sa.Row[*tuple[Any, ...]]

MAP_POINTS = 4_000
QUOTES = 3
RECENT_IMPORTS = 100

PERSON_KEY = sa.case(
    (Submission.person_id.is_not(None), "p" + sa.cast(Submission.person_id, sa.String)),
    (
        Submission.source_person.is_not(None),
        sa.func.coalesce("s" + sa.cast(Submission.import_id, sa.String), "s")
        + ":"
        + Submission.source_person,
    ),
    else_="a" + sa.cast(Submission.id, sa.String),
)
"""Who wrote it, to count people: an account, a pseudonym within its own file, or one unknown.

Each submission of unknown authors counts as one person.
"""


class Records(StrEnum):
    """Which submissions of a run its list shows."""

    ALL = "all"
    LEFT_OUT = "left-out"
    DUPLICATES = "duplicates"


@dataclass(frozen=True)
class Coverage:
    submissions: int
    people: int


@dataclass(frozen=True)
class MapPoint:
    topic_id: int
    x: float
    y: float


def runs() -> Query:
    return (
        sa.select(AnalysisRun)
        .options(joinedload(AnalysisRun.created_by).lazyload(Person.grants))
        .order_by(AnalysisRun.created_at.desc(), AnalysisRun.id.desc())
    )


def topics_by_run(run_ids: Sequence[int]) -> dict[int, int]:
    counted = sa.select(Topic.run_id, sa.func.count()).where(Topic.run_id.in_(run_ids))
    rows = db.session.execute(counted.group_by(Topic.run_id)).all()
    return {row[0]: row[1] for row in rows}


def recent_imports() -> list[ImportBatch]:
    """Files that were imported, newest first."""
    query = (
        sa.select(ImportBatch)
        .where(ImportBatch.state == ImportState.IMPORTED)
        .options(joinedload(ImportBatch.file))
        .order_by(ImportBatch.id.desc())
        .limit(RECENT_IMPORTS)
    )
    return list(db.session.scalars(query))


def import_batch(batch_id: int | None) -> ImportBatch | None:
    if batch_id is None:
        return None
    return db.session.get(ImportBatch, batch_id, options=[joinedload(ImportBatch.file)])


# --- what a run takes -------------------------------------------------------------------------


def coverage(selection: Selection) -> Coverage:
    counted = sa.select(sa.func.count(), sa.func.count(PERSON_KEY.distinct())).select_from(
        Submission
    )
    submissions, people = db.session.execute(counted.where(*chosen(selection))).one()
    return Coverage(submissions, people)


def load_chosen(selection: Selection) -> Sequence[Row]:
    """What the engine is given: id, text, person, created_at, channel, group."""
    query = sa.select(
        Submission.id,
        Submission.text,
        PERSON_KEY.label("person"),
        Submission.said_at.label("created_at"),
        Submission.channel,
        Submission.participant_group.label("group"),
    )
    return db.session.execute(query.where(*chosen(selection)).order_by(Submission.id)).all()


def chosen(selection: Selection) -> list[sa.ColumnElement[bool]]:
    """The WHERE clauses. What its author has withdrawn is never taken."""
    clauses: list[sa.ColumnElement[bool]] = [Submission.withdrawn_at.is_(None)]
    if selection.mission_group_ids:
        clauses.append(_in_groups(selection.mission_group_ids))
    if selection.channels:
        clauses.append(Submission.channel.in_(selection.channels))
    if selection.import_id is not None:
        clauses.append(Submission.import_id == selection.import_id)
    if selection.from_date:
        clauses.append(Submission.said_at >= _midnight(selection.from_date))
    if selection.to_date:
        clauses.append(Submission.said_at < _midnight(selection.to_date + timedelta(days=1)))
    return clauses


def _in_groups(ids: tuple[int | None, ...]) -> sa.ColumnElement[bool]:
    known = [group_id for group_id in ids if group_id is not None]
    clause: sa.ColumnElement[bool] = Submission.mission_group_id.in_(known)
    return sa.or_(clause, Submission.mission_group_id.is_(None)) if None in ids else clause


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BANGKOK).astimezone(UTC)


# --- what a run found -------------------------------------------------------------------------


def topics(run_id: int) -> Query:
    """Most people first; what an analyst marked as noise last."""
    return (
        sa.select(Topic)
        .where(Topic.run_id == run_id)
        .order_by(Topic.is_noise, Topic.people_count.desc(), Topic.number)
    )


def topics_of(run_id: int) -> list[Topic]:
    return list(db.session.scalars(topics(run_id)))


def quotes(found: Sequence[Topic], each: int = QUOTES) -> dict[int, list[Submission]]:
    """Topic id → its most representative comments that still stand, in one query."""
    wanted = {ident for topic in found for ident in topic.representatives}
    query = sa.select(Submission).where(
        Submission.id.in_(wanted), Submission.withdrawn_at.is_(None)
    )
    known = {submission.id: submission for submission in db.session.scalars(query)}
    return {
        topic.id: [known[ident] for ident in topic.representatives if ident in known][:each]
        for topic in found
    }


def map_points(run_id: int, total: int) -> list[MapPoint]:
    """At most `MAP_POINTS` comments of a run's map: a fixed sample, the same at every look."""
    share = min(1.0, MAP_POINTS / max(total, 1))
    scattered = (sa.cast(RunItem.submission_id, sa.BigInteger) * 40_503) % 65_536
    query = (
        sa.select(TopicAssignment.topic_id, RunItem.x, RunItem.y)
        .join(Topic, Topic.id == TopicAssignment.topic_id)
        .join(RunItem, RunItem.submission_id == TopicAssignment.submission_id)
        .where(Topic.run_id == run_id, RunItem.run_id == run_id, RunItem.x.is_not(None))
        .where(scattered < int(65_536 * share))
        .order_by(TopicAssignment.topic_id, RunItem.submission_id)
        .limit(MAP_POINTS)
    )
    return [MapPoint(ident, x or 0.0, y or 0.0) for ident, x, y in db.session.execute(query)]


def records(run_id: int, which: Records) -> Query:
    """Tuples of (item, submission, topic or None) of a run, in the order of submissions."""
    query = _items(RunItem, Submission, Topic, run_id).where(Submission.withdrawn_at.is_(None))
    if which is Records.LEFT_OUT:
        query = query.where(RunItem.left_out.is_not(None))
    if which is Records.DUPLICATES:
        query = query.where(RunItem.duplicate_of_id.is_not(None))
    return query.order_by(RunItem.submission_id)


def texts_of(ids: Sequence[int]) -> dict[int, Submission]:
    """Those of the submissions that still stand."""
    if not ids:
        return {}
    standing = Submission.id.in_(ids), Submission.withdrawn_at.is_(None)
    found = db.session.scalars(sa.select(Submission).where(*standing))
    return {submission.id: submission for submission in found}


def assignment_rows(run_id: int) -> Iterator[Row]:
    """Every submission of a run, a thousand at a time: id, topic, name, weight, why not."""
    query = _items(
        RunItem.submission_id,
        Topic.number,
        sa.func.coalesce(Topic.name, Topic.label),
        TopicAssignment.weight,
        RunItem.left_out,
        RunItem.duplicate_of_id,
        run_id,
    ).order_by(RunItem.submission_id)
    yield from db.session.execute(query, execution_options={"yield_per": 1_000})


def _items(*columns_and_run: Any) -> Query:
    """Items of a run with their submission and, outer, their topic."""
    *columns, run_id = columns_and_run
    in_topic = sa.join(TopicAssignment, Topic, Topic.id == TopicAssignment.topic_id)
    return (
        sa.select(*columns)
        .select_from(RunItem)
        .join(Submission, Submission.id == RunItem.submission_id)
        .outerjoin(
            in_topic,
            sa.and_(TopicAssignment.submission_id == RunItem.submission_id, Topic.run_id == run_id),
        )
        .where(RunItem.run_id == run_id)
    )


# --- one topic --------------------------------------------------------------------------------


def comments_of(topic_id: int, group: ParticipantGroup | None, channel: Channel | None) -> Query:
    """Tuples of (submission, weight), heaviest first."""
    query = (
        sa.select(Submission, TopicAssignment.weight)
        .join(TopicAssignment, TopicAssignment.submission_id == Submission.id)
        .where(TopicAssignment.topic_id == topic_id, Submission.withdrawn_at.is_(None))
        .options(joinedload(Submission.mission_group))
        .order_by(TopicAssignment.weight.desc(), Submission.id)
    )
    if group is not None:
        query = query.where(Submission.participant_group == group)
    return query.where(Submission.channel == channel) if channel is not None else query


def issues_of(topic_ids: Sequence[int]) -> dict[int, list[Issue]]:
    """Topic id → the issues made of it."""
    query = (
        sa.select(IssueTopic.topic_id, Issue)
        .join(Issue, Issue.id == IssueTopic.issue_id)
        .where(IssueTopic.topic_id.in_(topic_ids))
        .order_by(Issue.id)
    )
    found: dict[int, list[Issue]] = {topic_id: [] for topic_id in topic_ids}
    for topic_id, issue in db.session.execute(query):
        found[topic_id].append(issue)
    return found


def history_of(topic_id: int) -> Sequence[Row]:
    """Tuples of (entry, person): what analysts did to the topic, oldest first."""
    query = (
        sa.select(AuditEntry, Person)
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .where(AuditEntry.object_type == "topics", AuditEntry.object_id == str(topic_id))
        .options(lazyload(Person.grants))
        .order_by(AuditEntry.id)
    )
    return db.session.execute(query).all()
