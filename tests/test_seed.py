"""The first look: `flask seed --sample` makes a living platform, once."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person, RoleGrant
from app.core.db import db
from app.core.models import AuditEntry
from app.develop.commands import recount
from app.develop.models import Challenge, Comment, Idea, IdeaVote
from app.diagnose.models import Issue, IssueState, IssueTopic, Submission, Topic
from app.missions.models import MissionGroup, Stage, Unit

pytestmark = pytest.mark.slow
MODELS = (MissionGroup, Unit, Stage, Person, Submission, Topic, Issue, Challenge, Idea, IdeaVote,
          Comment, AuditEntry)  # fmt: skip


def counts() -> dict[str, int]:
    return {
        model.__tablename__: db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0
        for model in MODELS
    }


def test_the_framework_alone(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["seed"])
    assert done.exit_code == 0, done.output
    found = counts()
    assert (found["mission_groups"], found["units"], found["stages"]) == (5, 8, 5)
    assert found["people"] == found["submissions"] == 0


def test_sample_data_are_a_whole_chain_and_are_made_once(app: Flask) -> None:
    runner = app.test_cli_runner()
    done = runner.invoke(args=["seed", "--sample"])
    assert done.exit_code == 0, done.output
    first = counts()
    assert first["submissions"] > 400
    assert first["topics"] > 5
    assert min(first["ideas"], first["idea_votes"], first["comments"]) > 20
    _check_chain()
    assert recount(fix=False) == []
    again = runner.invoke(args=["seed", "--sample"])
    assert again.exit_code == 0, again.output
    assert counts() == first


def _check_chain() -> None:
    for challenge in db.session.scalars(sa.select(Challenge)):
        assert challenge.issue.state is IssueState.SELECTED
        links = sa.select(sa.func.count()).where(IssueTopic.issue_id == challenge.issue_id)
        assert (db.session.scalar(links) or 0) >= 1
    roles = set(db.session.scalars(sa.select(RoleGrant.role)))
    assert len(roles) == 6


def test_accounts_share_a_password_that_is_made_for_this_installation(app: Flask) -> None:
    app.test_cli_runner().invoke(args=["seed", "--sample"])
    path = app.config["DATA_DIR"] / "sample-password.txt"
    assert path.stat().st_mode & 0o077 == 0
    told = app.test_cli_runner().invoke(args=["welcome", "http://127.0.0.1:8000"]).output
    assert path.read_text(encoding="ascii") in told
    assert "administrator@example.org" in told
