"""Followers of a challenge hear that a phase has opened or closes soon."""

from __future__ import annotations

from datetime import timedelta

from app.core import jobs, schedule
from app.develop import commands

KIND = "develop.phase_news"


@jobs.handler(KIND)
def tell_of_phases(progress: jobs.Progress) -> None:
    commands.tell_of_phases()


schedule.every(timedelta(minutes=10), KIND)
