"""Named reads of news: unread ones, a page of them, and those that wait to be mailed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.accounts import digests
from app.accounts.models import DigestEvery, Notification, Person
from app.core.db import db
from app.core.paging import Page, paginate

NEWS_A_GROUP = 5


def unread_news_of(person_id: Any, most: int) -> Any:
    """How many news a person has not read, counted no further than `most`, as a subquery.

    `person_id`: the column of an outer query that says whose.
    """
    some = (
        sa.select(sa.literal(1))
        .select_from(Notification)
        .where(Notification.person_id == person_id, Notification.read_at.is_(None))
        .limit(most)
        .correlate(person_id.class_)
        .subquery()
    )
    return sa.select(sa.func.count()).select_from(some).scalar_subquery()


def unread_news(person: Person, most: int) -> int:
    query = sa.select(unread_news_of(Person.id, most)).where(Person.id == person.id)
    return db.session.scalar(query) or 0


@dataclass(frozen=True)
class NewsGroup:
    """News of one thing, the newest first; `total` may be more than what is in `rows`."""

    about: str
    total: int
    unread: int
    rows: list[Notification]


def news_page(person: Person, number: int, *, unread_only: bool) -> Page[NewsGroup]:
    """News by what it is about, the thing with the newest first. Three queries."""
    unread = sa.func.count().filter(Notification.read_at.is_(None))
    things: Any = (
        sa.select(Notification.about, sa.func.count(), unread)
        .where(Notification.person_id == person.id)
        .group_by(Notification.about)
        .order_by(sa.func.max(Notification.created_at).desc(), Notification.about)
    )
    if unread_only:
        things = things.where(Notification.read_at.is_(None))
    page = paginate(things, number, 10, scalars=False)
    rows = _newest_of(person, [row[0] for row in page.rows], unread_only)
    groups = [NewsGroup(row[0], row[1], row[2], rows.get(row[0], [])) for row in page.rows]
    return Page(groups, page.number, page.per_page, page.total)


def newest_id(person: Person) -> int:
    query = sa.select(sa.func.max(Notification.id)).where(Notification.person_id == person.id)
    return db.session.scalar(query) or 0


def news_about(person: Person, about: str, number: int) -> Page[Notification]:
    """All news of one thing, the newest first."""
    query = sa.select(Notification).where(
        Notification.person_id == person.id, Notification.about == about
    )
    return paginate(query.order_by(Notification.created_at.desc(), Notification.id.desc()), number)


def news_by_id(ids: Iterable[int]) -> list[Notification]:
    """The newest first."""
    query = sa.select(Notification).where(Notification.id.in_(list(ids)))
    latest = query.order_by(Notification.created_at.desc(), Notification.id.desc())
    return list(db.session.scalars(latest))


def waits_for_mail(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(
        Notification.read_at.is_(None),
        Notification.mailed_at.is_(None),
        Notification.created_at > now - digests.TOO_OLD,
    )


def digests_due(now: datetime, most: int) -> list[int]:
    """Ids of people whose digest is due: there was news for them by then, and none was sent since.

    News that came later goes with the others, but begins no digest.
    """
    due = [
        sa.and_(
            Person.digest_every == every,
            Notification.created_at < moment,
            Person.digest_sent_at.is_(None) | (Person.digest_sent_at < moment),
        )
        for every in (DigestEvery.DAY, DigestEvery.WEEK)
        for moment in [digests.last_due(every, now)]
    ]
    query = (
        sa.select(Person.id)
        .join(Notification, Notification.person_id == Person.id)
        .where(waits_for_mail(now), Person.erased_at.is_(None), sa.or_(*due))
        .distinct().order_by(Person.id).limit(most)
    )  # fmt: skip
    return list(db.session.scalars(query))


def _newest_of(
    person: Person, things: list[str], unread_only: bool
) -> dict[str, list[Notification]]:
    """The newest few of each thing."""
    latest = (Notification.created_at.desc(), Notification.id.desc())
    place = sa.func.row_number().over(partition_by=Notification.about, order_by=latest)
    numbered = sa.select(Notification.id, place.label("place")).where(
        Notification.person_id == person.id, Notification.about.in_(things)
    )
    if unread_only:
        numbered = numbered.where(Notification.read_at.is_(None))
    few = numbered.subquery()
    query = sa.select(Notification).join(few, few.c.id == Notification.id)
    found: dict[str, list[Notification]] = {}
    for row in db.session.scalars(query.where(few.c.place <= NEWS_A_GROUP).order_by(*latest)):
        found.setdefault(row.about, []).append(row)
    return found
