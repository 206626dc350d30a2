"""The queue that wakes workers: huey, on a file of its own or in PostgreSQL.

SqliteHuey locks its file exclusively, so it never shares the application's.
"""

from __future__ import annotations

from typing import Any

from flask import Flask
from huey import Huey, PostgresHuey, SqliteHuey, crontab

from app.core import jobs, schedule
from app.core.db import commit, db


class Queue:
    """`send(job_id)` wakes a worker; `consume()` is the worker. Tests use `Unheard`."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.huey = _make_huey(app)
        self._run = self.huey.task(name="run_job")(self._run_job)
        self.huey.periodic_task(crontab(minute="*"), name="sweep")(self.sweep)
        self.huey.on_startup(name="own_connections")(self._forget_parents_connections)

    def send(self, job_id: int) -> None:
        self._run(job_id)

    def sweep(self) -> None:
        with self.app.app_context():
            for job_id in jobs.sweep():
                self.send(job_id)
            schedule.sweep()
            schedule.begin_due()
            commit()

    def consume(self, processes: int) -> None:
        """Work until stopped."""
        self.sweep()
        self._let_go_before_forking()
        self.huey.create_consumer(
            workers=processes, worker_type="process", max_delay=1.0, backoff=1.05
        ).run()

    def _run_job(self, job_id: int) -> None:
        with self.app.app_context():
            jobs.run(job_id)

    def _let_go_before_forking(self) -> None:
        """No process may use a connection that another one opened."""
        self.huey.storage.close()
        with self.app.app_context():
            db.engine.dispose()

    def _forget_parents_connections(self) -> None:
        with self.app.app_context():
            db.engine.dispose(close=False)


class Unheard:
    """A queue that nobody listens to: tests run jobs by `jobs.run_queued`."""

    def send(self, job_id: int) -> None:
        pass


def init_app(app: Flask) -> None:
    app.extensions["queue"] = Unheard() if app.testing else Queue(app)


def _make_huey(app: Flask) -> Huey:
    address = app.config["SQLALCHEMY_DATABASE_URI"]
    common: dict[str, Any] = {"name": "ruamkid", "results": False}
    if address.startswith("postgresql"):
        return PostgresHuey(dsn=address, **common)
    return SqliteHuey(filename=str(app.config["DATA_DIR"] / "queue.sqlite"), **common)
