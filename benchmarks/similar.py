"""Similar ideas while writing: `python -m benchmarks.similar`.

On SQLite and then on PostgreSQL, with 10,000 ideas in one challenge: a worker's process learns
words and places the ideas; a web process answers `POST /challenges/…/similar` for titles and first
sentences with every third word missing. Printed are p50, p95 and the slowest of these answers in
milliseconds (the whole request, without the network), the same as a multiple of a Flask route that
answers a constant, what the search within it takes, what it takes numpy to multiply all vectors
with one in a process of its own, and the memory of the web process before and after.

Then how good it is: how often an idea is among the five that are found for the first half of its
words, and for two thirds of them in disorder, beside a search by shared words. With
`--labelled FILE TEXT LABEL` (a CSV, its columns; real texts may be read where they lie), also how
many of the five have the same label.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from analytics.vocabulary import words_of
from app import create_app
from app.core import jobs
from app.core.db import commit, db
from app.core.search import search_text
from app.develop import similar
from app.develop.models import Challenge, Idea, IdeaVector
from app.develop.queries.similar import by_words
from benchmarks.bare import app as bare
from benchmarks.filled import fill, sign_in
from benchmarks.votes import settings_of
from tests.support import make
from tests.support.cast import make_person

ROOT = Path(__file__).resolve().parents[1]
ASKED = 300
WRITERS = 100
FIVE = 5
BAR_MS = 200
HEAVY = ("numpy", "scipy", "sklearn", "pandas")


def main() -> None:
    arguments = _parser().parse_args()
    if arguments.process:
        print(json.dumps(PROCESSES[arguments.process]()))
        return
    slowest = max(_speed(backend, arguments.ideas) for backend in arguments.on)
    _quality("sample ideas", _sample(2_000))
    for file, text, label in arguments.labelled:
        _quality(file, _labelled(Path(file), text, label))
    sys.exit(0 if slowest < BAR_MS else 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Similar ideas: how fast, how good.")
    parser.add_argument("--ideas", type=int, default=10_000)
    parser.add_argument("--on", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument(
        "--labelled", nargs=3, action="append", default=[], metavar=("FILE", "TEXT", "LABEL")
    )
    parser.add_argument("--process", help=argparse.SUPPRESS)
    return parser


# How fast


def _speed(backend: str, ideas: int) -> float:
    """The p95 of the endpoint, in milliseconds."""
    with (
        tempfile.TemporaryDirectory(prefix="similar-") as folder,
        settings_of(backend, Path(folder)) as settings,
    ):
        app = create_app(**settings)
        with app.app_context():
            upgrade()
            fill(ideas, votes=0, comments=0, people=WRITERS)
            jobs.enqueue("develop.similar", None)
            commit()
            db.engine.dispose()
        learning = _timed(lambda: _run(settings, "-m", "flask", "jobs-run"))
        web = json.loads(_run(settings, "-m", "benchmarks.similar", "--process", "web"))
        dot = json.loads(_run(settings, "-m", "benchmarks.similar", "--process", "numpy"))
    _print_speed(backend, ideas, learning, web, dot)
    return float(web["endpoint"]["p95"])


def _run(settings: dict[str, object], *arguments: str) -> str:
    given = {name: str(value) for name, value in settings.items()}
    env = os.environ | given | {"FLASK_APP": "wsgi", "RUAMKID_ENV": "development"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{arguments} failed:\n{done.stdout}{done.stderr}")
    return done.stdout.strip().splitlines()[-1]


def _web() -> dict[str, Any]:
    """In a process of its own, as a web server's: what the endpoint and its search take."""
    app = create_app()
    with app.app_context():
        challenge = db.session.scalars(sa.select(Challenge)).one()
        people = list(db.session.scalars(sa.select(Idea.author_id).distinct()))
        texts = [_two_thirds(f"{idea.title}\n{idea.body[:200]}", seed) for seed, idea in _some()]
        cookies = sign_in(app, people)
        page, address = f"/challenges/{challenge.id}", f"/challenges/{challenge.id}/similar"
        db.session.remove()
    app.test_client().get(page, query_string={"q": texts[0][:50]})  # loads the tokeniser
    before = _memory()
    answers = [
        _ask(app, address, cookies[number % len(cookies)], text)
        for number, text in enumerate(texts)
    ]
    after = _memory()
    with app.app_context():
        search = [
            _timed(lambda t=text: similar.nearest(challenge.id, t, FIVE)) for text in texts[1:]
        ]
    client = bare.test_client()
    constant = [_timed(lambda: client.get("/")) for _ in texts]
    return {
        "first": answers[0], "endpoint": _spread(answers[1:]), "search": _spread(search),
        "constant": _spread(constant), "before": before, "after": after,
        "heavy": [name for name in HEAVY if name in sys.modules],
    }  # fmt: skip


def _ask(app: Flask, address: str, cookie: tuple[str, str], text: str) -> float:
    client = app.test_client(use_cookies=False)
    headers = {"Cookie": cookie[0], "Accept": "application/json", "Referer": "http://localhost/"}
    began = time.perf_counter()
    answer = client.post(address, data={"csrf_token": cookie[1], "text": text}, headers=headers)
    took = (time.perf_counter() - began) * 1_000
    if answer.status_code != 200:
        sys.exit(f"{answer.status}: {answer.text[:200]}")
    return took


def _some() -> list[tuple[int, Idea]]:
    ids = list(db.session.scalars(sa.select(Idea.id)))
    chosen = random.Random(1).sample(ids, min(ASKED + 1, len(ids)))
    return list(enumerate(db.session.scalars(sa.select(Idea).where(Idea.id.in_(chosen)))))


