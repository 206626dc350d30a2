"""The steps of an issue from state to state."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.db import commit, db
from app.core.models import AuditEntry
from app.diagnose.commands.issues import StepRefused, step_issue
from app.diagnose.models import Issue, IssueState, IssueStep
from tests.diagnose.issues.conftest import Scene

As = Callable[[Person], FlaskClient]


def test_a_step_is_recorded_with_its_reason(scene: Scene, as_: As) -> None:
    issue = scene.issue(IssueState.CANDIDATE)
    sent = {"to": "shortlisted", "reason": "มีผู้ได้รับผลกระทบมาก"}
    answer = as_(scene.cast.ana).post(f"/issues/{issue.id}/steps", data=sent)
    assert answer.location == f"/issues/{issue.id}"
    assert issue.state == IssueState.SHORTLISTED
    step = db.session.scalars(sa.select(IssueStep).order_by(IssueStep.id.desc())).first()
    assert step is not None
    assert (step.from_state, step.to_state, step.reason, step.person_id) == (
        IssueState.CANDIDATE, IssueState.SHORTLISTED, sent["reason"], scene.cast.ana.id,
    )  # fmt: skip
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.before, entry.after, entry.reason) == (
        "issue.step", {"state": "candidate"}, {"state": "shortlisted"}, sent["reason"],
    )  # fmt: skip


def test_from_candidate_to_closed_and_back(scene: Scene, as_: As) -> None:
    issue = scene.issue(IssueState.CANDIDATE)
    ana, cora, address = as_(scene.cast.ana), as_(scene.cast.cora), f"/issues/{issue.id}/steps"
    way = [(ana, "shortlisted"), (cora, "selected"), (cora, "closed"), (cora, "shortlisted")]
    for browser, to in [*way, (ana, "candidate")]:
        browser.post(address, data={"to": to, "reason": "X"})
        assert issue.state == to
    assert len(issue.steps) == 6


@pytest.mark.parametrize(
    ("name", "state", "to", "status"),
    [
        ("ana", IssueState.SHORTLISTED, "selected", 422),
        ("ana", IssueState.SELECTED, "closed", 422),
        ("cora", IssueState.CANDIDATE, "shortlisted", 422),
        ("cora", IssueState.CANDIDATE, "selected", 422),
        ("cora", IssueState.CLOSED, "selected", 422),
        ("cora", IssueState.SHORTLISTED, "nowhere", 422),
        ("mali", IssueState.SHORTLISTED, "selected", 403),
        ("modda", IssueState.SHORTLISTED, "selected", 403),
        ("exa", IssueState.SHORTLISTED, "selected", 403),
        ("ada", IssueState.SHORTLISTED, "selected", 403),
        ("suda", IssueState.SHORTLISTED, "selected", 403),
    ],
)
def test_steps_that_are_none(
    scene: Scene, as_: As, name: str, state: IssueState, to: str, status: int
) -> None:
    issue, browser = scene.issue(state), as_(getattr(scene.cast, name))
    answer = browser.post(f"/issues/{issue.id}/steps", data={"to": to, "reason": "X"})
    assert answer.status_code == status
    assert issue.state == state


def test_a_guest_is_asked_to_sign_in(scene: Scene, client: FlaskClient) -> None:
    issue = scene.issue(IssueState.SHORTLISTED)
    answer = client.post(f"/issues/{issue.id}/steps", data={"to": "selected", "reason": "X"})
    assert answer.status_code == 302
    assert issue.state == IssueState.SHORTLISTED


def test_a_step_without_reason_is_refused(scene: Scene, as_: As) -> None:
    issue = scene.issue(IssueState.CANDIDATE)
    answer = as_(scene.cast.ana).post(
        f"/issues/{issue.id}/steps", data={"to": "shortlisted", "reason": "  "}
    )
    assert answer.status_code == 422
    assert issue.state == IssueState.CANDIDATE


def test_of_two_who_move_it_at_once_one_is_refused(scene: Scene) -> None:
    """The second has read the state before the first changed it."""
    issue = scene.issue(IssueState.SHORTLISTED)
    assert issue.state == IssueState.SHORTLISTED
    db.session.execute(
        sa.update(Issue).values(state=IssueState.CLOSED),
        execution_options={"synchronize_session": False},
    )
    with pytest.raises(StepRefused) as refused:
        step_issue(scene.cast.cora, issue, IssueState.SELECTED, "X")
    assert refused.value.code == "moved"
    db.session.rollback()


def test_a_step_of_one_who_may_not_is_refused_by_the_command_itself(scene: Scene) -> None:
    from werkzeug.exceptions import Forbidden

    issue = scene.issue(IssueState.SHORTLISTED)
    with pytest.raises(Forbidden):
        step_issue(scene.cast.exa, issue, IssueState.SELECTED, "X")
    commit()
    assert issue.state == IssueState.SHORTLISTED
