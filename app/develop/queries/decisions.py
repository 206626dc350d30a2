"""Decisions and appeals: to whom, by whom, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person, Role, RoleGrant
from app.core import clock
from app.core.actors import Actor
from app.core.db import db
from app.core.paging import Page, paginate
from app.develop.models import POSTS, Action, Appeal, Comment, Decision, HouseRule, Idea, Report
from app.develop.queries.people import named

SHOWN_OF_A_BATCH = 20


@dataclass(frozen=True)
class Taken:
    """What was decided at once, by its first decision: about one person, or about all of them."""

    first: Decision
    count: int
    appeal: Appeal | None


def first_of(batch: str, person_id: int) -> Decision:
    """An appeal is made by the first of what was decided at once about somebody."""
    query = sa.select(Decision).where(Decision.batch == batch, Decision.person_id == person_id)
    return db.session.scalars(query.order_by(Decision.id).limit(1)).one()


def of_batch(batch: str, reader: Actor) -> Decision | None:
    """The reader's own first decision of the batch; else anybody's, for those who may see it."""
    mine = sa.case((Decision.person_id == reader.actor_id, 0), else_=1)
    query = sa.select(Decision).where(Decision.batch == batch).order_by(mine, Decision.id)
    return db.session.scalars(query.limit(1).options(*_with_post())).one_or_none()


def about(person: Person | Actor, number: int) -> Page[Taken]:
    """What was decided about somebody, newest first; what was decided at once is one row."""
    ident = person.id if isinstance(person, Person) else person.actor_id
    return _taken([Decision.person_id == ident], number)


def log(action: str, rule: str, number: int) -> Page[Taken]:
    """What moderators decided, newest first."""
    wanted: list[sa.ColumnElement[bool]] = []
    if action in list(Action):
        wanted.append(Decision.action == Action(action))
    if rule in list(HouseRule):
        wanted.append(Decision.rule == HouseRule(rule))
    return _taken(wanted, number)


def _taken(wanted: Sequence[sa.ColumnElement[bool]], number: int) -> Page[Taken]:
    batches = (
        sa.select(sa.func.min(Decision.id).label("id"), sa.func.count().label("count"))
        .where(*wanted)
        .group_by(Decision.batch)
        .subquery()
    )
    query = sa.select(batches.c.id, batches.c.count).order_by(batches.c.id.desc())
    page = paginate(query, number, scalars=False)
    ids = [row.id for row in page.rows]
    first = {
        row.id: row
        for row in db.session.scalars(
            sa.select(Decision).where(Decision.id.in_(ids)).options(*_with_post())
        )
    }
    appeals = appeals_of(ids)
    rows = [Taken(first[row.id], row.count, appeals.get(row.id)) for row in page.rows]
    return Page(rows, page.number, page.per_page, page.total)


def appeals_of(decision_ids: Sequence[int]) -> dict[int, Appeal]:
    query = sa.select(Appeal).where(Appeal.decision_id.in_(decision_ids))
    return {row.decision_id: row for row in db.session.scalars(query)}


def _with_post() -> tuple[Any, ...]:
    return (
        named(Decision.person), named(Decision.decided_by), joinedload(Decision.idea),
        joinedload(Decision.comment).joinedload(Comment.idea).joinedload(Idea.challenge),
    )  # fmt: skip


def posts_of(batch: str, person_id: int | None, number: int) -> Page[Decision]:
    """The decisions taken at once, with their posts; of one person, or of all."""
    query = sa.select(Decision).where(Decision.batch == batch).options(*_with_post())
    if person_id is not None:
        query = query.where(Decision.person_id == person_id)
    return paginate(query.order_by(Decision.id), number)


def last_by(actor: Actor, seconds: int) -> Taken | None:
    """What the moderator decided last, a short while ago: to take it back at once."""
    query = (
        sa.select(Decision)
        .where(Decision.decided_by_id == actor.actor_id, Decision.undone_at.is_(None))
        .order_by(Decision.id.desc())
        .limit(1)
    )
    last = db.session.scalars(query.options(*_with_post())).one_or_none()
    if last is None or (clock.now() - last.decided_at).total_seconds() > seconds:
        return None
    count = sa.select(sa.func.count()).where(Decision.batch == last.batch)
    return Taken(last, db.session.scalar(count) or 0, None)


def is_alone(actor: Actor) -> bool:
    """No other moderator can act now."""
    others = (
        sa.select(RoleGrant.id)
        .join(RoleGrant.person)
        .where(
            RoleGrant.role == Role.MODERATOR, Person.id != actor.actor_id,
            Person.erased_at.is_(None),
            sa.or_(Person.suspended_at.is_(None), Person.suspended_until <= clock.now()),
        )
        .limit(1)
    )  # fmt: skip
    return db.session.scalar(others) is None


def is_suspended_by_moderator(person: Person) -> bool:
    """Suspended now, by a decision that stands; else it was an administrator."""
    if not person.is_suspended:
        return False
    decided = sa.select(Decision.id).where(
        Decision.person_id == person.id, Decision.action == Action.SUSPEND,
        Decision.decided_at == person.suspended_at, Decision.undone_at.is_(None),
    )  # fmt: skip
    return db.session.scalar(decided.limit(1)) is not None


def reports_by(actor: Actor, number: int) -> Page[Report]:
    """What somebody reported, newest first."""
    query = (
        sa.select(Report)
        .where(Report.reporter_id == actor.actor_id)
        .options(
            joinedload(Report.idea).joinedload(Idea.challenge),
            joinedload(Report.comment).joinedload(Comment.idea).joinedload(Idea.challenge),
        )
        .order_by(Report.id.desc())
    )
    return paginate(query, number)


def post_counts(person: Person) -> tuple[int, int]:
    """How many ideas and comments somebody has written."""
    ideas, comments = (
        db.session.scalar(sa.select(sa.func.count()).where(model.author_id == person.id)) or 0
        for model in POSTS
    )
    return ideas, comments


def appeals_in(batch: str, person_id: int | None) -> Sequence[Appeal]:
    """Appeals against what was decided at once: one person's, or the latest of all."""
    query = sa.select(Appeal).join(Appeal.decision).where(Decision.batch == batch)
    if person_id is not None:
        query = query.where(Decision.person_id == person_id)
    return db.session.scalars(query.order_by(Appeal.id.desc()).limit(SHOWN_OF_A_BATCH)).all()
