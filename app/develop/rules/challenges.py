"""Who may do what with a challenge."""

from __future__ import annotations

from app.accounts.rules import is_coordinator
from app.core.actors import Actor
from app.develop.models import Challenge
from app.develop.rules.phases import is_over, is_published
from app.diagnose.models import Issue, IssueState


def can_manage_challenges(actor: Actor) -> bool:
    return is_coordinator(actor)


def can_open_challenge(actor: Actor, issue: Issue) -> bool:
    return is_coordinator(actor) and is_selected(issue)


def is_selected(issue: Issue) -> bool:
    return issue.state is IssueState.SELECTED


def can_see_challenge(actor: Actor, challenge: Challenge) -> bool:
    return is_published(challenge) or is_coordinator(actor)


def can_edit_challenge(actor: Actor, challenge: Challenge) -> bool:
    return is_coordinator(actor)


def can_edit_terms(actor: Actor, challenge: Challenge) -> bool:
    """The question and the phases are what people answer to: fixed once published."""
    return is_coordinator(actor) and not is_published(challenge)


def can_publish(actor: Actor, challenge: Challenge) -> bool:
    return is_coordinator(actor) and not is_published(challenge) and not is_over(challenge)


def can_extend(actor: Actor, challenge: Challenge) -> bool:
    return is_coordinator(actor) and is_published(challenge)
