"""Budget ballots are counted once voting is over, and again where what they rest on changes."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.core import clock
from app.core.db import db, reading
from app.core.jobs import JobError, Progress, handler
from app.core.schedule import every
from app.develop import commands, queries, rules
from app.develop.models import Challenge

KIND = "develop.count_ballots"
every(timedelta(minutes=1), KIND)


@handler(KIND)
def count_ballots(progress: Progress) -> None:
    """All that are due."""
    at = _all_seen_before()
    with reading():
        counted = {one.id: commands.work_out_counts(one) for one in queries.ballots_to_count()}
    for challenge_id, counts in counted.items():
        commands.keep_counts(challenge_id, counts, at)


@handler("develop.count_ballot")
def count_ballot(progress: Progress, challenge_id: int) -> None:
    at = _all_seen_before()
    with reading():
        challenge = db.session.get(Challenge, challenge_id)
        if challenge is None or not rules.results_are_in(challenge):
            raise JobError("not_closed", f"voting in challenge {challenge_id} is not over")
        counts = commands.work_out_counts(challenge)
    commands.keep_counts(challenge_id, counts, at)


def _all_seen_before() -> datetime:
    """As of when what is read from now on is complete: later things may still be on their way."""
    return clock.now() - queries.ON_THE_WAY
