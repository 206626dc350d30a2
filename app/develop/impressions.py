"""How often an idea is shown in a list, counted without following anybody.

Nothing is kept of who looked: a process adds up in its memory how often it has shown each idea, and
every few seconds a thread of its own adds that to `Idea.views_count`, in a short transaction that
waits for nobody's vote. A process that is killed loses the counts of the last seconds: they serve a
fair order, not a record. The same reader may be counted again; well-known robots are not.
"""

from __future__ import annotations

import atexit
import logging
import os
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import cast

import sqlalchemy as sa
from flask import Flask, current_app, request

from app.core.db import db
from app.develop.models import Idea

log = logging.getLogger(__name__)

EVERY_SECONDS = 5.0
AT_ONCE = 200
"""Ideas in one transaction: on SQLite a vote waits no longer than these few updates take."""
MOST = 50_000
"""Ideas that a process counts between two writes; what is shown beyond is not counted."""
_ROBOT = re.compile(
    r"bot\b|bots?[/;_-]|crawl|spider|slurp|preview|fetch|scrap|monitor|headless|lighthouse|validator"
    r"|facebookexternalhit|curl/|wget/|python|httpclient|libwww|java/|okhttp|go-http|axios|feed",
    re.IGNORECASE,
)


class Impressions:
    """Counts of one process, and the thread that writes them down."""

    def __init__(self, app: Flask, *, in_background: bool) -> None:
        self._app, self._in_background = app, in_background
        self._counts: Counter[int] = Counter()
        self._lock = threading.Lock()
        self._owner: int | None = None
        self._over = threading.Event()

    def add(self, idea_ids: Iterable[int]) -> None:
        with self._lock:
            self._begin()
            for idea_id in idea_ids:
                if idea_id in self._counts or len(self._counts) < MOST:
                    self._counts[idea_id] += 1

    def flush(self) -> None:
        """Write down what was counted. What cannot be written now is kept for the next time."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        ids = sorted(counts)
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            for idea_id in _write({one: counts[one] for one in some}):
                del counts[idea_id]
        with self._lock:
            self._counts.update(counts)

    def _begin(self) -> None:
        """One thread a process, begun by its first count: after gunicorn has forked."""
        if not self._in_background or self._owner == os.getpid():
            return
        if self._owner is not None:  # forked with the parent's counts, which are the parent's
            self._counts.clear()
        self._owner = os.getpid()
        threading.Thread(target=self._run, daemon=True, name="impressions").start()
        atexit.register(self._finish, self._owner)

    def _run(self) -> None:
        while not self._over.wait(EVERY_SECONDS):
            self._flush_here()

    def _finish(self, owner: int) -> None:
        if owner == os.getpid():
            self._over.set()
            self._flush_here()

    def _flush_here(self) -> None:
        with self._app.app_context():
            self.flush()


def of(ideas: Iterable[Idea]) -> Callable[[], None]:
    """To be called whenever a list with these ideas is shown. It keeps their ids alone."""
    ids = [idea.id for idea in ideas]
    return lambda: note(ids)


def note(idea_ids: Iterable[int]) -> None:
    """This request shows these ideas in a list. Robots and pages fetched ahead do not count."""
    if _is_a_reader():
        _impressions().add(idea_ids)


def flush() -> None:
    """For tests, and whoever cannot wait."""
    _impressions().flush()


def init_app(app: Flask) -> None:
    app.extensions["impressions"] = Impressions(app, in_background=not app.testing)


def _impressions() -> Impressions:
    found: Impressions = current_app.extensions["impressions"]
    return found


def _is_a_reader() -> bool:
    agent = request.headers.get("User-Agent", "")
    ahead = request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return (
        request.method == "GET"
        and bool(agent)
        and not _ROBOT.search(agent)
        and "prefetch" not in ahead
    )


def _write(counts: Mapping[int, int]) -> Sequence[int]:
    """Add the counts in a transaction of their own. Returns the ids whose count is done with."""
    try:
        with db.engine.begin() as connection:
            free, busy = _free_rows(connection, list(counts))
            if free:
                connection.execute(_ADD, [{"of_id": one, "shown": counts[one]} for one in free])
    except sa.exc.OperationalError:
        log.warning("impressions are written later, the database is busy")
        return []
    return [one for one in counts if one not in busy]


def _free_rows(connection: sa.Connection, ids: Sequence[int]) -> tuple[list[int], set[int]]:
    """Rows that nobody is changing, locked; and those that wait for the next time.

    Skipping instead of waiting, this transaction can neither delay a vote nor lock itself up with
    one. SQLite has one writer at a time: nothing is ever locked there.
    """
    there = sa.select(_IDEAS.c.id).where(_IDEAS.c.id.in_(ids)).order_by(_IDEAS.c.id)
    lock = there.with_for_update(skip_locked=True, key_share=True)
    free = list(connection.scalars(lock))
    if len(free) == len(ids) or connection.dialect.name == "sqlite":
        return free, set()
    return free, set(connection.scalars(there)) - set(free)


_IDEAS = cast(sa.Table, sa.inspect(Idea).local_table)
_ADD = (
    sa.update(_IDEAS)
    .where(_IDEAS.c.id == sa.bindparam("of_id"))
    .values(views_count=_IDEAS.c.views_count + sa.bindparam("shown"))
)
