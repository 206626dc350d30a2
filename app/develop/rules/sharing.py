"""What may be shown on other sites: what everybody may see here, whoever asks."""

from __future__ import annotations

from app.core.actors import Actor
from app.develop.models import Challenge, Idea
from app.develop.rules.ideas import is_visible
from app.develop.rules.phases import is_published


def can_share_challenge(actor: Actor, challenge: Challenge) -> bool:
    return is_published(challenge)


def can_share_idea(actor: Actor, idea: Idea) -> bool:
    return is_published(idea.challenge) and is_visible(idea)
