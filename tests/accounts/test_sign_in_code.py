"""The second step: a code after the password."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import commands
from app.accounts.models import AuthSession, Person
from app.core import clock
from app.core.db import commit, db
from tests.accounts.conftest import NEW_PASSWORD, PASSWORD, enter, is_in
from tests.support.authenticator import another_code, code_of, give_app

As = Callable[[Person], FlaskClient]


def give(client: FlaskClient, code: str, network: str = "203.0.113.7") -> int:
    environ = {"REMOTE_ADDR": network}
    data = {"code": code}
    return client.post("/sign-in/code", data=data, environ_base=environ).status_code


def test_the_password_alone_lets_nobody_in(client: FlaskClient, fah: Person) -> None:
    secret = give_app(fah)
    assert enter(client, next="/my/submissions").location == "/sign-in/code"
    assert not is_in(client)
    assert "one-time-code" in client.get("/sign-in/code").text
    done = client.post("/sign-in/code", data={"code": code_of(secret)})
    assert done.location == "/my/submissions"
    assert is_in(client)
    session = db.session.scalars(sa.select(AuthSession)).one()
    assert session.second_factor_at is not None


def test_without_the_password_there_is_no_second_step(client: FlaskClient, fah: Person) -> None:
    give_app(fah)
    assert client.get("/sign-in/code").location == "/sign-in"
    assert client.post("/sign-in/code", data={"code": "123456"}).location == "/sign-in"
    assert enter(client, password="a wrong guess").status_code == 422
    assert client.get("/sign-in/code").location == "/sign-in"


def test_a_code_is_taken_once(app: Flask, fah: Person) -> None:
    secret = give_app(fah)
    first, second = app.test_client(), app.test_client()
    enter(first)
    enter(second)
    code = code_of(secret)
    assert give(first, code) == 302
    assert give(second, code) == 422
    assert not is_in(second)


def test_no_code_from_before_the_last_one(app: Flask, fah: Person) -> None:
    secret = give_app(fah)
    earlier = code_of(secret)
    with clock.frozen(clock.now() + timedelta(seconds=30)):
        first, second = app.test_client(), app.test_client()
        enter(first)
        enter(second)
        assert give(first, code_of(secret)) == 302
        assert give(second, earlier) == 422


def test_a_recovery_code_signs_in_once(app: Flask, fah: Person, mails: list[Any]) -> None:
    give_app(fah)
    codes = commands.make_recovery_codes(fah)
    commit()
    for typed, right in ((codes[0].upper().replace("-", " "), True), (codes[0], False)):
        guest = app.test_client()
        enter(guest)
        give(guest, typed)
        assert is_in(guest) is right
    assert "รหัสสำรอง" in mails[-1].body


def test_the_second_step_waits_ten_minutes(client: FlaskClient, fah: Person) -> None:
    secret = give_app(fah)
    enter(client)
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        late = client.post("/sign-in/code", data={"code": code_of(secret)})
    assert late.location == "/sign-in"


def test_a_changed_password_ends_the_second_step(client: FlaskClient, fah: Person) -> None:
    secret = give_app(fah)
    enter(client)
    commands.change_password(fah, NEW_PASSWORD, kept=None)
    commit()
    assert client.post("/sign-in/code", data={"code": code_of(secret)}).location == "/sign-in"
    assert not is_in(client)


def test_codes_cannot_be_guessed_from_wherever(app: Flask, fah: Person, mails: list[Any]) -> None:
    """Ten a day in all, whatever the network; the owner learns that somebody has the password."""
    secret = give_app(fah)
    answers = []
    for number in range(15):
        thief = app.test_client()
        enter(thief)
        answers.append(give(thief, another_code(secret), f"198.51.100.{number}"))
    assert answers == [422] * 10 + [429] * 5
    warnings = [mail for mail in mails if "รหัสผ่านที่ถูกต้อง" in mail.body]
    assert len(warnings) == 1


def test_meanwhile_the_owners_own_browser_gets_in(app: Flask, fah: Person) -> None:
    owner = app.test_client()
    enter(owner)
    owner.post("/sign-out")
    secret = give_app(fah)
    for _ in range(11):
        thief = app.test_client()
        enter(thief)
        give(thief, another_code(secret))
    enter(owner)
    assert give(owner, code_of(secret)) == 302


def test_right_codes_are_not_counted(app: Flask, fah: Person) -> None:
    secret, now = give_app(fah), clock.now()
    for number in range(12):
        with clock.frozen(now + timedelta(minutes=number)):
            guest = app.test_client()
            enter(guest)
            assert give(guest, code_of(secret)) == 302


def test_too_many_tries_say_how_long_to_wait(app: Flask, fah: Person) -> None:
    secret = give_app(fah)
    guest = app.test_client()
    enter(guest)
    for _ in range(10):
        give(guest, another_code(secret))
    refused = guest.post("/sign-in/code", data={"code": another_code(secret)},
                         environ_base={"REMOTE_ADDR": "203.0.113.7"})  # fmt: skip
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "one-time-code" in refused.text


def test_a_new_password_by_mail_does_not_go_round_the_code(
    client: FlaskClient, fah: Person, link: Callable[[], str]
) -> None:
    give_app(fah)
    client.post("/forgotten", data={"email": "fah@example.org"})
    client.post(link(), data={"password": NEW_PASSWORD})
    assert enter(client, password=NEW_PASSWORD).location == "/sign-in/code"
    assert not is_in(client)


def test_the_way_after_it_stays_on_this_site(client: FlaskClient, fah: Person) -> None:
    secret = give_app(fah)
    enter(client, next="https://elsewhere.example/")
    assert client.post("/sign-in/code", data={"code": code_of(secret)}).location == "/"


def test_the_password_of_another_person_ends_what_was_begun(
    client: FlaskClient, fah: Person
) -> None:
    other = commands.create_person(
        None, email="nam@example.org", display_name="Nam", password=PASSWORD
    )
    commit()
    secret = give_app(fah)
    other_secret = give_app(other)
    enter(client)
    enter(client, "nam@example.org")
    assert give(client, code_of(secret)) == 422
    assert give(client, code_of(other_secret)) == 302
