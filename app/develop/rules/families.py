"""Who links ideas into families, and who decides that an idea is of one: its author alone."""

from __future__ import annotations

from app.accounts.rules import is_coordinator, is_member, is_moderator
from app.core.actors import Actor
from app.develop.models import FamilyMember, Idea, IdeaFamily
from app.develop.rules.challenges import can_see_challenge
from app.develop.rules.ideas import is_author, is_visible, owns_idea
from app.develop.rules.phases import is_published
from app.develop.rules.votes import is_closed_duplicate

LEAST_IDEAS = 2
"""Fewer are no family yet: only those whom it concerns see it."""


def arranges_ideas(actor: Actor) -> bool:
    """Links what belongs together, and closes what says the same: beside the authors."""
    return is_coordinator(actor) or is_moderator(actor)


def can_be_linked(idea: Idea) -> bool:
    return is_published(idea.challenge) and is_visible(idea) and not is_closed_duplicate(idea)


def can_found_family(actor: Actor, idea: Idea) -> bool:
    """Before, during and after the voting: an answer may be given to a whole family."""
    return can_be_linked(idea) and (owns_idea(actor, idea) or arranges_ideas(actor))


def is_agreed(member: FamilyMember) -> bool:
    return member.agreed_at is not None


def is_waiting(member: FamilyMember) -> bool:
    return member.agreed_at is None and member.declined_at is None


def ideas_of(family: IdeaFamily) -> list[FamilyMember]:
    """What everybody sees of a family: ideas that are of it and that are not hidden."""
    return [m for m in family.members if is_agreed(m) and is_visible(m.idea)]


def is_whole(family: IdeaFamily) -> bool:
    return len(ideas_of(family)) >= LEAST_IDEAS


def is_concerned_by(actor: Actor, family: IdeaFamily) -> bool:
    return actor.actor_id is not None and (
        actor.actor_id == family.created_by_id
        or any(is_author(actor, member.idea) for member in family.members)
    )


def can_see_family(actor: Actor, family: IdeaFamily) -> bool:
    return can_see_challenge(actor, family.challenge) and (
        is_whole(family) or is_concerned_by(actor, family) or arranges_ideas(actor)
    )


def can_ask_into(actor: Actor, family: IdeaFamily) -> bool:
    """The author of an idea of the family, and those who arrange ideas."""
    return is_published(family.challenge) and (
        arranges_ideas(actor)
        or any(owns_idea(actor, m.idea) for m in family.members if is_agreed(m))
    )


def can_rename_family(actor: Actor, family: IdeaFamily) -> bool:
    """Who founded it, as long as their idea is of it: the name stands over others' ideas too."""
    founded = actor.actor_id is not None and actor.actor_id == family.created_by_id
    is_in = any(owns_idea(actor, one.idea) for one in family.members if is_agreed(one))
    return arranges_ideas(actor) or (founded and is_in)


def is_asked(actor: Actor, member: FamilyMember) -> bool:
    """Whether it is this person's idea: the others need not know that it was asked."""
    return is_author(actor, member.idea)


def can_see_request(actor: Actor, member: FamilyMember) -> bool:
    """Its author, who asked, and those who arrange ideas."""
    return can_see_challenge(actor, member.idea.challenge) and (
        is_asked(actor, member)
        or (actor.actor_id is not None and actor.actor_id == member.asked_by_id)
        or arranges_ideas(actor)
    )


def owns_asked_idea(actor: Actor, member: FamilyMember) -> bool:
    """Nobody agrees in an author's place, whatever their role."""
    return owns_idea(actor, member.idea)


def can_agree(actor: Actor, member: FamilyMember) -> bool:
    """Also after having declined: minds may be changed."""
    return owns_asked_idea(actor, member) and not is_agreed(member) and can_be_linked(member.idea)


def can_decline(actor: Actor, member: FamilyMember) -> bool:
    return owns_asked_idea(actor, member) and is_waiting(member)


def can_leave(actor: Actor, member: FamilyMember) -> bool:
    return owns_asked_idea(actor, member) and is_agreed(member)


def can_take_back_request(actor: Actor, member: FamilyMember) -> bool:
    asked_it = is_member(actor) and actor.actor_id == member.asked_by_id
    return is_waiting(member) and (asked_it or arranges_ideas(actor))
