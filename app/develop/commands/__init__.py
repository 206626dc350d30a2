"""Verbs of Develop, a file a theme: rule, change, audit entry. They flush, never commit."""

from app.develop.commands.challenges import (
    BallotTerms,
    Windows,
    edit_challenge,
    extend_phase,
    open_challenge,
    publish_challenge,
)
from app.develop.commands.comments import (
    comment_on,
    edit_comment,
    reply_to,
    withdraw_comment,
)
from app.develop.commands.costs import (
    set_cost,
)
from app.develop.commands.counters import (
    change_shown,
    count,
    recount,
    require_as_it_is_now,
)
from app.develop.commands.ideas import (
    edit_idea,
    post_idea,
)
from app.develop.commands.ledger import (
    forget_networks,
    forget_receipts,
    seal,
)
from app.develop.commands.moderation import (
    hide_comment,
    hide_idea,
    restore_comment,
    restore_idea,
)
from app.develop.commands.orders import (
    order_ideas,
    order_threads,
)
from app.develop.commands.reactions import (
    Helpful,
    find_helpful,
    take_back_helpful,
)
from app.develop.commands.similar import (
    Place,
    place_idea,
    store_places,
    store_training,
)
from app.develop.commands.votes import (
    Voted,
    oppose_idea,
    support_idea,
    withdraw_support,
)

__all__ = [
    "BallotTerms",
    "Helpful",
    "Place",
    "Voted",
    "Windows",
    "change_shown",
    "comment_on",
    "count",
    "edit_challenge",
    "edit_comment",
    "edit_idea",
    "extend_phase",
    "find_helpful",
    "forget_networks",
    "forget_receipts",
    "hide_comment",
    "hide_idea",
    "open_challenge",
    "oppose_idea",
    "order_ideas",
    "order_threads",
    "place_idea",
    "post_idea",
    "publish_challenge",
    "recount",
    "reply_to",
    "require_as_it_is_now",
    "restore_comment",
    "restore_idea",
    "seal",
    "set_cost",
    "store_places",
    "store_training",
    "support_idea",
    "take_back_helpful",
    "withdraw_comment",
    "withdraw_support",
]
