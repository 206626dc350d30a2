"""Every minute the worker seals the events of votes that no seal holds yet."""

from __future__ import annotations

from datetime import timedelta

from app.core import jobs, schedule
from app.core.db import reading
from app.develop import commands, queries

SEAL = "develop.seal"
EACH_MINUTE = timedelta(seconds=50)
"""Workers ask once a minute, some seconds sooner or later: a full minute would leave some out."""


@jobs.handler(SEAL)
def seal_votes(progress: jobs.Progress) -> None:
    """The hashes are made while others write; then all is stored at once, or nothing."""
    with reading():
        planned = queries.next_seals()
    commands.seal(planned)


schedule.every(EACH_MINUTE, SEAL)
