"""Issues: role × state, and the table of steps."""

from __future__ import annotations

import pytest

from app.accounts.models import Guest
from app.diagnose.models import IssueState
from app.diagnose.rules import issues as rules
from tests.diagnose.issues.conftest import Scene

CANDIDATE, SHORTLISTED, SELECTED, CLOSED = IssueState
READERS = {"ana", "cora", "exa", "ada"}
EVERYBODY = ("mali", "mana", "modda", "ofa", "ana", "cora", "exa", "ada", "suda")

STEPS = {
    ("ana", CANDIDATE): [SHORTLISTED, CLOSED],
    ("ana", SHORTLISTED): [CANDIDATE],
    ("cora", CANDIDATE): [CLOSED],
    ("cora", SHORTLISTED): [SELECTED, CLOSED],
    ("cora", SELECTED): [SHORTLISTED, CLOSED],
    ("cora", CLOSED): [SHORTLISTED],
}


@pytest.mark.parametrize("state", IssueState)
@pytest.mark.parametrize("name", EVERYBODY)
def test_who_may_do_what_in_each_state(scene: Scene, name: str, state: IssueState) -> None:
    actor, issue = getattr(scene.cast, name), scene.issue(state)
    assert rules.can_see_issue(actor, issue) == (name in READERS or state != CANDIDATE)
    assert rules.steps_open_to(actor, issue) == STEPS.get((name, state), [])
    assert rules.can_change_topics(actor, issue) == (name == "ana" and state == CANDIDATE)
    is_editable = state in (CANDIDATE, SHORTLISTED)
    assert rules.can_edit_issue(actor, issue) == (name in ("ana", "cora") and is_editable)


@pytest.mark.parametrize("state", IssueState)
def test_a_guest_sees_what_is_public_and_does_nothing(scene: Scene, state: IssueState) -> None:
    issue = scene.issue(state)
    assert rules.can_see_issue(Guest(), issue) == (state != CANDIDATE)
    assert rules.steps_open_to(Guest(), issue) == []


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_an_analyst_makes_issues_and_never_of_noise(scene: Scene, name: str) -> None:
    actor, (signal, noise) = getattr(scene.cast, name), scene.topics
    noise.is_noise = True
    assert rules.can_promote(actor, signal) == (name == "ana")
    assert not rules.can_promote(actor, noise)


def test_each_state_can_be_left_and_reached() -> None:
    assert {before for before, _ in rules.TRANSITIONS} == set(IssueState)
    assert {to for _, to in rules.TRANSITIONS} == set(IssueState)
