"""Alembic's environment: our engine, all models, and SQLite's foreign keys held off while it runs.

On SQLite a change of a table makes a new one and drops the old: with foreign keys on, the drop
would delete or refuse the rows that point to it. They are checked once all is done instead.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from flask import current_app

import app.accounts.models
import app.core.models
import app.develop.models
import app.diagnose.models
import app.missions.models  # noqa: F401  all tables must be known
from app.core.db import UtcDateTime, db


def include_object(item: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
    """Leave full-text tables and the queue's own tables out of comparisons."""
    ours = name in db.metadata.tables
    return not (kind == "table" and reflected and not ours)


def include_name(name: str | None, kind: str, parents: Any) -> bool:
    """Full-text search is the migrations' own: no model knows of it."""
    return not (name == "search_vector" or (kind == "index" and str(name).endswith("_words")))


def render(revision: Any, context_: Any, directives: list[Any]) -> None:
    if (
        getattr(context.config.cmd_opts, "autogenerate", False)
        and directives[0].upgrade_ops.is_empty()
    ):
        directives[:] = []


def render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Plain types in the scripts: they must run as they are when the application has changed."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.JSON):
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    return False


def run_offline() -> None:
    context.configure(
        url=current_app.config["SQLALCHEMY_DATABASE_URI"], target_metadata=db.metadata
    )
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        raw: Any = connection.connection.dbapi_connection
        if sqlite:
            raw.execute("PRAGMA foreign_keys=OFF")  # before BEGIN, inside it would be ignored
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=include_object,
            include_name=include_name,
            render_item=render_item,
            process_revision_directives=render,
            render_as_batch=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
            if sqlite:
                _refuse_broken(connection.exec_driver_sql("PRAGMA foreign_key_check"))
        if sqlite:
            raw.execute("PRAGMA foreign_keys=ON")


def _refuse_broken(rows: Iterable[sa.Row[Any]]) -> None:
    broken = list(rows)
    if broken:
        raise RuntimeError(f"this migration breaks foreign keys: {broken[:10]}")


if context.is_offline_mode():
    run_offline()
else:
    run_online()
