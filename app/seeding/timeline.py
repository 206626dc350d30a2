"""What happened, put in order and done with the clock set back to when it did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from app.core import clock
from app.core.db import db
from app.develop.models import Answer, Challenge, Comment, Idea, IdeaFamily
from app.seeding.base import People

Step = Callable[[], object]


class Timeline:
    """Steps by how many days ago each was; of the same moment, the one planned first."""

    def __init__(self) -> None:
        self._steps: list[tuple[float, Step]] = []

    def add(self, days_ago: float, step: Step) -> None:
        if days_ago >= 0:  # what lies ahead has not happened
            self._steps.append((days_ago, step))

    def run(self) -> None:
        now = clock.now()
        for days_ago, step in sorted(self._steps, key=lambda planned: -planned[0]):
            with clock.frozen(now - timedelta(days=days_ago)):
                step()
                db.session.flush()


class Made:
    """What was made until now, by the keys of the files; comments by idea and place in its list."""

    def __init__(self) -> None:
        self.people = People()
        self.challenges: dict[str, Challenge] = {}
        self.ideas: dict[str, Idea] = {}
        self.comments: dict[tuple[str, int], Comment] = {}
        self.families: dict[str, IdeaFamily] = {}
        self.answers: dict[str, Answer] = {}
