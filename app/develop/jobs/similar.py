"""The background work behind similar ideas: learn words when enough is new, and place ideas."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.core import clock, jobs, schedule
from app.core.db import reading
from app.develop import commands, queries, similar

JOB = "develop.similar"
READ, LEARN, PLACE = "read", "learn", "place"
READ_UNTIL, LEARNT_AT = 0.1, 0.6
TELL_EVERY = 500

schedule.every(timedelta(minutes=10), JOB)


@jobs.handler(JOB)
def keep_up(progress: jobs.Progress) -> None:
    """Learn words anew where that is due; else give vectors to ideas that lack one.

    All computing is done before the first write: on SQLite it would keep everybody waiting.
    """
    progress(0.0, READ)
    with reading():
        texts = queries.texts_to_learn_from() if queries.training_is_due() else []
    if not texts or not _learn(texts, progress):
        _catch_up(progress)


def _learn(texts: list[str], progress: jobs.Progress) -> bool:
    def on_step(done: float) -> None:
        progress(READ_UNTIL + done * (LEARNT_AT - READ_UNTIL), LEARN)

    with tempfile.NamedTemporaryFile() as file:
        learnt = similar.learn(texts, file, on_step)
        file.flush()
        if learnt is None:
            return False
        tables = similar.read_tables(Path(file.name))
        places = _place(tables, queries.all_ideas_to_place, progress)
        file.seek(0)
        commands.store_training(file, learnt, len(texts), places)
    return True


def _catch_up(progress: jobs.Progress) -> None:
    with reading():
        training = similar.training()
    if training is not None:
        words = training.id
        places = _place(training.tables, lambda: queries.ideas_to_place(words), progress)
        commands.store_places(words, places)


def _place(tables: Any, read: Callable[[], list[Any]], progress: jobs.Progress) -> list[Any]:
    read_at: datetime = clock.now()
    with reading():
        ideas = read()
    places = []
    for number, idea in enumerate(ideas):
        if number % TELL_EVERY == 0:
            progress(LEARNT_AT + number / len(ideas) * (1 - LEARNT_AT), PLACE)
        placed = similar.place(tables, idea.title, idea.body)
        places.append(commands.Place(idea.id, idea.challenge_id, placed, read_at))
    return places
