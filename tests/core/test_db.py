"""The database: how long one waits for it, and what its errors tell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.core.db import db
from app.core.models import LimitCounter

Database = Callable[[str], dict[str, object]]


def patience(connection: sa.Connection) -> Any:
    on_sqlite = connection.dialect.name == "sqlite"
    shown = "PRAGMA busy_timeout" if on_sqlite else "SHOW lock_timeout"
    return connection.exec_driver_sql(shown).scalar()


def test_a_request_waits_for_another_writer_for_seconds(app: Flask) -> None:
    with db.engine.connect() as connection:
        assert patience(connection) in (8_000, "8s")


@pytest.mark.parametrize(("backend", "waits"), [("sqlite", 20_000), ("postgresql", "0")])
def test_the_worker_and_migrations_wait_longer(
    new_database: Database, backend: str, waits: object
) -> None:
    with click.Context(click.Command("worker")):
        app = create_app(**new_database(backend))
    with app.app_context(), db.engine.connect() as connection:
        assert patience(connection) == waits
        connection.close()
        db.engine.dispose()


def test_who_waits_in_vain_is_told_that_the_database_is_busy(app: Flask) -> None:
    row = sa.insert(LimitCounter).values(key="held", window_start=0, count=1)
    db.session.execute(row)
    on_sqlite = db.engine.dialect.name == "sqlite"
    hurry = "PRAGMA busy_timeout = 10" if on_sqlite else "SET lock_timeout = 10"
    with db.engine.connect() as other:
        cursor = other.connection.cursor()
        cursor.execute(hurry)  # before a transaction begins: on SQLite that is what waits
        other.connection.commit()
        with pytest.raises(sa.exc.OperationalError):  # which is answered with 503
            other.execute(row)
        other.invalidate()


def test_an_error_does_not_tell_what_somebody_typed(app: Flask) -> None:
    secret = {"key": "mali@example.org", "start": "x"}
    with pytest.raises(sa.exc.DBAPIError) as raised:
        db.session.execute(sa.text("SELECT :key FROM no_such_table WHERE 1 = :start"), secret)
    assert "mali@example.org" not in str(raised.value)
