"""Named reads of policy issues and the evidence behind them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person
from app.core.db import db
from app.diagnose.models import (
    Issue,
    IssueState,
    IssueStep,
    IssueTopic,
    Submission,
    Topic,
    TopicAssignment,
)
from app.diagnose.queries.analysis import PERSON_KEY, Query

MOST_CANDIDATES = 100


@dataclass(frozen=True)
class Evidence:
    """How many different comments and people stand behind an issue, whatever its topics share."""

    comments: int = 0
    people: int = 0


PAGE = (
    joinedload(Issue.mission_group),
    selectinload(Issue.topic_links).joinedload(IssueTopic.topic).joinedload(Topic.run),
    selectinload(Issue.steps).joinedload(IssueStep.person).lazyload(Person.grants),
)
"""What an issue's page needs, for `load_or_404`."""


def issues(states: Collection[IssueState], mission_group_id: int | None = None) -> Query:
    """Issues in these states, newest first."""
    query = (
        sa.select(Issue)
        .where(Issue.state.in_(states))
        .options(joinedload(Issue.mission_group))
        .order_by(Issue.created_at.desc(), Issue.id.desc())
    )
    return query.where(Issue.mission_group_id == mission_group_id) if mission_group_id else query


def candidates() -> list[Issue]:
    """Issues that may still take topics, newest first."""
    return list(db.session.scalars(issues([IssueState.CANDIDATE]).limit(MOST_CANDIDATES)))


def evidence(issue_ids: Sequence[int]) -> dict[int, Evidence]:
    counted = (
        sa.select(
            IssueTopic.issue_id,
            sa.func.count(Submission.id.distinct()),
            sa.func.count(PERSON_KEY.distinct()),
        )
        .join(TopicAssignment, TopicAssignment.topic_id == IssueTopic.topic_id)
        .join(Submission, Submission.id == TopicAssignment.submission_id)
        .where(IssueTopic.issue_id.in_(issue_ids), Submission.withdrawn_at.is_(None))
        .group_by(IssueTopic.issue_id)
    )
    found = {
        ident: Evidence(comments, people) for ident, comments, people in db.session.execute(counted)
    }
    return {ident: found.get(ident, Evidence()) for ident in issue_ids}


def topics_by_id(ids: Sequence[int]) -> list[Topic]:
    """Topics with their runs, in the order of the ids; an unknown id is passed over."""
    query = sa.select(Topic).where(Topic.id.in_(ids)).options(joinedload(Topic.run))
    known = {topic.id: topic for topic in db.session.scalars(query)}
    return [known[ident] for ident in dict.fromkeys(ids) if ident in known]


def issues_of_submission(submission_id: int, states: Collection[IssueState]) -> list[Issue]:
    """The issues in these states that the submission became part of, through any topic."""
    query = (
        sa.select(Issue)
        .where(
            Issue.state.in_(states),
            Issue.id.in_(
                sa.select(IssueTopic.issue_id)
                .join(TopicAssignment, TopicAssignment.topic_id == IssueTopic.topic_id)
                .where(TopicAssignment.submission_id == submission_id)
            ),
        )
        .options(joinedload(Issue.mission_group))
        .order_by(Issue.id)
    )
    return list(db.session.scalars(query))
