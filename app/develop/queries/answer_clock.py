"""How long people wait for an official answer, by mission group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.core.db import db
from app.develop.models import Answer, AnswerState, Challenge, FamilyMember, Idea
from app.develop.queries.answers import days_between, days_since
from app.diagnose.models import Issue
from app.missions.models import MissionGroup

IN_TIME_DAYS = 30


@dataclass(frozen=True)
class Waiting:
    """Of a mission group. Days are None where there is nothing to measure; shares are 0 to 1."""

    ideas: int = 0
    answered: int = 0
    under_review: int = 0
    """Those among them whose answer says no more yet than that."""
    median_days: float | None = None
    """From posting an idea to its first answer."""
    due: int = 0
    """Ideas posted at least 30 days ago."""
    in_time: int = 0
    """Those among them whose first answer came within 30 days."""
    waiting: int = 0
    oldest_days: float | None = None
    """How long the longest-waiting idea has waited."""

    @property
    def share_in_time(self) -> float | None:
        return self.in_time / self.due if self.due else None


def waiting_by_group() -> dict[int, Waiting]:
    """By mission group; one without ideas is missing. Two queries."""
    each = _each_idea()
    counts = _counts(each)
    medians = _medians(each)
    return {
        group_id: Waiting(median_days=medians.get(group_id), **figures)
        for group_id, figures in counts.items()
    }


def _each_idea() -> Any:
    """Every idea that is to be answered: its group, its age, and the days to its first answer.

    An idea that joins a family that is answered already has waited no day.
    """
    own, kin = aliased(Answer), aliased(Answer)
    answered_at = sa.func.coalesce(own.answered_at, kin.answered_at, type_=Answer.answered_at.type)
    state = sa.func.coalesce(own.state, kin.state, type_=Answer.state.type)
    days = days_between(Idea.created_at, answered_at)
    return (
        sa.select(
            Issue.mission_group_id.label("group_id"),
            days_since(Idea.created_at).label("age"),
            sa.case((days < 0, 0), else_=days).label("days"),
            (state == AnswerState.UNDER_REVIEW).label("under_review"),
        )
        .join(Challenge, Challenge.id == Idea.challenge_id)
        .join(Issue, Issue.id == Challenge.issue_id)
        .join(MissionGroup, MissionGroup.id == Issue.mission_group_id)
        .outerjoin(own, own.idea_id == Idea.id)
        .outerjoin(
            FamilyMember,
            (FamilyMember.idea_id == Idea.id) & FamilyMember.agreed_at.is_not(None),
        )
        .outerjoin(kin, kin.family_id == FamilyMember.family_id)
        .where(
            Challenge.published_at.is_not(None), Idea.is_shown, Idea.duplicate_of_id.is_(None)
        )
        .cte("each_idea")
    )  # fmt: skip


def _counts(each: Any) -> dict[int, dict[str, Any]]:
    waits, due = each.c.days.is_(None), each.c.age >= IN_TIME_DAYS
    count = sa.func.count()
    query = sa.select(
        each.c.group_id,
        count.label("ideas"),
        count.filter(~waits).label("answered"),
        count.filter(each.c.under_review).label("under_review"),
        count.filter(due).label("due"),
        count.filter(due, each.c.days <= IN_TIME_DAYS).label("in_time"),
        count.filter(waits).label("waiting"),
        sa.func.max(sa.case((waits, each.c.age))).label("oldest_days"),
    ).group_by(each.c.group_id)
    found = [dict(row._mapping) for row in db.session.execute(query)]
    return {
        row.pop("group_id"): row | {"oldest_days": _number(row["oldest_days"])} for row in found
    }


def _medians(each: Any) -> dict[int, float]:
    """The middle one, or the mean of the two in the middle. SQLite has no function that says it."""
    place = sa.func.row_number().over(partition_by=each.c.group_id, order_by=each.c.days)
    many = sa.func.count().over(partition_by=each.c.group_id)
    numbered = (
        sa.select(each.c.group_id, each.c.days, place.label("place"), many.label("many"))
        .where(each.c.days.is_not(None))
        .subquery()
    )
    in_the_middle = sa.func.abs(2 * numbered.c.place - numbered.c.many - 1) <= 1
    query = (
        sa.select(numbered.c.group_id, sa.func.avg(numbered.c.days))
        .where(in_the_middle)
        .group_by(numbered.c.group_id)
    )
    return {row[0]: float(row[1]) for row in db.session.execute(query)}


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
