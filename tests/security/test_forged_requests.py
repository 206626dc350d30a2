"""A form needs the token of the very browser that sends it, and changes what it names alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person, RoleGrant
from app.core.db import db
from app.develop.models import Idea
from tests.access.world import OWN, make_world
from tests.support.cast import Cast, sign_in

As = Callable[[Person], FlaskClient]
PRIVILEGED = {
    "role": "administrator", "roles": "administrator", "role_names": "administrator",
    "grants": "1", "grants-0-role": "administrator", "unit_id": "1", "unit": "1", "id": "1",
    "person_id": "2", "author_id": "2", "created_by_id": "2", "actor_id": "2", "is_admin": "1",
    "votes_count": "999", "against_count": "999", "views_count": "999", "comments_count": "999",
    "place": "-1", "cost": "1", "published_at": "2026-01-01T00:00", "hidden_at": "", "held_at": "",
    "suspended_at": "", "suspended_until": "", "erased_at": "", "email_key": "x@example.org",
    "password_hash": "x", "ledger_key": "00", "state": "selected", "second_factor_at": "2026-01-01",
    "vote_consent": "1",
}  # fmt: skip


@pytest.fixture
def guarded(app: Flask) -> Iterator[Flask]:
    """The application with its check of tokens on, as outside tests."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


def test_a_token_of_another_browser_is_refused(guarded: Flask, cast: Cast) -> None:
    mali = sign_in(guarded.test_client(), cast.mali)
    mana = sign_in(guarded.test_client(), cast.mana)
    stolen = token_of(mana)
    form = {"display_name": "Mallory", "language": "th", "participant_group": "citizen"}
    assert mali.post("/account", data=form | {"csrf_token": stolen}).status_code == 400
    assert mali.post("/account", data=form).status_code == 400
    assert mali.post("/account", data=form | {"csrf_token": token_of(mali)}).status_code == 302
    db.session.expire_all()
    assert cast.mali.display_name == "Mallory"


def token_of(browser: FlaskClient) -> str:
    page = browser.get("/account").text
    return page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]


def test_no_form_takes_what_it_does_not_show(app: Flask) -> None:
    """Every route that takes a form is sent, by a member, fields that only the platform may set."""
    cast, values = make_world()
    before = privileges()
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.endpoint == "accounts.sign_out":
            continue
        arguments = {name: values[name][OWN] for name in rule.arguments if name in values}
        if len(arguments) < len(rule.arguments):
            continue
        path = app.url_map.bind("localhost").build(rule.endpoint, arguments, "POST")
        sign_in(app.test_client(), cast.mali).post(path, data=PRIVILEGED)
        db.session.expire_all()
        assert privileges() == before, path


def privileges() -> Any:
    """Who may do what, whose ideas are whose, and how they stand."""
    ideas = sa.select(Idea.id, Idea.author_id, Idea.views_count, Idea.cost, Idea.hidden_at)
    counts = sa.select(sa.func.max(Idea.votes_count), sa.func.max(Idea.comments_count))
    people = sa.select(
        Person.id, Person.email_key, Person.password_hash, Person.suspended_at
    ).where(Person.erased_at.is_(None))
    grants = sa.select(RoleGrant.person_id, RoleGrant.role, RoleGrant.unit_id)
    rows = [sorted(map(str, db.session.execute(query))) for query in (ideas, people, grants)]
    most = db.session.execute(counts).one()
    assert max(most) < 900
    return rows
