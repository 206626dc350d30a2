"""What stands in the way of an act that the rules refused."""

from __future__ import annotations

from app.accounts.rules import is_member
from app.core.actors import Actor
from app.develop.models import Challenge, Idea
from app.develop.refusals import Why
from app.develop.rules.ideas import is_visible
from app.develop.rules.phases import OPEN_IN, Act, PhaseState, is_published, phase_state


def why_not(actor: Actor, challenge: Challenge, act: Act) -> Why:
    """What stands in the way of an act that the rules refused."""
    if not is_member(actor):
        return Why.NOT_ALLOWED
    if not is_published(challenge):
        return Why.NOT_PUBLISHED
    phases = [phase for phase in challenge.phases if phase.kind in OPEN_IN[act]]
    if any(phase_state(phase) is PhaseState.UPCOMING for phase in phases):
        return Why.NOT_OPEN_YET
    if any(phase_state(phase) is PhaseState.OPEN for phase in phases):
        return Why.NOT_ALLOWED
    return Why.OVER


def why_not_on(actor: Actor, idea: Idea, act: Act) -> Why:
    if is_member(actor) and idea.withdrawn_at is not None:
        return Why.WITHDRAWN
    if is_member(actor) and not is_visible(idea):
        return Why.HELD if idea.hidden_at is None else Why.HIDDEN
    if is_member(actor) and act is Act.COMMENT and idea.duplicate_of_id is not None:
        return Why.DUPLICATE
    return why_not(actor, idea.challenge, act)
