"""The figures, run. Each function is one query, whatever there is to count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.dashboards.counting import Scope
from app.dashboards.figures import FIGURES, latest_run
from app.develop.models import Challenge, Idea
from app.diagnose.models import AnalysisRun, Issue, IssueState, Topic
from app.missions.models import MissionGroup, Stage

LEADING_IDEAS = 5
LARGEST_TOPICS = 8
NEWEST_ISSUES = 8


@dataclass(frozen=True)
class Totals:
    """The single numbers, by the keys of the registry."""

    submissions: int
    unsigned_submissions: int
    people: int
    ideas: int
    votes: int
    comments: int

    @property
    def is_nothing(self) -> bool:
        return self.submissions + self.ideas + self.votes + self.comments == 0


@dataclass(frozen=True)
class GroupCounts:
    """What one mission group (None: not sure) has."""

    mission_group_id: int | None
    submissions: int
    ideas: int
    votes: int
    comments: int
    people: int

    @property
    def contributions(self) -> int:
        return self.submissions + self.ideas + self.votes + self.comments


@dataclass(frozen=True)
class Counted:
    """How much of something, from how many people."""

    of: Any
    count: int
    people: int = 0


def totals(*scopes: Scope) -> list[Totals]:
    """The single numbers of each scope, all in one query."""
    names = list(Totals.__dataclass_fields__)
    columns = [
        FIGURES[name].build(scope).scalar_subquery().label(f"{name}_{number}")
        for number, scope in enumerate(scopes)
        for name in names
    ]
    numbers = [int(value) for value in db.session.execute(sa.select(*columns)).one()]
    size = len(names)
    return [Totals(*numbers[i * size : (i + 1) * size]) for i in range(len(scopes))]


def by_mission_group(scope: Scope) -> dict[int | None, GroupCounts]:
    rows = db.session.execute(FIGURES["by_mission_group"].build(scope))
    return {row[0]: GroupCounts(*tuple(row)) for row in rows}


def counted(key: str, scope: Scope) -> dict[Any, Counted]:
    """A figure of rows (what, count, people)."""
    return {row[0]: Counted(*row) for row in db.session.execute(FIGURES[key].build(scope))}


def by_day(scope: Scope) -> Sequence[Any]:
    """Rows of (day as YYYY-MM-DD, kind, count)."""
    return db.session.execute(FIGURES["by_day"].build(scope)).all()


def largest_topics(scope: Scope) -> list[Counted]:
    """Topics of the latest run with how much of the scope is in each."""
    found = FIGURES["topics"].build(scope).limit(LARGEST_TOPICS).subquery()
    topic_id, count, people = found.c
    rows = sa.select(Topic, count, people).join(found, topic_id == Topic.id)
    return [Counted(*row) for row in db.session.execute(rows.order_by(count.desc(), Topic.id))]


def latest_analysis() -> AnalysisRun | None:
    return db.session.scalar(sa.select(AnalysisRun).where(AnalysisRun.id == latest_run()))


def issues_by_state(scope: Scope) -> dict[IssueState, int]:
    rows = db.session.execute(FIGURES["issues"].build(scope))
    found = {row[0]: row[1] for row in rows}
    return {state: found.get(state, 0) for state in IssueState}


def issues(*states: IssueState, mission_group_id: int | None = None) -> Sequence[Issue]:
    """The newest issues in these states; those that went furthest come first."""
    furthest = sa.case({state: number for number, state in enumerate(states)}, value=Issue.state)
    chosen = (
        sa.select(Issue).where(Issue.state.in_(states)).options(joinedload(Issue.mission_group))
    )
    if mission_group_id is not None:
        chosen = chosen.where(Issue.mission_group_id == mission_group_id)
    ordered = chosen.order_by(furthest, Issue.created_at.desc(), Issue.id)
    return db.session.scalars(ordered.limit(NEWEST_ISSUES)).all()


def leading_ideas(scope: Scope) -> list[Counted]:
    found = FIGURES["leading_ideas"].build(scope).limit(LEADING_IDEAS).subquery()
    idea_id, count = found.c
    rows = (
        sa.select(Idea, count)
        .join(found, idea_id == Idea.id)
        .options(joinedload(Idea.challenge).joinedload(Challenge.issue))
        .order_by(count.desc(), Idea.id)
    )
    return [Counted(*row) for row in db.session.execute(rows)]


def mission_groups() -> Sequence[MissionGroup]:
    return db.session.scalars(sa.select(MissionGroup).order_by(MissionGroup.position)).all()


def groups_with_challenges() -> set[int]:
    """The mission groups in which one could post ideas and vote: those of published challenges."""
    found = sa.select(Issue.mission_group_id).join(Challenge, Challenge.issue_id == Issue.id)
    return set(db.session.scalars(found.where(Challenge.published_at.is_not(None)).distinct()))


def stages() -> Sequence[Stage]:
    return db.session.scalars(sa.select(Stage).order_by(Stage.position)).all()
