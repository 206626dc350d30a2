"""The moderators' one queue: reports and held posts by what they say, and appeals.

A case is a group of posts that say nearly the same: a flood of a thousand is one row. Its level of
urgency is documented on the page itself: see `Level`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.db import UtcDateTime, db
from app.core.paging import Page, paginate
from app.develop.models import POSTS, Appeal, Comment, Decision, HouseRule, Report
from app.develop.queries.cases import Posts, names_post, posts_of, still_there
from app.develop.queries.people import named

HARMFUL = (HouseRule.PERSONAL_DATA, HouseRule.UNLAWFUL, HouseRule.HATE)
"""What does harm as long as it is seen."""
LATE_AFTER = timedelta(days=1)


class Level(IntEnum):
    """How urgent a case is; inside a level the one that waits longest comes first."""

    HELD = 1
    """Nobody sees it; its author waits."""
    OPEN = 2
    """Everybody sees what was reported; somebody waits for a second look."""
    LATE = 3
    """Any case that has waited for more than a day."""
    HARM = 4
    """Everybody sees what was reported to give away personal data, to break the law, or to hate."""


class CaseKind(StrEnum):
    ALL = "all"
    REPORTS = "reports"
    HELD = "held"
    APPEALS = "appeals"


@dataclass(frozen=True)
class Case:
    """A row of the queue. Of a group of posts, or (`appeal`) of somebody's appeal."""

    group_id: int | None
    appeal: Appeal | None
    level: Level
    since: datetime
    reports: int
    held: int
    posts: Posts | None = None


def cases(kind: CaseKind, number: int) -> Page[Case]:
    """The queue, most urgent first. As many queries for one case as for twenty."""
    found = paginate(_ordered(kind), number, scalars=False)
    groups = posts_of([row.group_id for row in found.rows if row.group_id is not None])
    appeals = _appeals([row.appeal_id for row in found.rows if row.appeal_id is not None])
    rows = [
        Case(
            row.group_id, appeals.get(row.appeal_id), Level(row.level), row.since,
            row.reports, row.held, groups.get(row.group_id),
        )
        for row in found.rows
    ]  # fmt: skip
    return Page(rows, found.number, found.per_page, found.total)


def waiting() -> dict[CaseKind, int]:
    """How many cases of each kind wait."""
    return {
        kind: db.session.scalar(sa.select(sa.func.count()).select_from(_of_kind(kind))) or 0
        for kind in CaseKind
    }


def _ordered(kind: CaseKind) -> sa.Select[Any]:
    found = _of_kind(kind)
    late = found.c.since < clock.now() - LATE_AFTER
    level = sa.case(
        (found.c.harmful > 0, Level.HARM.value),
        (late, Level.LATE.value),
        (found.c.seen > 0, Level.OPEN.value),
        else_=Level.HELD.value,
    ).label("level")
    columns = (found.c.group_id, found.c.appeal_id, found.c.since, found.c.reports, found.c.held)
    key = (found.c.group_id, found.c.appeal_id)
    return sa.select(*columns, level).order_by(level.desc(), found.c.since, *key)


def _of_kind(kind: CaseKind) -> sa.Subquery:
    if kind is CaseKind.APPEALS:
        return _appeal_rows().subquery()
    grouped = _group_rows(kind)
    if kind is not CaseKind.ALL:
        return grouped.subquery()
    return sa.union_all(grouped, _appeal_rows()).subquery()


def _group_rows(kind: CaseKind) -> sa.Select[Any]:
    signs = sa.union_all(*(make(model) for make in (_reports, _held) for model in POSTS)).subquery()
    reports, held = sa.func.sum(signs.c.report), sa.func.sum(signs.c.held)
    query = sa.select(
        signs.c.group_id.label("group_id"),
        sa.null().cast(sa.Integer).label("appeal_id"),
        sa.func.min(signs.c.since, type_=UtcDateTime()).label("since"),
        reports.label("reports"),
        held.label("held"),
        sa.func.max(signs.c.harmful).label("harmful"),
        sa.func.max(signs.c.seen).label("seen"),
    ).group_by(signs.c.group_id)
    if kind is CaseKind.REPORTS:
        return query.having(reports > 0)
    return query.having(held > 0) if kind is CaseKind.HELD else query


def _reports(model: Any) -> sa.Select[Any]:
    seen = sa.case((model.is_shown, 1), else_=0)
    harmful = sa.case((model.is_shown & Report.rule.in_(HARMFUL), 1), else_=0)
    return _sign(model, Report.created_at, report=1, held=0, harmful=harmful, seen=seen).join(
        Report, names_post(model)
    ).where(
        Report.settled_at.is_(None), still_there(model), model.text_group_id.is_not(None)
    )  # fmt: skip


def _held(model: Any) -> sa.Select[Any]:
    nothing = sa.literal(0)
    return _sign(model, model.held_at, report=0, held=1, harmful=nothing, seen=nothing).where(
        model.held_at.is_not(None), still_there(model), model.text_group_id.is_not(None),
    )  # fmt: skip


def _sign(
    model: Any, since: Any, *, report: int, held: int, harmful: Any, seen: Any
) -> sa.Select[Any]:
    return sa.select(
        model.text_group_id.label("group_id"), since.label("since"),
        sa.literal(report).label("report"), sa.literal(held).label("held"),
        harmful.label("harmful"), seen.label("seen"),
    )  # fmt: skip


def _appeal_rows() -> sa.Select[Any]:
    columns: list[Any] = [
        sa.null().cast(sa.Integer).label("group_id"),
        Appeal.id.label("appeal_id"),
        Appeal.created_at.label("since"),
        sa.literal(0).label("reports"),
        sa.literal(0).label("held"),
        sa.literal(0).label("harmful"),
        sa.literal(1).label("seen"),
    ]
    return sa.select(*columns).where(Appeal.settled_at.is_(None))


def _appeals(ids: Sequence[int]) -> dict[int, Appeal]:
    query = sa.select(Appeal).where(Appeal.id.in_(ids)).options(*with_decision())
    return {row.id: row for row in db.session.scalars(query)} if ids else {}


def with_decision() -> tuple[Any, ...]:
    """Options for loading an appeal with what its page names."""
    decision = joinedload(Appeal.decision)
    return (
        decision.options(
            named(Decision.person), named(Decision.decided_by),
            joinedload(Decision.idea), joinedload(Decision.comment).joinedload(Comment.idea),
        ),
    )  # fmt: skip
