"""Digests by mail, to whom one is due."""

from __future__ import annotations

from datetime import timedelta

from app.accounts import commands
from app.accounts import news_queries as queries
from app.core import clock, jobs, schedule
from app.core.db import commit, reading

KIND = "accounts.digests"
AT_ONCE = 100


@jobs.handler(KIND)
def send_digests(progress: jobs.Progress) -> None:
    """One transaction a person, committed here: each mail goes out after its own commit, so that a
    worker that dies in the middle leaves nobody with two digests."""
    sent = 0
    while due := _due():
        for person_id in due:
            commands.send_digest(person_id)
            commit()
            sent += 1
            progress(1 - 1 / (1 + sent), "sending")


def _due() -> list[int]:
    with reading():
        return queries.digests_due(clock.now(), AT_ONCE)


schedule.every(timedelta(minutes=15), KIND)
