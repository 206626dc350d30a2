"""Signing out ends the session itself, not only the cookie in one browser."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from tests.accounts.conftest import enter, is_in


def test_a_cookie_kept_from_before_is_refused(app: Flask, fah: Person) -> None:
    client = app.test_client()
    enter(client)
    with client.session_transaction() as session:
        kept = dict(session)
    client.post("/sign-out")
    assert not is_in(client)
    thief = app.test_client()
    with thief.session_transaction() as session:
        session.update(kept)
    assert not is_in(thief)


def test_other_browsers_stay_signed_in(app: Flask, fah: Person) -> None:
    here, there = app.test_client(), app.test_client()
    enter(here)
    enter(there)
    here.post("/sign-out")
    assert is_in(there)


def test_it_takes_a_post(client: FlaskClient, fah: Person) -> None:
    enter(client)
    assert client.get("/sign-out").status_code == 405
    assert is_in(client)


def test_a_guest_who_signs_out_is_just_led_home(client: FlaskClient) -> None:
    assert client.post("/sign-out").location == "/"
