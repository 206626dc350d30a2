"""Who may read, write, change and take back comments, and say that one helps."""

from __future__ import annotations

from datetime import timedelta

from app.accounts.rules import is_coordinator, is_member, is_moderator, is_officer
from app.core import clock
from app.core.actors import Actor
from app.develop.models import Comment, Idea
from app.develop.rules.ideas import can_see_idea, is_author, is_visible
from app.develop.rules.phases import Act, takes
from app.develop.rules.votes import is_closed_duplicate

EDITING_LASTS = timedelta(minutes=15)


def can_see_comment(actor: Actor, comment: Comment) -> bool:
    return can_see_idea(actor, comment.idea) and (
        is_visible(comment) or is_author(actor, comment) or is_moderator(actor)
    )


def can_read_words(actor: Actor, comment: Comment) -> bool:
    """What was taken back is read by nobody; what is hidden or held, by its author and moderators.

    As `queries.comments` selects.
    """
    return comment.withdrawn_at is None and can_see_comment(actor, comment)


def can_see_its_idea(actor: Actor, comment: Comment) -> bool:
    """A thread stays where it is when its first comment is hidden or taken back."""
    return can_see_idea(actor, comment.idea)


def can_comment(actor: Actor, idea: Idea) -> bool:
    return (
        is_member(actor)
        and is_visible(idea)
        and not is_closed_duplicate(idea)
        and takes(idea.challenge, Act.COMMENT)
    )


def can_reply(actor: Actor, comment: Comment) -> bool:
    return can_comment(actor, comment.idea) and is_visible(comment)


def owns_comment(actor: Actor, comment: Comment) -> bool:
    return is_member(actor) and is_author(actor, comment)


def is_just_written(comment: Comment) -> bool:
    return clock.now() < comment.created_at + EDITING_LASTS


def can_edit_comment(actor: Actor, comment: Comment) -> bool:
    """A short while, so that nobody's answer comes to stand under words it did not answer."""
    return (
        owns_comment(actor, comment)
        and can_comment(actor, comment.idea)
        and is_visible(comment)
        and is_just_written(comment)
    )


def can_withdraw_comment(actor: Actor, comment: Comment) -> bool:
    """At any time, also when the challenge is over or a moderator has hidden it."""
    return owns_comment(actor, comment) and comment.withdrawn_at is None


def can_find_helpful(actor: Actor, comment: Comment) -> bool:
    """To say that a comment helps, and to take that back: but never of one's own."""
    return (
        can_comment(actor, comment.idea) and is_visible(comment) and not is_author(actor, comment)
    )


def can_see_unanswered(actor: Actor, idea: Idea) -> bool:
    """The questions that wait: for those who are to answer them."""
    return is_author(actor, idea) or is_officer(actor) or is_coordinator(actor)
