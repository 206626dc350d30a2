"""Why something was refused, as a word: the pages say it in the reader's language."""

from __future__ import annotations

from enum import StrEnum

from app.core.refusals import Refused
from app.develop.models import Ballot


class Why(StrEnum):
    NOT_ALLOWED = "not_allowed"
    ISSUE_NOT_SELECTED = "issue_not_selected"
    BAD_PHASES = "bad_phases"
    ALREADY_PUBLISHED = "already_published"
    NOT_PUBLISHED = "not_published"
    ALL_OVER = "all_over"
    NOT_LONGER = "not_longer"
    IS_OVER = "is_over"
    HIDDEN = "hidden"
    HELD = "held"
    NOT_OPEN_YET = "not_open_yet"
    OVER = "over"
    NOTHING_TO_DO = "nothing_to_do"
    NO_RULE = "no_rule"
    NOT_A_MEMBER = "not_a_member"
    NOT_TO_REPORT = "not_to_report"
    REPORTED_ALREADY = "reported_already"
    NOT_TO_APPEAL = "not_to_appeal"
    APPEALED_ALREADY = "appealed_already"
    OWN_DECISION = "own_decision"
    EDIT_TIME_OVER = "edit_time_over"
    OWN_COMMENT = "own_comment"
    COMMENT_GONE = "comment_gone"
    NEEDS_CONSENT = "needs_consent"
    DUPLICATE = "duplicate"
    NOT_THIS_BALLOT = "not_this_ballot"
    NO_VOTES_LEFT = "no_votes_left"
    NOT_ENOUGH_LEFT = "not_enough_left"
    NO_COST = "no_cost"
    COSTS_TOO_MUCH = "costs_too_much"
    COST_CHANGED = "cost_changed"
    COSTS_ARE_FIXED = "costs_are_fixed"
    FUND_ONLY = "fund_only"
    BAD_BALLOT = "bad_ballot"
    NOT_CLOSED_YET = "not_closed_yet"
    WITHDRAWN = "withdrawn"
    TOO_MANY_DRAFTS = "too_many_drafts"
    TOO_MANY_FILES = "too_many_files"
    OF_ANOTHER_FAMILY = "of_another_family"
    NOT_LINKABLE = "not_linkable"
    SAME_IDEA = "same_idea"
    OWN_IDEA = "own_idea"
    OTHER_CHALLENGE = "other_challenge"
    OTHER_NOT_OPEN = "other_not_open"
    ALREADY_ANSWERED = "already_answered"
    NO_FAMILY = "no_family"
    NO_SUCH_STEP = "no_such_step"
    NO_REASON = "no_reason"


class NotEnoughLeft(Refused):
    """A vote needs more than the voter has left: votes of a limited ballot, baht of a budget."""

    def __init__(self, ballot: Ballot, needed: int, left: int) -> None:
        budget = ballot is Ballot.BUDGET
        super().__init__(Why.NOT_ENOUGH_LEFT if budget else Why.NO_VOTES_LEFT)
        self.needed, self.left = needed, left
