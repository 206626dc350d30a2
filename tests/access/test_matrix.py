"""The matrix: each route × each role × own, another's, hidden.

What nobody has to write down for a new route: no server error; a role that the route's own rule
refuses does not get in; whoever is refused changes nothing in the database; a hidden object is
there for its owner and for those named in `world.SEE_HIDDEN` alone. What is written down, to be
read when it changes: `matrix.txt`, who gets in where. To write it anew:
`RECORD_MATRIX=1 python3 dev.py test tests/access`.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app import create_app
from app.accounts.models import AuthSession, Guest, Person
from app.accounts.tokens import digest
from app.core.access import rule_of
from app.core.db import db
from tests.access.world import HIDDEN, SEE_HIDDEN, VARIANTS, Values, make_world
from tests.support.cast import ROLES, new_session

RECORD = Path(__file__).with_name("matrix.txt")
ACTORS = ("guest", *ROLES)
OWNERS = {"mali", "mana"}


def _all_routes() -> list[tuple[str, Rule]]:
    app = create_app(RUAMKID_ENV="testing", DATA_DIR=Path(tempfile.mkdtemp()))
    routes = [
        (method, rule)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"})
        if rule.endpoint != "static"
    ]
    return sorted(routes, key=lambda route: (route[1].rule, route[0]))


ROUTES = _all_routes()


class World:
    """The application with its objects, put back after each request that changed something."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            upgrade()
            cast, self.values = make_world()
            self.ids = {name: getattr(cast, name).id for name in ROLES}
            people = {name: getattr(cast, name) for name in ROLES}
            self._given = {name: new_session(person) for name, person in people.items()}
            self._owed = {name: new_session(person) for name, person in people.items()}
            owed = sa.update(AuthSession).where(
                AuthSession.id.in_(map(digest, self._owed.values()))
            )
            db.session.execute(owed.values(second_factor_at=None))
            db.session.commit()
            db.session.remove()
        self._file = sqlite3.connect(app.config["DATA_DIR"] / "ruamkid.sqlite")
        self._kept = sqlite3.connect(":memory:")
        self._file.backup(self._kept)

    def version(self) -> int:
        """Changes whenever anybody else has committed something."""
        return int(self._file.execute("PRAGMA data_version").fetchone()[0])

    def put_back(self) -> None:
        self._kept.backup(self._file)

    def ask(
        self, actor: str, method: str, path: str, *, second_factor: bool = True
    ) -> tuple[TestResponse, bool]:
        """The answer, and whether the database was changed. All is as before afterwards."""
        client = self.app.test_client()
        if actor != "guest":
            tokens = self._given if second_factor else self._owed
            with client.session_transaction() as session:
                session.update(_user_id=tokens[actor], _fresh=True)
        before = self.version()
        response = client.open(path, method=method)
        changed = self.version() != before
        if changed:
            self.put_back()
        return response, changed


@pytest.fixture(scope="module")
def world(new_database: Callable[[str], dict[str, object]]) -> World:
    """On SQLite alone: rules do not depend on the database, and a file is quickly put back."""
    return World(create_app(**new_database("sqlite")))


@pytest.fixture(scope="module")
def record() -> Iterator[dict[str, str]]:
    lines = RECORD.read_text(encoding="utf-8").splitlines() if RECORD.exists() else []
    known = dict(line.rsplit(" : ", 1) for line in lines if " : " in line)
    yield known
    if os.environ.get("RECORD_MATRIX"):
        text = "".join(f"{key} : {value}\n" for key, value in sorted(known.items()))
        RECORD.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("method", "rule"), ROUTES, ids=[f"{method} {rule.rule}" for method, rule in ROUTES]
)
def test_who_gets_in(method: str, rule: Rule, world: World, record: dict[str, str]) -> None:
    unknown = rule.arguments - world.values.keys()
    assert not unknown, f"add an object for {unknown} to tests/access/world.py"
    for variant in VARIANTS if rule.arguments else ("-",):
        inside = {actor for actor in ACTORS if _gets_in(world, actor, method, rule, variant)}
        _check_hidden(rule, variant, inside)
        _check_record(record, f"{method} {rule.rule} {variant}", inside)


def _gets_in(world: World, actor: str, method: str, rule: Rule, variant: str) -> bool:
    path = _path(world, rule, method, variant)
    response, changed = world.ask(actor, method, path)
    told = f"{actor}: {method} {path} → {response.status}"
    assert response.status_code < 500, told
    inside = not _refused(response)
    assert not (changed and not inside), f"{told}, but the database changed"
    assert not (changed and method == "GET"), f"{told}: a GET wrote to the database"
    assert not inside or _route_allows(world, actor, rule), f"{told} against the route's rule"
    return inside


def _path(world: World, rule: Rule, method: str, variant: str) -> str:
    arguments = {name: world.values[name][variant] for name in rule.arguments}
    return world.app.url_map.bind("localhost").build(rule.endpoint, arguments, method)


def _refused(response: TestResponse) -> bool:
    asked_to_sign_in = response.status_code == 302 and response.location.startswith("/sign-in?next")
    return response.status_code in (401, 403, 404) or asked_to_sign_in


def _route_allows(world: World, actor: str, rule: Rule) -> bool:
    declared = rule_of(world.app, rule.endpoint)
    assert declared is not None
    with world.app.app_context():
        person = Guest() if actor == "guest" else db.session.get_one(Person, world.ids[actor])
        return declared(person)


def _check_hidden(rule: Rule, variant: str, inside: set[str]) -> None:
    for name in rule.arguments & SEE_HIDDEN.keys():
        if variant == HIDDEN:
            unexpected = inside - SEE_HIDDEN[name] - OWNERS
            assert not unexpected, f"{rule.rule}: {unexpected} reach a hidden {name}"


def _check_record(record: dict[str, str], key: str, inside: set[str]) -> None:
    found = " ".join(actor for actor in ACTORS if actor in inside) or "nobody"
    if os.environ.get("RECORD_MATRIX"):
        record[key] = found
    assert record.get(key) == found, f"{key}: {found} get in; matrix.txt says otherwise"


def test_the_record_names_no_route_that_is_gone(record: dict[str, str], world: World) -> None:
    there = {f"{method} {rule.rule}" for method, rule in ROUTES}
    gone = {key for key in record if key.rsplit(" ", 1)[0] not in there}
    if os.environ.get("RECORD_MATRIX"):
        for key in gone:
            del record[key]
    assert not gone - (gone if os.environ.get("RECORD_MATRIX") else set())


def test_values_are_there_for_every_variant(world: World) -> None:
    values: Values = world.values
    assert all(set(VARIANTS) <= set(by_variant) for by_variant in values.values())
