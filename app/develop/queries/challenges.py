"""Challenges, and their figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.actors import Actor
from app.core.db import db
from app.core.models import AuditEntry
from app.core.paging import Page, paginate
from app.develop import rules
from app.develop.models import Challenge, Idea, Phase
from app.diagnose.models import Issue, IssueState, IssueTopic, Topic


@dataclass(frozen=True)
class Figures:
    """Of a challenge's visible ideas."""

    ideas: int = 0
    votes: int = 0
    comments: int = 0


def challenges(actor: Actor, number: int) -> Page[Challenge]:
    """What the actor may see: drafts, then open, then to come, then closed ones."""
    now = clock.now()
    last_closing = (
        sa.select(sa.func.max(Phase.closes_at))
        .where(Phase.challenge_id == Challenge.id)
        .scalar_subquery()
    )
    rank = sa.case(
        (Challenge.published_at.is_(None), 0),
        (is_open_at(now), 1),
        (last_closing > now, 2),
        else_=3,
    )
    query = (
        sa.select(Challenge)
        .options(joinedload(Challenge.issue).joinedload(Issue.mission_group))
        .order_by(rank, Challenge.published_at.desc(), Challenge.id.desc())
    )
    if not rules.can_manage_challenges(actor):
        query = query.where(Challenge.published_at.is_not(None))
    return paginate(query, number, 12)


def is_open_at(moment: Any) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        Phase.challenge_id == Challenge.id, Phase.opens_at <= moment, Phase.closes_at > moment
    )


def open_challenges() -> Sequence[Challenge]:
    query = (
        sa.select(Challenge)
        .where(Challenge.published_at.is_not(None), is_open_at(clock.now()))
        .options(joinedload(Challenge.issue))
        .order_by(Challenge.id)
    )
    return db.session.scalars(query).all()


def challenges_of_issues(actor: Actor, issue_ids: Sequence[int]) -> list[Challenge]:
    query = sa.select(Challenge).where(Challenge.issue_id.in_(issue_ids)).order_by(Challenge.id)
    return [row for row in db.session.scalars(query) if rules.can_see_challenge(actor, row)]


def figures(challenge_ids: Iterable[int]) -> dict[int, Figures]:
    """By challenge; one without ideas is missing from the answer."""
    query = (
        sa.select(
            Idea.challenge_id,
            sa.func.count(),
            sa.func.sum(Idea.votes_count),
            sa.func.sum(Idea.comments_count),
        )
        .where(Idea.challenge_id.in_(list(challenge_ids)), Idea.is_shown)
        .group_by(Idea.challenge_id)
    )
    return {
        row[0]: Figures(*(int(value) for value in row[1:])) for row in db.session.execute(query)
    }


def figures_of(challenge: Challenge) -> Figures:
    return figures([challenge.id]).get(challenge.id, Figures())


def with_issue() -> tuple[Any, ...]:
    """Options for loading a challenge with what its page names."""
    return (joinedload(Challenge.issue).joinedload(Issue.mission_group),)


def selected_issues(number: int) -> Page[Issue]:
    query = (
        sa.select(Issue)
        .where(Issue.state == IssueState.SELECTED)
        .options(joinedload(Issue.mission_group))
        .order_by(Issue.created_at.desc(), Issue.id.desc())
    )
    return paginate(query, number)


def topics_of(issue_id: int) -> Sequence[Topic]:
    """The link of the evidence chain before the issue."""
    query = (
        sa.select(Topic)
        .join(IssueTopic, IssueTopic.topic_id == Topic.id)
        .where(IssueTopic.issue_id == issue_id)
        .order_by(Topic.comments_count.desc(), Topic.id)
    )
    return db.session.scalars(query).all()


def extensions(challenge: Challenge) -> Sequence[AuditEntry]:
    """When and why phases were made longer or opened again: everybody may know."""
    query = (
        sa.select(AuditEntry)
        .where(
            AuditEntry.object_type == Phase.__tablename__,
            AuditEntry.object_id.in_([str(phase.id) for phase in challenge.phases]),
            AuditEntry.action.in_(("phase.extend", "phase.reopen")),
        )
        .order_by(AuditEntry.id)
    )
    return db.session.scalars(query).all()
