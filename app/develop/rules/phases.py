"""What is open when: phases as data."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from app.core import clock
from app.develop.models import Challenge, Phase, PhaseKind


class PhaseState(StrEnum):
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"


class ChallengeState(StrEnum):
    DRAFT = "draft"
    UPCOMING = "upcoming"
    """Published, nothing open now, but something still to come."""
    OPEN = "open"
    CLOSED = "closed"


class Act(StrEnum):
    POST = "post"
    EDIT = "edit"
    COMMENT = "comment"
    VOTE = "vote"


OPEN_IN: dict[Act, tuple[PhaseKind, ...]] = {
    Act.POST: (PhaseKind.IDEAS,),
    Act.EDIT: (PhaseKind.IDEAS,),
    Act.COMMENT: (PhaseKind.IDEAS, PhaseKind.VOTING),
    Act.VOTE: (PhaseKind.VOTING,),
}
"""In which phases of a published challenge an act is possible."""


def phase_state(phase: Phase, at: datetime | None = None) -> PhaseState:
    at = at or clock.now()
    if at < phase.opens_at:
        return PhaseState.UPCOMING
    return PhaseState.OPEN if at < phase.closes_at else PhaseState.CLOSED


def is_published(challenge: Challenge) -> bool:
    return challenge.published_at is not None


def takes(challenge: Challenge, act: Act) -> bool:
    """Whether a published challenge takes such contributions now."""
    return is_published(challenge) and any(
        phase.kind in OPEN_IN[act] and phase_state(phase) is PhaseState.OPEN
        for phase in challenge.phases
    )


def challenge_state(challenge: Challenge) -> ChallengeState:
    states = {phase_state(phase) for phase in challenge.phases}
    if not is_published(challenge):
        return ChallengeState.DRAFT
    if PhaseState.OPEN in states:
        return ChallengeState.OPEN
    return ChallengeState.UPCOMING if PhaseState.UPCOMING in states else ChallengeState.CLOSED


def is_over(challenge: Challenge) -> bool:
    return all(phase_state(phase) is PhaseState.CLOSED for phase in challenge.phases)
