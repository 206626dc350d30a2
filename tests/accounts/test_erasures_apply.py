"""`flask erasures apply`: who was erased is erased again after a backup was restored."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from app.accounts import commands, erasure_log
from app.accounts.models import Person
from app.core import clock
from app.core.db import commit, db
from tests.accounts.conftest import PASSWORD
from tests.support import make
from tests.support.cast import Cast
from tests.support.lamyai import EMAIL, HER_WORDS, NAME, OLD_NAME, places_of


def test_the_file_names_nobody(app: Flask, lamyai: Person) -> None:
    _forget_log(app)
    commands.erase(lamyai, words=True)
    commit()
    (entry,) = erasure_log.entries()
    assert (entry.person, entry.words) == (lamyai.id, True)
    assert "lamyai" not in erasure_log.path().read_text(encoding="utf-8")


def test_what_was_asked_before_a_restore_is_done_again(app: Flask, lamyai: Person) -> None:
    """The database is put back as it was before, the file beside it is not."""
    _forget_log(app)
    kept = {table.name: db.session.execute(sa.select(table)).mappings().all()
            for table in db.metadata.sorted_tables}  # fmt: skip
    commands.erase(lamyai, words=True)
    commit()
    _restore(kept)
    assert places_of(app, EMAIL)
    told = app.test_cli_runner().invoke(args=["erasures", "apply"])
    assert told.exit_code == 0, told.output
    assert "1 people" in told.output
    db.session.expire_all()
    make.a_night_pass()
    assert places_of(app, EMAIL, NAME, OLD_NAME, *HER_WORDS) == {}
    assert "0 people" in app.test_cli_runner().invoke(args=["erasures", "apply"]).output


def test_somebody_who_got_the_number_later_is_not_erased(app: Flask, cast: Cast) -> None:
    _forget_log(app)
    earlier = cast.mali.created_at - timedelta(days=1)
    erasure_log.append(erasure_log.line(cast.mali.id, earlier, clock.now(), words=True))
    assert list(commands.to_erase_again()) == []


def test_a_line_that_a_crash_lost_is_added(app: Flask, lamyai: Person) -> None:
    commands.erase(lamyai, words=True)
    commit()
    _forget_log(app)
    assert commands.note_missing() == 1
    assert [(one.person, one.words) for one in erasure_log.entries()] == [(lamyai.id, True)]
    with erasure_log.path().open("a", encoding="utf-8") as stream:
        stream.write('{"person": 1, "ma')
    assert len(list(erasure_log.entries())) == 1


def test_a_backup_file_is_cleaned_by_the_command(
    new_database: Callable[[str], dict[str, Any]], tmp_path: Path
) -> None:
    """With the files themselves, as operations.md says to restore them (SQLite)."""
    site = create_app(**new_database("sqlite"))
    folder: Path = site.config["DATA_DIR"]
    with site.app_context():
        upgrade()
        person = commands.create_person(None, email=EMAIL, display_name=NAME, password=PASSWORD)
        commit()
        _back_up(folder / "ruamkid.sqlite", tmp_path / "backup.sqlite")
        commands.erase(person, words=False)
        commit()
        db.session.remove()
        db.engine.dispose()
    for suffix in ("", "-wal", "-shm"):
        (folder / f"ruamkid.sqlite{suffix}").unlink(missing_ok=True)
    shutil.copy(tmp_path / "backup.sqlite", folder / "ruamkid.sqlite")
    with site.app_context():
        assert places_of(site, EMAIL, NAME)
        assert "1 people" in site.test_cli_runner().invoke(args=["erasures", "apply"]).output
        assert places_of(site, EMAIL, NAME) == {}
        db.session.remove()
        db.engine.dispose()


def _back_up(source: Path, target: Path) -> None:
    with sqlite3.connect(source) as live, sqlite3.connect(target) as copy:
        live.backup(copy)


def _restore(kept: dict[str, Any]) -> None:
    """All tables as they were; constraints are checked at the end."""
    on_sqlite = db.engine.dialect.name == "sqlite"
    db.session.rollback()
    off = "PRAGMA defer_foreign_keys=ON" if on_sqlite else "SET session_replication_role = replica"
    db.session.execute(sa.text(off))
    for table in reversed(db.metadata.sorted_tables):
        db.session.execute(table.delete())
    for table in db.metadata.sorted_tables:
        if rows := kept[table.name]:
            db.session.execute(table.insert(), [_insertable(table, row) for row in rows])
    if not on_sqlite:
        db.session.execute(sa.text("SET session_replication_role = DEFAULT"))
    db.session.commit()
    db.session.expire_all()


def _insertable(table: sa.Table, row: Any) -> dict[str, Any]:
    computed = {column.name for column in table.columns if column.computed is not None}
    return {name: value for name, value in row.items() if name not in computed}


def _forget_log(app: Flask) -> None:
    erasure_log.path().unlink(missing_ok=True)
