"""Who sends submissions, who reads them, and when they may be sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.accounts.models import Role
from app.accounts.rules import has_role, is_guest, is_member, is_signed_in, is_staff
from app.core.actors import Actor
from app.diagnose.models import Channel, Submission
from app.missions.models import StageKey, StageWindow
from app.missions.rules import stage_is_open

READERS = (
    Role.ANALYST,
    Role.COORDINATOR,
    Role.EXECUTIVE,
    Role.MODERATOR,
    Role.ADMINISTRATOR,
)
FEWEST_CHARACTERS = 5
MOST_CHARACTERS = 5_000
"""As many as the tokeniser reads."""

RECORDED_CHANNELS = (
    Channel.TELEPHONE,
    Channel.PAPER,
    Channel.EMAIL,
    Channel.MEETING,
    Channel.SOCIAL,
)
"""What staff write down; the website's and the API's come by themselves."""


def can_submit(actor: Actor) -> bool:
    """Anybody, signed in or not, except a person who is suspended."""
    return is_guest(actor) or is_member(actor)


def submissions_are_open(
    windows: Iterable[StageWindow], mission_group_id: int | None, at: datetime
) -> bool:
    return stage_is_open(windows, StageKey.DIAGNOSE, mission_group_id, at)


def can_read_submissions(actor: Actor) -> bool:
    return has_role(actor, *READERS)


def is_withdrawn(submission: Submission) -> bool:
    return submission.withdrawn_at is not None


def can_see_submission(actor: Actor, submission: Submission) -> bool:
    """What its author withdrew is gone, for everybody but the holder of its receipt."""
    return can_read_submissions(actor) and not is_withdrawn(submission)


def can_record_submission(actor: Actor) -> bool:
    """Write down what somebody said on the telephone, on paper, at a meeting."""
    return is_staff(actor)


def can_list_own(actor: Actor) -> bool:
    return is_signed_in(actor)


def can_withdraw(actor: Actor, submission: Submission) -> bool:
    """Whoever holds the receipt, and that is whoever got this far."""
    return submission.receipt is not None and not is_withdrawn(submission)
