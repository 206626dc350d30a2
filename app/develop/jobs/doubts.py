"""Every ten minutes the worker looks for crowds of voters that were made to vote."""

from __future__ import annotations

from datetime import timedelta

from app.core import jobs, schedule
from app.core.db import db, reading
from app.develop import commands, queries
from app.develop.models import Challenge

LOOK = "develop.doubts"


@jobs.handler(LOOK)
def look_for_doubts(progress: jobs.Progress) -> None:
    with reading():
        found = dict(queries.newly_doubted())
    for challenge_id, voters in found.items():
        commands.flag_voters(db.session.get_one(Challenge, challenge_id), voters)


schedule.every(timedelta(minutes=10), LOOK)
