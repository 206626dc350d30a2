"""Verbs of Develop, a file a theme: rule, change, audit entry. They flush, never commit."""

from app.develop.commands.challenges import (
    Windows,
    edit_challenge,
    extend_phase,
    open_challenge,
    publish_challenge,
)
from app.develop.commands.comments import (
    comment_on,
)
from app.develop.commands.counters import (
    count,
    recount,
    require_as_it_is_now,
)
from app.develop.commands.ideas import (
    edit_idea,
    post_idea,
)
from app.develop.commands.moderation import (
    hide_comment,
    hide_idea,
    restore_comment,
    restore_idea,
)
from app.develop.commands.votes import (
    Support,
    support_idea,
    withdraw_support,
)

__all__ = [
    "Support",
    "Windows",
    "comment_on",
    "count",
    "edit_challenge",
    "edit_idea",
    "extend_phase",
    "hide_comment",
    "hide_idea",
    "open_challenge",
    "post_idea",
    "publish_challenge",
    "recount",
    "require_as_it_is_now",
    "restore_comment",
    "restore_idea",
    "support_idea",
    "withdraw_support",
]
