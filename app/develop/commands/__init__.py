"""Verbs of Develop, a file a theme: rule, change, audit entry. They flush, never commit."""

from app.develop.commands.answers import (
    answer_idea,
    change_answer,
    rate_answer,
)
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
from app.develop.commands.counting import (
    count_again,
    keep_counts,
    work_out_counts,
)
from app.develop.commands.doubts import (
    clear_doubts,
    flag_voters,
    restore_doubts,
)
from app.develop.commands.drafts import (
    begin_draft,
    delete_draft,
    forget_drafts,
    post_draft,
    save_draft,
)
from app.develop.commands.duplicates import (
    close_as_duplicate,
    reopen_idea,
)
from app.develop.commands.erasing import (
    forget_person,
    forget_words,
)
from app.develop.commands.erasing_tags import forget_tags
from app.develop.commands.families import (
    agree_to_family,
    ask_into_family,
    decline_family,
    found_family,
    leave_family,
    rename_family,
    take_back_request,
)
from app.develop.commands.following import (
    follow,
    unfollow,
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
    hide,
    let_stand,
    restore,
    undo,
)
from app.develop.commands.news import (
    tell_of_phases,
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
from app.develop.commands.versions import withhold_version
from app.develop.commands.votes import (
    Voted,
    oppose_idea,
    support_idea,
    withdraw_support,
)
from app.develop.commands.withdrawal import (
    bring_idea_back,
    withdraw_idea,
)

__all__ = [
    "BallotTerms",
    "Helpful",
    "Place",
    "Voted",
    "Windows",
    "agree_to_family",
    "answer_idea",
    "ask_into_family",
    "begin_draft",
    "bring_idea_back",
    "change_answer",
    "change_shown",
    "clear_doubts",
    "close_as_duplicate",
    "comment_on",
    "count",
    "count_again",
    "decline_family",
    "delete_draft",
    "edit_challenge",
    "edit_comment",
    "edit_idea",
    "extend_phase",
    "find_helpful",
    "flag_voters",
    "follow",
    "forget_drafts",
    "forget_networks",
    "forget_person",
    "forget_receipts",
    "forget_tags",
    "forget_words",
    "found_family",
    "hide",
    "keep_counts",
    "leave_family",
    "let_stand",
    "open_challenge",
    "oppose_idea",
    "order_ideas",
    "order_threads",
    "place_idea",
    "post_draft",
    "post_idea",
    "publish_challenge",
    "rate_answer",
    "recount",
    "rename_family",
    "reopen_idea",
    "reply_to",
    "require_as_it_is_now",
    "restore",
    "restore_doubts",
    "save_draft",
    "seal",
    "set_cost",
    "store_places",
    "store_training",
    "support_idea",
    "take_back_helpful",
    "take_back_request",
    "tell_of_phases",
    "undo",
    "unfollow",
    "withdraw_comment",
    "withdraw_idea",
    "withdraw_support",
    "withhold_version",
    "work_out_counts",
]
