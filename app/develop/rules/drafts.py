"""Who may read and write drafts: their authors, and nobody else whatever their role."""

from __future__ import annotations

from app.accounts.rules import is_member, is_signed_in
from app.core.actors import Actor
from app.develop.models import Attachment, IdeaDraft
from app.develop.rules.ideas import can_see_idea, is_visible

MOST_DRAFTS = 20
"""A person, in all challenges together."""


def can_keep_drafts(actor: Actor) -> bool:
    """To read and to delete one's own, suspended or not."""
    return is_signed_in(actor)


def owns_draft(actor: Actor, draft: IdeaDraft) -> bool:
    return actor.actor_id is not None and actor.actor_id == draft.author_id


def can_write_draft(actor: Actor, draft: IdeaDraft) -> bool:
    return is_member(actor) and owns_draft(actor, draft)


def can_see_attachment(actor: Actor, attachment: Attachment) -> bool:
    """Whoever sees what it belongs to."""
    if attachment.idea is not None:
        return can_see_idea(actor, attachment.idea)
    return attachment.draft is not None and owns_draft(actor, attachment.draft)


def is_public(attachment: Attachment) -> bool:
    """Everybody may see it now."""
    idea = attachment.idea
    return idea is not None and is_visible(idea) and idea.challenge.published_at is not None
