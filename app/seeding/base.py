"""What all parts of the sample data share: the files, the clock set back, people by their keys."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.accounts.commands.consents import give_consent
from app.accounts.identity import email_key
from app.accounts.models import Person, Purpose
from app.accounts.rules import agrees_to_votes
from app.core import clock
from app.core.db import db

FOLDER = Path(__file__).resolve().parents[2] / "seed_data"
Record = dict[str, Any]


def read(name: str) -> Record:
    data: Record = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return data


def there(model: Any) -> Callable[[], bool]:
    return lambda: db.session.scalar(sa.select(sa.func.count()).select_from(model)) != 0


@contextmanager
def days_ago(days: float) -> Iterator[None]:
    """The clock set back. Rows take their times when they are flushed, so that is done within."""
    with clock.frozen(clock.now() - timedelta(days=days)):
        yield
        db.session.flush()


# People


def sample_people() -> list[Record]:
    people: list[Record] = read("people.json")["people"]
    return people


class People:
    """Sample people by their keys, each loaded once. Sample voters are `voter-01` and so on."""

    def __init__(self) -> None:
        self._addresses = {one["key"]: one["email"] for one in sample_people()}
        self._addresses |= {key: address_of(key) for key in voter_keys()}
        self._loaded: dict[str, Person] = {}

    def __getitem__(self, key: str) -> Person:
        if key not in self._loaded:
            mine = Person.email_key == email_key(self._addresses[key])
            self._loaded[key] = db.session.scalars(sa.select(Person).where(mine)).one()
        return self._loaded[key]

    def voter(self, key: str) -> Person:
        """Somebody about to vote: asked for their consent the first time."""
        person = self[key]
        if not agrees_to_votes(person):
            give_consent(person, Purpose.VOTE)
        return person

    def keys(self, role: str) -> list[str]:
        return [one["key"] for one in sample_people() if one["role"] == role]


def voter_keys() -> list[str]:
    count: int = read("people.json")["voters"]
    return [f"voter-{number:02}" for number in range(1, count + 1)]


def address_of(voter: str) -> str:
    return f"{voter.replace('-', '')}@example.org"
