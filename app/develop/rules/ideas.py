"""Who may read, write and change ideas."""

from __future__ import annotations

from app.accounts.rules import is_member, is_moderator
from app.core.actors import Actor
from app.develop.models import Challenge, Comment, Idea
from app.develop.rules.challenges import can_see_challenge
from app.develop.rules.phases import Act, takes


def can_take_part(actor: Actor) -> bool:
    return is_member(actor)


def is_author(actor: Actor, written: Idea | Comment) -> bool:
    return actor.actor_id is not None and actor.actor_id == written.author_id


def is_visible(written: Idea | Comment) -> bool:
    return written.is_shown


def can_see_idea(actor: Actor, idea: Idea) -> bool:
    return can_see_challenge(actor, idea.challenge) and (
        is_visible(idea) or is_author(actor, idea) or is_moderator(actor)
    )


def can_post_idea(actor: Actor, challenge: Challenge) -> bool:
    return is_member(actor) and takes(challenge, Act.POST)


def owns_idea(actor: Actor, idea: Idea) -> bool:
    return is_member(actor) and is_author(actor, idea)


def can_withhold_version(actor: Actor, idea: Idea) -> bool:
    """To take away for good the words of an earlier version.

    Once people have voted on it, its author needs a moderator: what was voted on stays readable.
    """
    has_votes = idea.votes_count + idea.against_count > 0
    return is_moderator(actor) or (owns_idea(actor, idea) and not has_votes)


def can_edit_idea(actor: Actor, idea: Idea) -> bool:
    return owns_idea(actor, idea) and is_visible(idea) and takes(idea.challenge, Act.EDIT)
