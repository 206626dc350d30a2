"""What was done with one's account."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from app.accounts import commands
from app.accounts.models import Person, Role
from app.core.db import commit
from tests.accounts.conftest import PASSWORD, enter
from tests.accounts.test_second_factor import set_up
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]


def test_a_guest_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/account/history").location == "/sign-in?next=/account/history"


def test_what_was_done_and_by_whom(as_: As, fah: Person, cast: Cast) -> None:
    browser = as_(fah)
    set_up(browser)
    commands.suspend(cast.ada, fah, "a reason")
    commands.reinstate(cast.ada, fah, "a reason")
    commands.grant_role(cast.ada, fah, Role.ANALYST)
    commit()
    page = as_(fah).get("/account/history").text
    for words in ("ตั้งการยืนยันขั้นที่สอง", "ระงับบัญชี", "ได้รับบทบาท", "ผู้ดูแลระบบ"):
        assert words in page
    assert "a reason" not in page


def test_nobody_elses(as_: As, fah: Person, cast: Cast) -> None:
    set_up(as_(fah))
    assert "ตั้งการยืนยันขั้นที่สอง" not in as_(cast.mali).get("/account/history").text


def test_signing_out_elsewhere_stands_in_it(app: Flask, fah: Person) -> None:
    here, there = app.test_client(), app.test_client()
    enter(here)
    enter(there, password=PASSWORD)
    here.post("/account/sessions/revoke-others")
    assert "ออกจากระบบทุกแห่งที่เหลือ" in here.get("/account/history").text
