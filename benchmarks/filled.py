"""A challenge with as many ideas, votes and comments as asked for, written straight into tables."""

from __future__ import annotations

import csv
import random
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.accounts.consent import VOTE_VERSION
from app.accounts.models import AuthSession, Person
from app.accounts.tokens import digest
from app.core import clock
from app.core.db import commit, db
from app.core.search import search_text
from app.develop.models import Challenge, Comment, Idea, IdeaVote
from app.diagnose.models import IssueState
from app.seed import FOLDER
from benchmarks.browsers import Browser, with_cookie
from tests.support import make
from tests.support.cast import make_person

BATCH = 5_000


def fill(ideas: int, votes: int, comments: int, people: int, seed: int = 1) -> Challenge:
    """Commit a published, open challenge. Votes are of distinct people and ideas."""
    chance = random.Random(seed)
    author = make_person("author")
    issue = make.issue(make.mission_group(), author, IssueState.SELECTED)
    challenge = make.challenge(issue, author)
    commit()
    ids = _people("writer", people)
    texts = _texts(chance)
    first = _ideas(challenge.id, ideas, ids, texts, chance)
    idea_ids = list(range(first, first + ideas))
    _insert(IdeaVote, _votes(idea_ids, ids, votes, chance))
    _insert(Comment, _comments(idea_ids, ids, comments, texts, chance))
    _count()
    commit()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("ANALYZE"))
        commit()
    return challenge


def sign_in(app: Flask, people: Iterable[int]) -> list[Browser]:
    """A browser in which each person is signed in."""
    tokens = {person: secrets.token_urlsafe(16) for person in people}
    later = clock.now() + timedelta(hours=2)
    rows = [
        {"id": digest(token), "person_id": person, "expires_at": later}
        for person, token in tokens.items()
    ]
    _insert(AuthSession, iter(rows))
    commit()
    return [with_cookie(app, token) for token in tokens.values()]


def _people(name: str, number: int) -> list[int]:
    before = db.session.scalar(sa.select(sa.func.max(Person.id))) or 0
    rows = (
        {
            "email": f"{name}{n}@example.org", "email_key": f"{name}{n}@example.org",
            "display_name": f"ผู้ร่วมคิด {n}", "password_hash": "!",
            "ledger_key": secrets.token_hex(32), "vote_consent": VOTE_VERSION,
            "created_at": clock.now() - timedelta(days=90),
        }
        for n in range(number)
    )  # fmt: skip
    _insert(Person, rows)
    return list(db.session.scalars(sa.select(Person.id).where(Person.id > before)))


def sample_texts() -> list[str]:
    """What ideas and comments are made of."""
    with (FOLDER / "submissions.csv").open(encoding="utf-8-sig", newline="") as stream:
        return [row["text"] for row in csv.DictReader(stream)]


def _texts(chance: random.Random) -> Iterator[str]:
    rows = sample_texts()
    while True:
        yield chance.choice(rows)


def _ideas(
    challenge: int, number: int, people: list[int], texts: Iterator[str], chance: random.Random
) -> int:
    """The id of the first one."""
    before = db.session.scalar(sa.select(sa.func.max(Idea.id))) or 0
    now = clock.now()

    def row(n: int) -> dict[str, Any]:
        title, body = f"{next(texts)[:80]} {n}", f"{next(texts)}\n\n{next(texts)}"
        return {
            "challenge_id": challenge, "author_id": chance.choice(people), "title": title,
            "body": body, "search_text": search_text(title, body), "votes_count": 0,
            "comments_count": 0, "created_at": now - timedelta(minutes=number - n),
        }  # fmt: skip

    _insert(Idea, (row(n) for n in range(number)))
    return before + 1


def _votes(
    ideas: list[int], people: list[int], number: int, chance: random.Random
) -> Iterator[dict[str, Any]]:
    seen: set[tuple[int, int]] = set()
    now = clock.now()
    while len(seen) < number:
        pair = (ideas[int(len(ideas) * chance.random() ** 3)], chance.choice(people))
        if pair not in seen:
            seen.add(pair)
            yield {"idea_id": pair[0], "person_id": pair[1], "cast_at": _before(now, chance)}


def _comments(
    ideas: list[int], people: list[int], number: int, texts: Iterator[str], chance: random.Random
) -> Iterator[dict[str, Any]]:
    now = clock.now()
    for _n in range(number):
        yield {
            "idea_id": ideas[int(len(ideas) * chance.random() ** 3)],
            "author_id": chance.choice(people),
            "body": next(texts),
            "created_at": _before(now, chance),
        }


def _before(now: datetime, chance: random.Random) -> datetime:
    return now - timedelta(minutes=chance.randrange(10_000))


def _count() -> None:
    for counter, model in ((Idea.votes_count, IdeaVote), (Idea.comments_count, Comment)):
        number = sa.select(sa.func.count()).where(model.idea_id == Idea.id).scalar_subquery()
        db.session.execute(sa.update(Idea).values({counter: number}))


def _insert(model: Any, rows: Iterator[dict[str, Any]]) -> None:
    while batch := list(islice(rows, BATCH)):
        db.session.execute(sa.insert(model), batch)


def people_without_votes(number: int, name: str = "voter") -> list[int]:
    """New people, who agreed to vote and have not yet."""
    return _people(name, number)
