"""Who reports, decides, appeals and settles."""

from __future__ import annotations

from app.accounts.models import Person
from app.accounts.rules import can_suspend, is_member, is_moderator, is_oneself, is_signed_in
from app.core.actors import Actor
from app.develop.models import Action, Appeal, Comment, Decision, Idea
from app.develop.rules.comments import can_see_comment
from app.develop.rules.ideas import can_see_idea, is_author, is_visible

Post = Idea | Comment

APPEALABLE = frozenset({Action.HIDE, Action.WARN, Action.SUSPEND})
"""What takes something from somebody. Whoever is let speak has nothing to appeal against."""


def can_moderate(actor: Actor) -> bool:
    return is_moderator(actor)


def can_hide(actor: Actor, written: Post) -> bool:
    return is_moderator(actor) and written.hidden_at is None and written.withdrawn_at is None


def can_let_speak(actor: Actor, written: Post) -> bool:
    """Nobody decides in their own favour: another moderator looks at what a moderator wrote."""
    return is_moderator(actor) and not is_author(actor, written)


def can_restore(actor: Actor, written: Post) -> bool:
    return can_let_speak(actor, written) and written.hidden_at is not None


def can_release(actor: Actor, written: Post) -> bool:
    held = written.held_at is not None and written.hidden_at is None
    return can_let_speak(actor, written) and held


def can_see_post(actor: Actor, written: Post) -> bool:
    if isinstance(written, Idea):
        return can_see_idea(actor, written)
    return can_see_comment(actor, written)


def can_report(actor: Actor, written: Post) -> bool:
    """Members, what others wrote and everybody sees."""
    return (
        is_member(actor)
        and can_see_post(actor, written)
        and is_visible(written)
        and not is_author(actor, written)
    )


def can_see_offer_to_report(actor: Actor, written: Post) -> bool:
    """A guest is offered it too, and asked to sign in."""
    return is_visible(written) and (actor.actor_id is None or can_report(actor, written))


def can_see_member(actor: Actor, person: Person) -> bool:
    """A moderator sees what was decided about a member: never an address."""
    return is_moderator(actor) and person.erased_at is None


def can_sanction(actor: Actor, person: Person) -> bool:
    """Warn or suspend. Staff answer to their office, not to a moderator."""
    return is_moderator(actor) and not person.grants and not is_oneself(actor, person)


def can_suspend_member(actor: Actor, person: Person) -> bool:
    return can_sanction(actor, person) and can_suspend(actor, person)


def is_concerned(actor: Actor, decision: Decision) -> bool:
    """Suspended or not: one's own case stays within reach."""
    return is_signed_in(actor) and decision.person_id == actor.actor_id


def can_see_decision(actor: Actor, decision: Decision) -> bool:
    return is_concerned(actor, decision) or is_moderator(actor)


def can_appeal(actor: Actor, decision: Decision) -> bool:
    return (
        is_concerned(actor, decision)
        and decision.action in APPEALABLE
        and decision.undone_at is None
    )


def can_undo(actor: Actor, decision: Decision) -> bool:
    """Any moderator, but nobody in their own case.

    Whoever was reinstated is suspended again by a new decision, with its own reason and days.
    """
    return (
        is_moderator(actor)
        and decision.undone_at is None
        and decision.action is not Action.REINSTATE
        and not is_concerned(actor, decision)
    )


def can_settle(actor: Actor, appeal: Appeal, *, alone: bool) -> bool:
    """Somebody else than who decided, unless that is the only moderator there is (`alone`)."""
    decided_it = appeal.decision.decided_by_id == actor.actor_id
    return (
        is_moderator(actor)
        and appeal.settled_at is None
        and not is_concerned(actor, appeal.decision)
        and (alone or not decided_it)
    )
