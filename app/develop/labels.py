"""The reader's words for this slice's enums."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.develop.models import AnswerState, Choice, CountMethod, PhaseKind, Stance
from app.develop.moderation_labels import MODERATION_WORDS
from app.develop.queries import Order, Shown, ThreadOrder
from app.develop.rules import ChallengeState, PhaseState
from app.develop.suspicion import Doubt

WORDS: tuple[Mapping[Any, Any], ...] = (
    {
        AnswerState.UNDER_REVIEW: _l("under review"),
        AnswerState.PLANNED: _l("planned"),
        AnswerState.PILOTED: _l("being piloted"),
        AnswerState.NOT_NOW: _l("not now"),
    },
    {PhaseKind.IDEAS: _l("Ideas"), PhaseKind.VOTING: _l("Voting")},
    {
        PhaseState.UPCOMING: _l("still to come"),
        PhaseState.OPEN: _l("open now"),
        PhaseState.CLOSED: _l("over"),
    },
    {
        ChallengeState.DRAFT: _l("draft"),
        ChallengeState.UPCOMING: _l("opening soon"),
        ChallengeState.OPEN: _l("open"),
        ChallengeState.CLOSED: _l("closed"),
    },
    {
        Order.FAIR: _l("a fair chance for each"),
        Order.NEWEST: _l("newest"),
        Order.SUPPORTED: _l("most supported"),
        Order.DISCUSSED: _l("most discussed"),
    },
    {
        Stance.FOR: _l("for"),
        Stance.AGAINST: _l("against"),
        Stance.QUESTION: _l("question"),
        Stance.REMARK: _l("remark"),
    },
    {
        ThreadOrder.FAIR: _l("a fair chance for each"),
        ThreadOrder.NEWEST: _l("newest"),
        ThreadOrder.OLDEST: _l("oldest"),
    },
    {CountMethod.GREEDY: _l("by votes"), CountMethod.EQUAL_SHARES: _l("by equal shares")},
    {
        Choice.FOR: _l("voted for it"),
        Choice.AGAINST: _l("voted against it"),
        Choice.WITHDRAWN: _l("withdrawn"),
    },
    {
        Doubt.CROWD: _l("More new accounts than a hall holds, voting alike"),
        Doubt.ROUND_THE_CLOCK: _l("A crowd that votes alike, day and night"),
        Doubt.PACE: _l("A crowd that votes alike and keeps time like a machine"),
    },
    {Shown.VISIBLE: _l("visible"), Shown.HELD: _l("waits"), Shown.HIDDEN: _l("hidden")},
    *MODERATION_WORDS,
)
"""A table an enum: some of their values have the same name."""
