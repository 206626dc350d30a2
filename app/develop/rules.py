"""Who may do what in a challenge, and when: phases as data, rules as sentences."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from app.accounts.rules import is_coordinator, is_member, is_moderator
from app.core import clock
from app.core.actors import Actor
from app.develop.models import Challenge, Comment, Idea, Phase, PhaseKind
from app.develop.refusals import Why
from app.diagnose.models import Issue, IssueState


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


# What is open when


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


# Challenges


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


# Ideas, votes, comments


def can_take_part(actor: Actor) -> bool:
    return is_member(actor)


def is_author(actor: Actor, written: Idea | Comment) -> bool:
    return actor.actor_id is not None and actor.actor_id == written.author_id


def is_visible(written: Idea | Comment) -> bool:
    return written.hidden_at is None


def can_see_idea(actor: Actor, idea: Idea) -> bool:
    return can_see_challenge(actor, idea.challenge) and (
        is_visible(idea) or is_author(actor, idea) or is_moderator(actor)
    )


def can_see_comment(actor: Actor, comment: Comment) -> bool:
    return can_see_idea(actor, comment.idea) and (
        is_visible(comment) or is_author(actor, comment) or is_moderator(actor)
    )


def can_post_idea(actor: Actor, challenge: Challenge) -> bool:
    return is_member(actor) and takes(challenge, Act.POST)


def owns_idea(actor: Actor, idea: Idea) -> bool:
    return is_member(actor) and is_author(actor, idea)


def can_edit_idea(actor: Actor, idea: Idea) -> bool:
    return owns_idea(actor, idea) and is_visible(idea) and takes(idea.challenge, Act.EDIT)


def can_comment(actor: Actor, idea: Idea) -> bool:
    return is_member(actor) and is_visible(idea) and takes(idea.challenge, Act.COMMENT)


def can_vote(actor: Actor, idea: Idea) -> bool:
    """To support an idea, and to withdraw that support."""
    return is_member(actor) and is_visible(idea) and takes(idea.challenge, Act.VOTE)


# Moderation


def can_moderate(actor: Actor) -> bool:
    return is_moderator(actor)


def can_hide(actor: Actor, written: Idea | Comment) -> bool:
    return is_moderator(actor) and is_visible(written)


def can_restore(actor: Actor, written: Idea | Comment) -> bool:
    return is_moderator(actor) and not is_visible(written)


# Why not


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
    if is_member(actor) and not is_visible(idea):
        return Why.HIDDEN
    return why_not(actor, idea.challenge, act)
