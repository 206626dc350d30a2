"""When a post waits for a moderator before others see it.

Nothing is refused here and nothing is deleted: a wrong guess costs its author some waiting, and a
moderator one press of a button. Staff are never held.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.core import clock
from app.develop.models import HoldReason

NEW_FOR = timedelta(days=3)
"""How long an account is new. Most that are made to advertise are used at once or never."""


class Counted(StrEnum):
    """What is counted when a post comes in, the post itself included."""

    LINKS_BY_NEW = "links_by_new"
    LINKS = "links"
    SAME_BY_ALL = "same_by_all"
    SAME_BY_ONE = "same_by_one"
    SHORT_BY_ONE = "short_by_one"
    NEW_ACCOUNTS = "new_accounts"


@dataclass(frozen=True)
class Threshold:
    """`most` of what is counted, in `seconds` where that is over a time, hold nothing up."""

    most: int
    seconds: int
    reason: HoldReason
    why: str


HOUR, DAY = 3_600, 86_400
THRESHOLDS: dict[Counted, Threshold] = {
    Counted.LINKS_BY_NEW: Threshold(
        0, 0, HoldReason.LINKS,
        "Advertising comes from accounts made for it; few people's first words hold a link.",
    ),
    Counted.LINKS: Threshold(
        2, 0, HoldReason.LINKS,
        "A source or two is good argument; three and more are mostly a list of shops.",
    ),
    Counted.SAME_BY_ONE: Threshold(
        1, DAY, HoldReason.REPEATED,
        "Whoever says the same under several ideas is rarely speaking of each of them.",
    ),
    Counted.SAME_BY_ALL: Threshold(
        4, HOUR, HoldReason.REPEATED,
        "A few people may share a text; a fifth copy within the hour looks like a campaign.",
    ),
    Counted.SHORT_BY_ONE: Threshold(
        10, HOUR, HoldReason.REPEATED,
        "“I agree” is said by many, and often: only one person's ten in an hour are odd.",
    ),
    Counted.NEW_ACCOUNTS: Threshold(
        10, HOUR, HoldReason.NEW_ACCOUNTS,
        "Different new accounts that post from one network. A family or a class stays below;"
        " established accounts behind an office's one address are not counted.",
    ),
}  # fmt: skip
"""In the order in which they are asked: the first that is passed gives the reason."""


def is_new(joined_at: datetime) -> bool:
    return clock.now() - joined_at < NEW_FOR


def hold_reason(counts: Mapping[Counted, int]) -> HoldReason | None:
    """Why a post with these counts waits; None: it is seen at once."""
    passed = (
        threshold.reason
        for counted, threshold in THRESHOLDS.items()
        if counts.get(counted, 0) > threshold.most
    )
    return next(passed, None)
