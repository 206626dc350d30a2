"""How fast pages and votes are: `python -m benchmarks.web [--ideas N --votes N --comments N]`.

PostgreSQL out of a wheel, gunicorn with two processes of eight threads, eight connections that wait
for each answer; the client shares the same cores. For each page: requests a second, p50, p95 and
p99 in milliseconds, SQL queries, and the ratio to a bare Flask that answers a constant under the
same gunicorn in the same run. What guests read is kept for a moment (ADR 13), and is measured for
longer than that; "signed in" says how fast the same page is made anew each time, and searches are
measured both for five common ones and for hundreds of different ones. Votes are cast by distinct
people; their ratio is to bare committed inserts of the same rows over as many connections. At the
end the memory of each web process.

Everything runs on 127.0.0.1 on data of its own, and is stopped and removed at the end.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from flask import Flask

from analytics.text.tokens import words
from app import create_app
from app.core import memo
from app.core.db import db
from app.develop import commands
from app.develop.models import Idea
from benchmarks import clients, filled
from benchmarks.clients import Measured
from benchmarks.votes import settings_of
from tests.support.server import Site, free_port, running

CONNECTIONS = 8
ROUNDS_BEFORE, MOST_SECONDS_BEFORE = 2, 30
"""Each page is asked for so often before it is measured: how fast a site is that is in use."""
SHORTEST_SEARCH = 4
SEARCHES = ("เน็ต", "อินเทอร์เน็ต โรงเรียน", "สัญญาณ", "เบอร์โทร มิจฉาชีพ", "ผู้สูงอายุ")
# What adhocracy+ serves a second on the same data and machine
PEER = {"list, first page": 2.4, "list, last page": 2.4, "search": 10.0, "idea": 23.0, "vote": 44.0}


@dataclass(frozen=True)
class Page:
    name: str
    paths: list[str]
    signed_in: bool = False


def main() -> None:
    asked = _arguments()
    with (
        tempfile.TemporaryDirectory(prefix="web-") as folder,
        settings_of("postgresql", Path(folder)) as settings,
    ):
        bare = _bare_flask(asked.seconds)
        print(f"bare Flask: {_told(bare)}")
        with running(settings, worker=False) as site:
            app = create_app(**settings)
            with app.app_context():
                _measure_all(app, site, asked, bare)


def _measure_all(app: Flask, site: Site, asked: argparse.Namespace, bare: Measured) -> None:
    began = time.perf_counter()
    challenge = filled.fill(asked.ideas, asked.votes, asked.comments, asked.people)
    seconds = time.perf_counter() - began
    print(f"{asked.ideas} ideas, {asked.votes} votes, {asked.comments} comments: {seconds:.0f} s")
    [member] = filled.sign_in(app, filled.people_without_votes(1, "reader"))
    db.session.rollback()
    for page in _pages(challenge.id, asked.ideas):
        cookie = member.cookie if page.signed_in else ""
        requests = [clients.get(path, cookie) for path in page.paths]
        clients.measure(site.address, ROUNDS_BEFORE * requests, CONNECTIONS, MOST_SECONDS_BEFORE)
        found = clients.measure(
            site.address, clients.again_and_again(requests), CONNECTIONS, asked.seconds
        )
        _print(page.name, found, bare, _queries(app, page.paths[0], cookie))
        assert set(found.statuses) == {200}, found.statuses
    _measure_votes(app, site, challenge.id, asked)
    print("memory of the web processes: " + ", ".join(f"{size} MB" for size in site.web_memory()))
    assert commands.recount(fix=False) == []


def _pages(challenge_id: int, ideas: int) -> list[Page]:
    address = f"/challenges/{challenge_id}"
    first = db.session.scalars(sa.select(sa.func.min(Idea.id))).one()
    last = (ideas - 1) // 20 + 1
    return [
        Page("list, first page", [address]),
        Page("… signed in", [address], signed_in=True),
        Page("list, supported", [f"{address}?sort=supported"]),
        Page("list, last page", [f"{address}?page={last}"]),
        Page("search", [f"{address}?q={quote(asked)}" for asked in SEARCHES]),
        Page("… always another", [f"{address}?q={quote(asked)}" for asked in _many_searches()]),
        Page("idea", some := [f"/ideas/{first + n}" for n in range(0, min(ideas, 2000), 7)]),
        Page("… signed in", some, signed_in=True),
    ]


def _many_searches() -> list[str]:
    """Hundreds of words that occur in the ideas."""
    found = {word for text in filled.sample_texts()[:200] for word in words(text)}
    return sorted(word for word in found if len(word) >= SHORTEST_SEARCH)


def _measure_votes(app: Flask, site: Site, challenge_id: int, asked: argparse.Namespace) -> None:
    voters = filled.people_without_votes(asked.voters)
    browsers = filled.sign_in(app, voters)
    first = db.session.scalars(sa.select(sa.func.min(Idea.id))).one()
    db.session.rollback()
    requests = (
        clients.post(
            f"/ideas/{first + n % 1000}/support", f"csrf_token={one.csrf_token}", one.cookie
        )
        for n, one in enumerate(browsers)
    )
    found = clients.measure(site.address, requests, CONNECTIONS, 2 * asked.seconds)
    bare = _bare_inserts(first, voters)
    _print_votes(found, bare)
    assert set(found.statuses) == {302}, found.statuses


def _bare_inserts(first: int, people: list[int]) -> float:
    """The same rows, one a transaction, over as many connections. Rows a second."""
    insert = sa.text(
        "INSERT INTO bare_votes (idea_id, person_id, cast_at) VALUES (:idea, :person, now())"
    )
    with db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE bare_votes AS SELECT * FROM idea_votes LIMIT 0")
        connection.exec_driver_sql("ALTER TABLE bare_votes ADD PRIMARY KEY (idea_id, person_id)")
    rows = iter([{"idea": first + n % 1000, "person": p} for n, p in enumerate(people)])
    lock, engine = threading.Lock(), db.engine

    def work() -> None:
        with engine.connect() as connection:
            while True:
                with lock:
                    row = next(rows, None)
                if row is None:
                    return
                with connection.begin():
                    connection.execute(insert, row)

    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(people) / (time.perf_counter() - began)


def _queries(app: Flask, path: str, cookie: str) -> int:
    """How many SQL queries a page takes when no process keeps it."""
    asked: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_: object) -> None:
        asked.append(statement)

    with app.app_context():
        memo.forget()
        sa.event.listen(db.engine, "before_cursor_execute", note)
        app.test_client(use_cookies=False).get(path, headers={"Cookie": cookie})
        sa.event.remove(db.engine, "before_cursor_execute", note)
    return len(asked)


def _bare_flask(seconds: float) -> Measured:
    """The same gunicorn, serving a constant."""
    site = Site(f"http://127.0.0.1:{free_port()}", dict(os.environ))
    try:
        site.start_web(application="benchmarks.bare:app")
        requests = clients.again_and_again([clients.get("/")])
        return clients.measure(site.address, requests, CONNECTIONS, seconds)
    finally:
        site.stop()


def _told(found: Measured) -> str:
    p50, p95, p99 = (found.percentile(share) for share in (0.5, 0.95, 0.99))
    return f"{found.per_second:7.1f}/s  p50 {p50:6.1f}  p95 {p95:6.1f}  p99 {p99:6.1f} ms"


def _print(name: str, found: Measured, bare: Measured, queries: int) -> None:
    print(
        f"{name:17} {_told(found)}  {queries:2} queries  {found.longest_body // 1024:3} KiB"
        f"  bare Flask / this {bare.per_second / found.per_second:5.1f}{_beside_peer(name, found)}"
    )


def _print_votes(found: Measured, bare: float) -> None:
    print(
        f"{'vote':17} {_told(found)}"
        f"  bare inserts / this {bare / found.per_second:5.1f}{_beside_peer('vote', found)}"
    )


def _beside_peer(name: str, found: Measured) -> str:
    return f"  this / adhocracy+ {found.per_second / PEER[name]:5.1f}" if name in PEER else ""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name, default in (
        ("ideas", 10_000), ("votes", 100_000), ("comments", 50_000), ("people", 20_000),
        ("voters", 10_000),
    ):  # fmt: skip
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--seconds", type=float, default=15.0, help="for each page")
    return parser.parse_args()


if __name__ == "__main__":
    main()
