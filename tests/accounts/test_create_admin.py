"""`flask create-admin EMAIL`: the first administrator, and a way back in."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person, Role
from app.accounts.queries import person_by_email
from app.core.db import db
from tests.accounts.conftest import NEW_PASSWORD, enter
from tests.accounts.test_second_factor import set_up


def run(app: Flask, email: str) -> str:
    result = app.test_cli_runner().invoke(args=["create-admin", email])
    assert result.exit_code == 0, result.output
    return result.output


def test_it_makes_an_administrator_with_a_link(app: Flask, client: FlaskClient) -> None:
    printed = run(app, "first@example.org")
    link = re.search(r"/reset/\S+", printed)
    assert link is not None
    client.post(link.group(), data={"password": NEW_PASSWORD})
    enter(client, "first@example.org", NEW_PASSWORD)
    assert client.get("/admin/people").status_code == 302  # staff set up their second step first
    set_up(client, NEW_PASSWORD)
    assert client.get("/admin/people").status_code == 200
    assert client.get(link.group()).status_code == 410


def test_somebody_with_an_account_keeps_it(app: Flask, fah: Person) -> None:
    run(app, "FAH@example.org")
    run(app, "fah@example.org")
    db.session.expire_all()
    assert [grant.role for grant in fah.grants] == [Role.ADMINISTRATOR]
    assert fah.display_name == "Fah"


def test_what_is_no_address_is_refused(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["create-admin", "first"])
    assert result.exit_code == 2
    assert person_by_email("first") is None
