"""Each minute: the fair order of discussions and of challenges' ideas, where something changed."""

from __future__ import annotations

from datetime import timedelta

from app.core import jobs
from app.core.db import reading
from app.core.jobs import Progress
from app.core.schedule import every
from app.develop import commands, queries

ORDER_THREADS, ORDER_IDEAS = "develop.order_threads", "develop.order_ideas"
every(timedelta(minutes=1), ORDER_THREADS)
every(timedelta(minutes=1), ORDER_IDEAS)


@jobs.handler(ORDER_THREADS)
def order_threads(progress: Progress) -> None:
    commands.order_threads()


@jobs.handler(ORDER_IDEAS)
def order_ideas(progress: Progress) -> None:
    with reading():
        due = queries.challenges_to_order()
    for challenge_id in due:
        commands.order_ideas(challenge_id)
