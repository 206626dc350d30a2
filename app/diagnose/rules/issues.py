"""Policy issues: who sees them, who makes them of topics, and which steps they may take."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.accounts.rules import is_analyst, is_coordinator
from app.core.actors import Actor
from app.diagnose.models import Issue, IssueState, Topic
from app.diagnose.rules.analysis import can_read_analysis

CANDIDATE, SHORTLISTED = IssueState.CANDIDATE, IssueState.SHORTLISTED
SELECTED, CLOSED = IssueState.SELECTED, IssueState.CLOSED


def is_analyst_or_coordinator(actor: Actor) -> bool:
    return is_analyst(actor) or is_coordinator(actor)


TRANSITIONS: Mapping[tuple[IssueState, IssueState], Callable[[Actor], bool]] = {
    (CANDIDATE, SHORTLISTED): is_analyst,
    (SHORTLISTED, CANDIDATE): is_analyst,
    (SHORTLISTED, SELECTED): is_coordinator,
    (SELECTED, SHORTLISTED): is_coordinator,
    (CANDIDATE, CLOSED): is_analyst_or_coordinator,
    (SHORTLISTED, CLOSED): is_coordinator,
    (SELECTED, CLOSED): is_coordinator,
    (CLOSED, SHORTLISTED): is_coordinator,
}
"""Step → who may take it. What is not here is no step."""

EDITABLE = frozenset({CANDIDATE, SHORTLISTED})


def visible_states(actor: Actor) -> tuple[IssueState, ...]:
    """Everybody sees an issue from its shortlisting on; candidates, who reads the analysis."""
    return tuple(IssueState) if can_read_analysis(actor) else (SHORTLISTED, SELECTED, CLOSED)


def can_see_issue(actor: Actor, issue: Issue) -> bool:
    return issue.state in visible_states(actor)


def can_make_issues(actor: Actor) -> bool:
    return is_analyst(actor)


def can_promote(actor: Actor, topic: Topic) -> bool:
    return can_make_issues(actor) and not topic.is_noise


def can_edit_issue(actor: Actor, issue: Issue) -> bool:
    return is_analyst_or_coordinator(actor) and issue.state in EDITABLE


def can_change_topics(actor: Actor, issue: Issue) -> bool:
    return is_analyst(actor) and issue.state == CANDIDATE


def can_move_issues(actor: Actor) -> bool:
    return is_analyst_or_coordinator(actor)


def can_step(actor: Actor, issue: Issue, to: IssueState) -> bool:
    rule = TRANSITIONS.get((issue.state, to))
    return rule is not None and rule(actor)


def steps_open_to(actor: Actor, issue: Issue) -> list[IssueState]:
    """The states to which this actor may bring the issue now."""
    return [to for to in IssueState if can_step(actor, issue, to)]
