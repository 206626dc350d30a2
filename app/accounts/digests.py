"""The digest by mail: when it is due, and what it says.

A daily digest is due each morning, a weekly one on Monday mornings, in Bangkok. It holds news that
is neither read nor mailed yet; where there is none, there is no mail.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.accounts.models import DigestEvery, Notification
from app.accounts.notices import say
from app.core.clock import BANGKOK
from app.core.mail import absolute

HOUR_OF_THE_DIGEST = 7
MOST_GROUPS, MOST_A_GROUP = 20, 5
TOO_OLD = timedelta(days=31)
"""News that waited so long is no news: for who asks for mails again after a while."""


@dataclass(frozen=True)
class Line:
    at: datetime
    text: str


@dataclass(frozen=True)
class Group:
    """News of one thing, the newest first. `more`: how many lines were left out."""

    title: str
    link: str
    lines: list[Line]
    more: int


@dataclass(frozen=True)
class Digest:
    """Groups, the one with the newest news first. `more`: how many news are in none of them."""

    groups: list[Group]
    more: int


def last_due(every: DigestEvery, now: datetime) -> datetime:
    """The latest moment, not after `now`, at which such digests were due."""
    local = now.astimezone(BANGKOK)
    morning = local.replace(hour=HOUR_OF_THE_DIGEST, minute=0, second=0, microsecond=0)
    if morning > local:
        morning -= timedelta(days=1)
    return morning - timedelta(days=morning.weekday() if every is DigestEvery.WEEK else 0)


def digest_of(news: Iterable[Notification]) -> Digest:
    """`news`: the newest first. Its words are in the language of the moment."""
    by_thing: dict[str, list[Notification]] = {}
    for one in news:
        by_thing.setdefault(one.about, []).append(one)
    things = list(by_thing.values())
    left_out = sum(len(rows) for rows in things[MOST_GROUPS:])
    return Digest([_group(rows) for rows in things[:MOST_GROUPS]], left_out)


def _group(rows: list[Notification]) -> Group:
    return Group(
        title=rows[0].title,
        link=absolute(rows[0].path),
        lines=[Line(one.created_at, say(one)) for one in rows[:MOST_A_GROUP]],
        more=max(0, len(rows) - MOST_A_GROUP),
    )
