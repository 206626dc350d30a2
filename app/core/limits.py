"""Limits that hold across processes: one counter a key and window, in the database."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask import current_app
from werkzeug.exceptions import TooManyRequests

from app.core import clock
from app.core.db import db, inserting
from app.core.models import LimitCounter


@dataclass(frozen=True)
class Limit:
    """At most `times` in each window of `seconds`."""

    name: str
    times: int
    seconds: int


def hit(limit: Limit, who: str) -> None:
    """Count one act of `who` and commit the count. Raises 429 past the limit.

    Call it before a view changes anything: the count must stand whatever becomes of the rest, and
    a second connection would wait for this one on SQLite.
    `who` (an address, an e-mail) is never stored: only a keyed hash is, which differs from window
    to window, so that nobody's windows can be joined.
    """
    if db.session.new or db.session.dirty:
        raise RuntimeError("limits.hit commits: call it before anything is changed")
    moment, start = _window(limit)
    count = _add_one(_key(limit, who, start), start)
    db.session.commit()
    if count > limit.times:
        raise TooManyRequests(retry_after=start + limit.seconds - moment)


def tally(limit: Limit, who: str) -> int:
    """Count one act of `who`, and return how many there are in this window. Never raises.

    For what is noticed, not refused: the count is part of the caller's transaction.
    """
    _moment, start = _window(limit)
    return _add_one(_key(limit, who, start), start)


def tallied(limit: Limit, who: str) -> int:
    """How many acts of `who` were counted in this window so far."""
    _moment, start = _window(limit)
    counted = sa.select(LimitCounter.count).where(
        LimitCounter.key == _key(limit, who, start), LimitCounter.window_start == start
    )
    return db.session.scalar(counted) or 0


def forgive(limit: Limit, who: str) -> None:
    """Take back one count, where it turned out that the act was none of those to be counted.

    Part of the caller's transaction.
    """
    _moment, start = _window(limit)
    counted = sa.update(LimitCounter).where(
        LimitCounter.key == _key(limit, who, start), LimitCounter.window_start == start,
        LimitCounter.count > 0,
    )  # fmt: skip
    less = counted.values(count=LimitCounter.count - 1)
    db.session.execute(less.execution_options(synchronize_session=False))


def forget(before: datetime) -> None:
    """Forget windows that began before."""
    over = LimitCounter.window_start < int(before.timestamp())
    db.session.execute(sa.delete(LimitCounter).where(over))


def _window(limit: Limit) -> tuple[int, int]:
    """Now, and when the window began that it lies in: seconds since 1970."""
    moment = int(clock.now().timestamp())
    return moment, moment - moment % limit.seconds


def _key(limit: Limit, who: str, start: int) -> str:
    secret = current_app.config["SECRET_KEY"].encode()
    hashed = hmac.new(secret, f"{start}:{who}".encode(), hashlib.sha256)
    return f"{limit.name}:{hashed.hexdigest()[:32]}"


def _add_one(key: str, start: int) -> int:
    row = inserting(LimitCounter).values(key=key, window_start=start, count=1)
    counted = row.on_conflict_do_update(
        index_elements=["key", "window_start"], set_={"count": LimitCounter.count + 1}
    ).returning(LimitCounter.count)
    return int(db.session.execute(counted).scalar_one())
