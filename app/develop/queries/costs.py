"""Ideas and what they cost."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload

from app.core.db import db
from app.core.paging import Page, paginate
from app.develop.models import Challenge, Idea
from app.develop.queries.people import named
from app.diagnose.models import Issue
from app.missions.models import MissionGroup


def with_units() -> tuple[Any, ...]:
    """Options for loading a challenge with the units that answer for its mission group."""
    group = joinedload(Challenge.issue).joinedload(Issue.mission_group)
    return (group.selectinload(MissionGroup.units),)


def ideas_to_cost(challenge: Challenge, number: int) -> Page[Idea]:
    """Those that people can choose; without a cost first, then as they were posted."""
    query = (
        sa.select(Idea)
        .where(*_open(challenge))
        .options(named(Idea.author), defer(Idea.body), defer(Idea.search_text))
        .order_by(Idea.cost.is_not(None), Idea.id)
    )
    return paginate(query, number)


def ideas_without_cost(challenge: Challenge) -> int:
    query = sa.select(sa.func.count()).select_from(Idea)
    return db.session.scalar(query.where(*_open(challenge), Idea.cost.is_(None))) or 0


def _open(challenge: Challenge) -> tuple[Any, ...]:
    return (
        Idea.challenge_id == challenge.id,
        Idea.is_shown,
        Idea.duplicate_of_id.is_(None),
    )
