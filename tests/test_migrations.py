"""Migrations: up, down and up again, and the models are what they make."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade

from app import create_app
from app.accounts import commands as accounts
from app.core import clock
from app.core.db import db
from app.core.search import matches
from app.develop import commands
from app.develop.models import Ballot, Idea, VoteEvent
from app.diagnose.models import IssueState
from tests.conftest import BACKENDS
from tests.support import make
from tests.support.cast import Cast, make_cast

REVISIONS_TABLE = "alembic_version"


@pytest.fixture(params=BACKENDS)
def fresh_app(
    request: pytest.FixtureRequest, new_database: Callable[[str], dict[str, object]]
) -> Flask:
    return create_app(**new_database(request.param))


def tables() -> set[str]:
    names = set(sa.inspect(db.engine).get_table_names())
    return {name for name in names if not name.startswith("huey") and "_fts" not in name}


def test_up_down_and_up_again(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        upgrade()
        first = tables()
        downgrade(revision="base")
        assert tables() <= {REVISIONS_TABLE}
        upgrade()
        assert tables() == first == set(db.metadata.tables) | {REVISIONS_TABLE}
        db.engine.dispose()


def test_the_models_are_what_the_migrations_make(app: Flask) -> None:
    def ours(item: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:
        return kind != "table" or name in db.metadata.tables

    def named(name: str | None, kind: str, parents: object) -> bool:
        return not (name == "search_vector" or (kind == "index" and str(name).endswith("_words")))

    with db.engine.connect() as connection:
        options = {"include_object": ours, "include_name": named, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, db.metadata) == []


def test_the_last_step_runs_down_and_up_on_filled_tables(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        upgrade()
        cast = make_cast(make.unit())
        selected = make.issue(make.mission_group(), cast.ana, IssueState.SELECTED)
        idea = make.idea(make.challenge(selected, cast.cora), cast.mali)
        make.comment(idea, cast.mana)
        commands.support_idea(cast.mana, idea)
        db.session.commit()
        downgrade(revision="-1")
        upgrade()
        db.session.expire_all()
        assert commands.recount(fix=False) == []
        assert [(event.idea_id, event.choice) for event in db.session.scalars(sa.select(VoteEvent))]
        assert search_finds(idea.id)
        db.session.remove()
        db.engine.dispose()


def test_a_step_down_shows_nothing_that_was_out_of_sight(fresh_app: Flask) -> None:
    """Nor does a vote change sides, a suspension come back, or somebody erased get in."""
    with fresh_app.app_context():
        upgrade()
        cast = make_cast(make.unit())
        out_of_sight, gone = withdrawn_and_held(cast)
        cast.mana.suspended_at = clock.now() - timedelta(days=2)
        cast.mana.suspended_until = clock.now() - timedelta(days=1)
        accounts.erase(cast.mali, words=False)
        mali, modda, suda = cast.mali.id, cast.modda.id, cast.suda.id
        db.session.commit()
        downgrade(revision="-1")
        assert rows("SELECT id FROM ideas WHERE hidden_at IS NOT NULL") == out_of_sight
        assert rows("SELECT id FROM comments WHERE hidden_reason IS NOT NULL") == [gone]
        assert rows("SELECT person_id FROM idea_votes") == [modda]
        assert rows("SELECT id FROM people WHERE suspended_at IS NOT NULL") == [mali, suda]
        upgrade()
        assert rows("SELECT id FROM people WHERE erased_at IS NOT NULL") == [mali]
        assert rows("SELECT id FROM people WHERE ledger_key IS NULL") == [mali]
        assert rows("SELECT id FROM people WHERE suspended_at IS NOT NULL") == [suda]
        db.session.remove()
        db.engine.dispose()


def withdrawn_and_held(cast: Cast) -> tuple[list[int], int]:
    """Two ideas and a comment of Mali's; beside an idea with a vote for and one against it."""
    selected = make.issue(make.mission_group(), cast.ana, IssueState.SELECTED)
    challenge = make.challenge(selected, cast.cora)
    challenge.ballot = Ballot.UPDOWN
    shown = make.idea(challenge, cast.mana)
    commands.support_idea(cast.modda, shown)
    commands.oppose_idea(cast.cora, shown)
    withdrawn = make.idea(challenge, cast.mali, withdrawn_at=clock.now())
    held = make.idea(challenge, cast.mali, held_at=clock.now(), held_for="links")
    gone = make.comment(shown, cast.mali, withdrawn_at=clock.now())
    return [withdrawn.id, held.id], gone.id


def rows(query: str) -> list[int]:
    """Past the models, which know the newest columns only."""
    with db.engine.connect() as connection:
        return sorted(connection.exec_driver_sql(query).scalars())


def search_finds(idea_id: int) -> bool:
    """The full-text table and its triggers outlive a copy of the table."""
    found = sa.select(Idea.id).where(matches(Idea, "เสาสัญญาณ"))
    return list(db.session.scalars(found)) == [idea_id]


def test_the_checks_of_the_models_are_those_of_the_database(app: Flask) -> None:
    """Alembic compares no CHECK constraints: one that no migration makes would go unseen."""
    inspector = sa.inspect(db.engine)
    missing = [
        f"{table.name}: {constraint.name}"
        for table in db.metadata.sorted_tables
        for constraint in table.constraints
        if isinstance(constraint, sa.CheckConstraint)
        and not str(constraint.name).startswith("_unnamed")
        and str(constraint.name)
        not in {found["name"] for found in inspector.get_check_constraints(table.name)}
    ]
    assert missing == []
