"""`flask recount`: counters compared with what they count, and set right."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from app.core.db import commit, db
from app.core.models import AuditEntry
from app.develop import commands, queries
from app.develop.models import Idea
from tests.develop.conftest import Scene
from tests.support import make


def some_contributions(scene: Scene) -> None:
    commands.support_idea(scene.cast.mana, scene.idea)
    commands.comment_on(scene.cast.mana, scene.idea, "เห็นด้วย")
    hidden = commands.comment_on(scene.cast.mana, scene.idea, "โฆษณา")
    commands.hide(scene.cast.modda, hidden, make.ADVERTISING)
    commit()


def spoil(scene: Scene) -> None:
    db.session.execute(
        sa.update(Idea).where(Idea.id == scene.idea.id).values(votes_count=7, comments_count=0)
    )
    commit()


def test_what_the_commands_do_leaves_no_difference(app: Flask, scene: Scene) -> None:
    some_contributions(scene)
    commands.withdraw_support(scene.cast.mana, scene.idea)
    commit()
    done = app.test_cli_runner().invoke(args=["recount"])
    assert (done.exit_code, done.output) == (0, "0 differences\n")


def test_differences_are_told_and_left(app: Flask, scene: Scene) -> None:
    some_contributions(scene)
    spoil(scene)
    done = app.test_cli_runner().invoke(args=["recount"])
    assert done.exit_code == 1
    assert f"idea {scene.idea.id}: votes_count is 7, counted 1" in done.output
    assert f"idea {scene.idea.id}: comments_count is 0, counted 1" in done.output
    assert len(queries.counter_differences()) == 2


def test_fix_sets_them_right_with_audit_entries(app: Flask, scene: Scene) -> None:
    some_contributions(scene)
    spoil(scene)
    done = app.test_cli_runner().invoke(args=["recount", "--fix"])
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, "2 differences, set right")
    assert queries.counter_differences() == []
    entries = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "idea.recount"))
    assert [(e.before, e.after, e.actor_roles) for e in entries] == [
        ({"votes_count": 7}, {"votes_count": 1}, "system"),
        ({"comments_count": 0}, {"comments_count": 1}, "system"),
    ]


def test_the_maker_of_test_rows_counts_too(scene: Scene) -> None:
    make.comment(scene.idea, scene.cast.mana)
    commit()
    assert queries.counter_differences() == []
