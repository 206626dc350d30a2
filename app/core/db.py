"""The database: one session, one place that commits, and SQLite made to keep every update.

pysqlite begins no transaction before a SELECT, so two processes that read and then write lose
updates. Here every transaction says BEGIN itself: IMMEDIATE where it may write, deferred where a
request only reads, so that readers never wait for a writer.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import click
import sqlalchemy as sa
from flask import Flask, request
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import Pool

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
REQUEST_WAITS, COMMAND_WAITS = 8, 20
"""Seconds that a web server's request waits for another writer (its reader has left by then), and a
command on SQLite. On PostgreSQL a command (the worker, a migration) waits without an end."""
POSTGRESQL_OPTIONS = "-c jit=off"
IDLE_SECONDS = 5
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base)
if TYPE_CHECKING:
    Model = Base  # what db.Model is to a type checker
else:
    Model = db.Model
migrate = Migrate(directory="app/migrations", render_as_batch=True, compare_type=True)
_reads_only: ContextVar[bool] = ContextVar("reads_only", default=False)


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An aware moment, kept in UTC on both databases."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = sa.JSON().with_variant(JSONB(), "postgresql")


def enum_type(members: type[StrEnum], name: str) -> sa.Enum:
    """A text column that the database holds to the members of a StrEnum."""
    return sa.Enum(
        members,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda kind: [member.value for member in kind],
    )


@contextmanager
def reading() -> Iterator[None]:
    """A block of a job that only reads, in a transaction of its own, which ends with it.

    On SQLite it waits for no writer and no writer waits for it. Rows loaded in it are expired.
    """
    if db.session.new or db.session.dirty:
        raise RuntimeError("reading() ends its transaction: flush and commit changes before it")
    db.session.rollback()
    token = _reads_only.set(True)
    try:
        yield
    finally:
        db.session.rollback()
        _reads_only.reset(token)


def commit() -> None:
    """Commit the session once, then do what was put off by `after_commit`."""
    waiting = _after_commit()
    db.session.commit()
    while waiting:
        waiting.pop(0)()


def commit_and_keep() -> None:
    """Commit, and let what was loaded be read afterwards without another transaction.

    For an answer that is drawn after the commit, so that nobody waits for a lock meanwhile.
    """
    db.session().expire_on_commit = False
    commit()


def inserting(into: Any) -> postgresql.Insert | sqlite.Insert:
    """An INSERT into a model or table that can say what to do where the row is there already."""
    on_postgresql = db.engine.dialect.name == "postgresql"
    return postgresql.insert(into) if on_postgresql else sqlite.insert(into)


def after_commit(action: Callable[[], object]) -> None:
    """Put `action` off until `commit`: waking a worker, sending a mail."""
    _after_commit().append(action)


def rollback() -> None:
    _after_commit().clear()
    db.session.rollback()


def _after_commit() -> list[Callable[[], object]]:
    session: Any = db.session()
    waiting: list[Callable[[], object]] = session.info.setdefault("after_commit", [])
    return waiting


def init_app(app: Flask) -> None:
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", _engine_options(app))
    db.init_app(app)
    migrate.init_app(app, db)
    app.before_request(_note_intent)


def _engine_options(app: Flask) -> dict[str, Any]:
    in_command = click.get_current_context(silent=True) is not None
    arguments: dict[str, Any]
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        patience = "" if in_command else f" -c lock_timeout={REQUEST_WAITS}s"
        arguments = {
            "connect_timeout": 5, "tcp_user_timeout": 5_000,
            "options": POSTGRESQL_OPTIONS + patience,
        }  # fmt: skip
    else:
        arguments = {"timeout": COMMAND_WAITS if in_command else REQUEST_WAITS}
    # What people typed must not stand in logs, nor in the errors of jobs
    return {"connect_args": arguments, "hide_parameters": True}


def _note_intent() -> None:
    _reads_only.set(request.method in SAFE_METHODS)


@sa.event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


@sa.event.listens_for(Engine, "begin")
def _begin_sqlite(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if _reads_only.get() else "BEGIN IMMEDIATE")


@sa.event.listens_for(Pool, "checkin")
def _note_return(_connection: Any, record: Any) -> None:
    record.info["returned_at"] = time.monotonic()


@sa.event.listens_for(Pool, "checkout")
def _try_idle(connection: Any, record: Any, _proxy: Any) -> None:
    """A server that was restarted has closed what waits here: try what has waited for a while.

    `pool_pre_ping` tries every time, which is one more round trip for each request and vote.
    """
    idle = time.monotonic() - record.info.get("returned_at", time.monotonic())
    if idle < IDLE_SECONDS or isinstance(connection, sqlite3.Connection):
        return
    import psycopg

    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except psycopg.OperationalError as error:
        raise sa.exc.DisconnectionError from error
