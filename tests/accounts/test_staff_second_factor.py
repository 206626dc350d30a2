"""Staff act as staff only after a second factor. All routes: tests/access/test_second_factor.py."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import AuthSession, Person
from app.core.db import commit, db
from tests.accounts.conftest import PASSWORD, enter
from tests.accounts.test_second_factor import set_up
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]
SET_UP = "/account/second-factor"


def without_second_factor(as_: As, person: Person) -> FlaskClient:
    browser = as_(person)
    db.session.execute(sa.update(AuthSession).values(second_factor_at=None))
    commit()
    return browser


@pytest.mark.parametrize(
    ("name", "path"),
    [("modda", "/moderation"), ("ana", "/diagnose/runs"), ("cora", "/challenges/new"),
     ("exa", "/dashboard"), ("ada", "/admin/people")],
)  # fmt: skip
def test_they_are_led_to_set_it_up(as_: As, cast: Cast, name: str, path: str) -> None:
    browser = without_second_factor(as_, getattr(cast, name))
    led = browser.get(path)
    assert led.location == f"{SET_UP}?next={path}"
    page = browser.get(led.location)
    assert page.status_code == 200
    assert "บทบาทของท่าน" in page.text


def test_a_member_is_refused_as_before(as_: As, cast: Cast) -> None:
    assert as_(cast.mali).get("/admin/people").status_code == 403


def test_what_members_do_stays_open(as_: As, cast: Cast) -> None:
    browser = without_second_factor(as_, cast.cora)
    assert browser.get("/account").status_code == 200
    assert browser.get("/").status_code == 200
    assert "/admin/" not in browser.get("/").text


def test_after_signing_in_they_set_it_up_and_go_on(
    client: FlaskClient, fah: Person, cast: Cast
) -> None:
    cast.ada.password_hash = fah.password_hash
    commit()
    entered = enter(client, "ada@example.org", PASSWORD, next="/admin/people")
    assert entered.location == f"{SET_UP}?next=/admin/people"
    client.get(entered.location)
    set_up(client)
    assert client.post(f"{SET_UP}/codes/kept").location == "/admin/people"
    assert client.get("/admin/people").status_code == 200


def test_where_the_office_does_not_ask_for_it_nothing_is_asked(
    as_: As, cast: Cast, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "STAFF_SECOND_FACTOR", False)
    assert without_second_factor(as_, cast.ada).get("/admin/people").status_code == 200
