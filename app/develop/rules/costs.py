"""Who says what an idea costs, and until when."""

from __future__ import annotations

from app.accounts.rules import is_coordinator, is_officer
from app.core.actors import Actor
from app.develop.models import Challenge, Idea, PhaseKind
from app.develop.rules.challenges import can_see_challenge
from app.develop.rules.phases import PhaseState, is_published, phase_state
from app.develop.rules.votes import is_budget
from app.diagnose.models import Issue
from app.missions.models import MissionGroup

FUND = "de-fund"
"""The Fund's mission group: the one whose challenges may share out money."""


def is_the_funds(issue: Issue) -> bool:
    return issue.mission_group.slug == FUND


def can_set_costs(actor: Actor) -> bool:
    return is_coordinator(actor) or is_officer(actor)


def can_set_costs_of(actor: Actor, challenge: Challenge) -> bool:
    """A coordinator, or an officer of a unit that answers for the mission group."""
    if not can_see_challenge(actor, challenge):
        return False
    return is_coordinator(actor) or answers_for(actor, challenge.issue.mission_group)


def answers_for(actor: Actor, group: MissionGroup) -> bool:
    held: frozenset[int] = getattr(actor, "unit_ids", frozenset())
    return is_officer(actor) and any(unit.id in held for unit in group.units)


def can_set_cost(actor: Actor, idea: Idea) -> bool:
    return can_set_costs_of(actor, idea.challenge)


def costs_are_open(challenge: Challenge) -> bool:
    """Until voting opens: from then on people choose by them."""
    voting = challenge.phase(PhaseKind.VOTING)
    begun = voting is not None and phase_state(voting) is not PhaseState.UPCOMING
    return is_budget(challenge) and not (is_published(challenge) and begun)
