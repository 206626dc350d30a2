"""Who asks: flask-login on rows that can be revoked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, g, request, session
from flask_login import LoginManager, login_user, logout_user
from sqlalchemy.orm import joinedload

from app.accounts.models import AuthSession, Guest, Person
from app.accounts.news_queries import unread_news_of
from app.accounts.tokens import account_digest, digest
from app.core import clock
from app.core.db import SAFE_METHODS, db

SEEN_EVERY = timedelta(minutes=5)
MOST_COUNTED = 99
"""Unread news beyond this is not counted: one short scan of an index on each page."""
login_manager = LoginManager()
login_manager.anonymous_user = Guest
login_manager.session_protection = None  # the session row is what protects; it can be revoked


@login_manager.user_loader
def load_person(token: str) -> Person | None:
    """The person of a live session row, with the roles, in one query.

    Where a page is read it counts unread news as well, for the head of the page.
    """
    reads = request.method in SAFE_METHODS
    query = _with_unread() if reads else _by_id()
    row = db.session.execute(query, {"session": digest(token)}).unique().first()
    if row is None:
        return None
    found: AuthSession = row[0]
    if found.revoked_at is not None or found.expires_at <= clock.now():
        return None
    if reads:
        g.unread_news = row.unread
    g.seen_before = (found.id, found.last_seen_at)
    found.token = token
    found.person.auth_session = found
    return found.person


@cache
def _by_id() -> Any:
    """Made once: every request of somebody who is signed in begins with it."""
    person = joinedload(AuthSession.person, innerjoin=True).joinedload(Person.grants)
    session_id: Any = sa.bindparam("session")
    return sa.select(AuthSession).where(AuthSession.id == session_id).options(person)


@cache
def _with_unread() -> Any:
    unread = unread_news_of(AuthSession.person_id, MOST_COUNTED + 1)
    return _by_id().add_columns(unread.label("unread"))


def begin(opened: AuthSession) -> None:
    """Give this browser the session. Nothing of what its cookie held before stays in it."""
    session.clear()
    session.permanent = True
    opened.person.auth_session = opened
    login_user(opened.person)


def end() -> None:
    """Take the session from this browser. Revoking its row is what makes the cookie worthless."""
    logout_user()
    session.clear()


def note_seen(response: Response) -> Response:
    """After a page was read: remember when, at most every five minutes.

    Only after safe methods: those hold no write lock that this could wait for.
    """
    session_id, last = g.pop("seen_before", ("", None))
    due = last is not None and clock.now() - last >= SEEN_EVERY
    if due and request.method in SAFE_METHODS:
        _write_seen(session_id)
    return response


def _write_seen(session_id: str) -> None:
    """In a transaction of its own, and never waiting: the next page tries again."""
    seen = sa.update(AuthSession).where(AuthSession.id == session_id)
    with db.engine.connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        patience = "PRAGMA busy_timeout" if on_sqlite else "SET LOCAL lock_timeout"
        before = connection.exec_driver_sql("PRAGMA busy_timeout").scalar() if on_sqlite else None
        try:
            connection.exec_driver_sql(f"{patience} = 50")
            connection.execute(seen.values(last_seen_at=clock.now()))
            connection.commit()
        except sa.exc.OperationalError:
            connection.rollback()
        finally:
            if on_sqlite:
                connection.exec_driver_sql(f"PRAGMA busy_timeout = {before}")


HALF_IN = "half_in"
HALF_LASTS = timedelta(minutes=10)


@dataclass(frozen=True)
class HalfIn:
    """Somebody whose password was right, and whose code is still asked for."""

    person: Person
    way: str


def begin_half(person: Person, way: str) -> None:
    """This browser has given the password; nothing else of what its cookie held stays in it."""
    session.clear()
    session[HALF_IN] = {
        "person": person.id, "at": int(clock.now().timestamp()), "of": account_digest(person),
        "way": way,
    }  # fmt: skip


def half_in() -> HalfIn | None:
    """Who is half in here: not for long, and not after a change of the password."""
    held = session.get(HALF_IN)
    if held is None or clock.now().timestamp() - held["at"] > HALF_LASTS.total_seconds():
        return None
    person = db.session.get(Person, held["person"])
    if person is None or account_digest(person) != held["of"]:
        return None
    return HalfIn(person, held["way"])


def init_app(app: Flask) -> None:
    login_manager.init_app(app)
    app.after_request(note_seen)