def _numpy() -> dict[str, Any]:
    """In a process of its own: the five nearest by one product with all vectors, nothing else."""
    import numpy as np

    app = create_app()
    with app.app_context():
        rows = db.session.scalars(sa.select(IdeaVector.vector))
        vectors = np.stack([np.frombuffer(row, "<f4") for row in rows if row])

    def best(row: int) -> Any:
        likeness = vectors @ vectors[row]
        return likeness.argpartition(-FIVE)[-FIVE:]

    return {"product": _spread([_timed(lambda n=n: best(n)) for n in range(ASKED)])}


PROCESSES: dict[str, Callable[[], dict[str, Any]]] = {"web": _web, "numpy": _numpy}


def _print_speed(
    backend: str, ideas: int, learning: float, web: dict[str, Any], dot: dict[str, Any]
) -> None:
    endpoint, constant = web["endpoint"], web["constant"]
    print(f"{backend}, {ideas:,} ideas; words learnt and ideas placed in {learning / 1_000:.1f} s")
    for name, spread in (
        ("endpoint", endpoint), ("search in it", web["search"]), ("constant", constant),
        ("numpy product", dot["product"]),
    ):  # fmt: skip
        print(f"  {name:14} p50 {spread['p50']:7.2f}  p95 {spread['p95']:7.2f}  "
              f"slowest {spread['slowest']:7.2f} ms")  # fmt: skip
    print(f"  the first of a process {web['first']:.0f} ms")
    print(f"  endpoint / constant {endpoint['p50'] / constant['p50']:.0f} times")
    print(f"  search / numpy product {web['search']['p50'] / dot['product']['p50']:.0f} times")
    print(f"  memory {web['before']:.0f} → {web['after']:.0f} MB; heavy libraries: {web['heavy']}")


# How good


def _quality(name: str, rows: Sequence[tuple[str, str]]) -> None:
    """`rows`: texts with their labels, empty where there are none."""
    with tempfile.TemporaryDirectory(prefix="similar-") as folder:
        app = create_app(DATA_DIR=Path(folder), SECRET_KEY="k" * 40, DATABASE_URL="")
        with app.app_context():
            upgrade()
            challenge = _posted(rows)
            jobs.enqueue("develop.similar", None)
            commit()
            jobs.run_queued()
            print(f"{name}: {len(rows):,} texts; by vectors / by shared words")
            _print_quality(challenge, rows)


def _posted(rows: Sequence[tuple[str, str]]) -> Challenge:
    author = make_person("author")
    issue = make.issue(make.mission_group(), author)
    challenge = make.challenge(issue, author)
    for number, (text, _) in enumerate(rows, start=1):
        values = {"title": text[:120], "body": text, "search_text": search_text(text)}
        db.session.add(Idea(id=number, challenge_id=challenge.id, author_id=author.id, **values))
    commit()
    return challenge


def _print_quality(challenge: Challenge, rows: Sequence[tuple[str, str]]) -> None:
    chosen = random.Random(2).sample(range(1, len(rows) + 1), min(ASKED, len(rows)))
    labels = {number: label for number, (_, label) in enumerate(rows, start=1)}
    finders: tuple[Callable[..., list[int]], ...] = (_by_vectors, _by_words)
    for what, change in (("first half", _first_half), ("two thirds, disordered", _two_thirds)):
        found = [
            [number in find(challenge, change(rows[number - 1][0], number)) for number in chosen]
            for find in finders
        ]
        print(f"  {what:24} " + " / ".join(f"{statistics.mean(hits):.3f}" for hits in found))
    if any(labels.values()):
        same = [
            statistics.mean(
                statistics.mean(labels[one] == labels[number] for one in five) if five else 0
                for number in chosen
                for five in [find(challenge, rows[number - 1][0], but=[number])]
            )
            for find in finders
        ]
        print("  of the same label        " + " / ".join(f"{share:.3f}" for share in same))


def _by_vectors(challenge: Challenge, text: str, but: Iterable[int] = ()) -> list[int]:
    found = similar.nearest(challenge.id, text, FIVE, but=but) or []
    return [near.idea_id for near in found]


def _by_words(challenge: Challenge, text: str, but: Iterable[int] = ()) -> list[int]:
    return by_words(challenge, text, FIVE, but)


def _first_half(text: str, _seed: int) -> str:
    words = words_of(text)
    return " ".join(words[: max(3, len(words) // 2)])


def _two_thirds(text: str, seed: int) -> str:
    """Every third word or so missing, and neighbours in another order."""
    chance = random.Random(seed)
    kept = [word for word in words_of(text) if chance.random() < 2 / 3]
    for start in range(0, len(kept), 3):
        part = kept[start : start + 3]
        chance.shuffle(part)
        kept[start : start + 3] = part
    return " ".join(kept) or text


def _sample(number: int) -> list[tuple[str, str]]:
    """Ideas made of two sample submissions each."""
    with (ROOT / "seed_data" / "submissions.csv").open(encoding="utf-8-sig", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    chance = random.Random(3)
    return [("\n".join(chance.sample(texts, 2)), "") for _ in range(number)]


def _labelled(path: Path, text: str, label: str) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = {row[text]: row[label].split("|")[0] for row in csv.DictReader(file) if row[text]}
    return list(first.items())


# Figures


def _timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1_000


def _spread(milliseconds: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(milliseconds, n=20)
    return {"p50": statistics.median(milliseconds), "p95": cuts[-1], "slowest": max(milliseconds)}


def _memory() -> float:
    """What this process holds of the machine's memory, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
