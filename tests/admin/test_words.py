"""Whatever the platform records or does in the background has words for who reads it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.admin.words import ACTIONS, JOBS, roles_said, said
from app.core import audit, clock, jobs, schedule
from app.core.db import commit
from app.core.models import Job, JobState
from app.develop.models import Action
from app.develop.queries.counters import COUNTERS
from tests.support.cast import Cast

APP = Path(__file__).resolve().parents[2] / "app"
MISSIONS = {"mission_group.edit", "unit.edit", "stage.edit", "unit.seed", "stage.seed"}
DECISIONS = (Action.HIDE, Action.RESTORE, Action.RELEASE, Action.DISMISS)


def recorded() -> Iterator[str]:
    """Each action that a call of `audit.record` names itself."""
    for path in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record":
                for part in ast.walk(node.args[1]):
                    if isinstance(part, ast.Constant) and "." in str(part.value).strip("."):
                        yield str(part.value)


def composed() -> Iterator[str]:
    """Actions that are put together of a kind and of what is done."""
    yield from (f"{kind}.hold" for kind in ("idea", "comment"))
    yield from (f"{kind}.recount" for kind in COUNTERS)
    for kind in ("idea", "comment", "text_group"):
        yield from (f"{kind}.{action.value}" for action in DECISIONS)


def test_every_action_has_words() -> None:
    named = set(recorded())
    assert "challenge.publish" in named
    assert (named | set(composed()) | MISSIONS) - ACTIONS.keys() == set()


def test_every_kind_of_job_has_words(app: Flask) -> None:
    assert jobs.HANDLERS.keys() - JOBS.keys() == set()


def test_a_code_without_words_stands_for_itself(app: Flask) -> None:
    with app.test_request_context():
        assert said(ACTIONS, "budget.burn") == "budget.burn"
        assert roles_said("member moderator juggler") == "สมาชิก, ผู้ดูแลเนื้อหา, juggler"


def test_the_log_says_what_was_done_and_to_what(ada: FlaskClient, cast: Cast) -> None:
    audit.record(cast.cora, "role.grant", cast.mana)
    commit()
    page = ada.get("/admin/audit").text
    assert "ได้รับบทบาท<br><code>role.grant</code>" in page
    assert f">บัญชี {cast.mana.id}</a>" in page
    assert "ผู้ประสานงาน, สมาชิก" in page


@pytest.mark.parametrize(("asked", "shown"), [("", False), ("?state=succeeded", True)])
def test_what_comes_again_does_not_hide_other_jobs(
    ada: FlaskClient, cast: Cast, asked: str, shown: bool
) -> None:
    kind = min(schedule.kinds())
    for state in (JobState.SUCCEEDED, JobState.FAILED):
        job: Job = jobs.enqueue(kind, None)
        job.state, job.finished_at = state, clock.now()
        job.error = "It failed." if state is JobState.FAILED else None
    commit()
    page = ada.get(f"/admin/jobs{asked}").text
    assert (f"<code>{kind}</code>" in page) is True
    assert ("It failed." in page) is not shown
    assert page.count(f"<code>{kind}</code>") == 1
