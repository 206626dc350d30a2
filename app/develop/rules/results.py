"""When results are in, and who may have them counted again."""

from __future__ import annotations

from app.accounts.rules import is_coordinator
from app.core.actors import Actor
from app.develop.models import Challenge, PhaseKind
from app.develop.rules.phases import PhaseState, is_published, phase_state
from app.develop.rules.votes import is_budget


def results_are_in(challenge: Challenge) -> bool:
    voting = challenge.phase(PhaseKind.VOTING)
    over = voting is not None and phase_state(voting) is PhaseState.CLOSED
    return is_published(challenge) and over


def can_count_again(actor: Actor, challenge: Challenge) -> bool:
    return is_coordinator(actor) and is_budget(challenge) and results_are_in(challenge)
