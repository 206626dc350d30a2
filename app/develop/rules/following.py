"""Who may follow what."""

from __future__ import annotations

from app.accounts.rules import is_member
from app.core.actors import Actor
from app.develop.models import Challenge, Idea
from app.develop.rules.challenges import can_see_challenge
from app.develop.rules.ideas import can_see_idea, is_visible
from app.develop.rules.phases import is_published
from app.missions.models import MissionGroup

Followed = Idea | Challenge | MissionGroup


def can_follow(actor: Actor, thing: Followed) -> bool:
    """What everybody sees. What one follows already, one may leave whatever became of it."""
    if isinstance(thing, Idea):
        return is_member(actor) and is_visible(thing) and can_see_idea(actor, thing)
    if isinstance(thing, Challenge):
        return is_member(actor) and is_published(thing) and can_see_challenge(actor, thing)
    return is_member(actor)
