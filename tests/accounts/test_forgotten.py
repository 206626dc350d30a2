"""A forgotten password: one link, once, for half an hour, and the same answer for everybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import PasswordReset, Person
from app.core import clock
from app.core.db import db
from app.core.models import AuditEntry
from tests.accounts.conftest import NEW_PASSWORD, PASSWORD, enter, is_in, without_tokens

Link = Callable[[], str]
NEW = {"password": NEW_PASSWORD}


def ask(client: FlaskClient, email: str = "fah@example.org") -> str:
    response = client.post("/forgotten", data={"email": email})
    assert response.location == "/sign-up/mailed", response.text
    return without_tokens(client.get(response.location).text)


def test_from_the_mail_to_a_new_password(client: FlaskClient, fah: Person, link: Link) -> None:
    ask(client)
    assert "fah@example.org" in client.get(link()).text
    assert client.post(link(), data=NEW).location == "/sign-in"
    assert enter(client).status_code == 422
    assert enter(client, password=NEW_PASSWORD).status_code == 302


def test_known_and_unknown_addresses_get_the_same_page(
    app: Flask, fah: Person, mails: list[Any]
) -> None:
    known = ask(app.test_client(), "fah@example.org")
    unknown = ask(app.test_client(), "foh@example.org")
    assert known.replace("fah@", "foh@") == unknown
    assert len(mails) == 2, "both do the same work"
    assert "/reset/" not in mails[-1].body


def test_the_mail_goes_to_the_owner_however_the_address_was_typed(
    client: FlaskClient, fah: Person, mails: list[Any]
) -> None:
    ask(client, "ＦＡＨ@example.org")
    assert mails[-1].to == ["fah@example.org"]


def test_a_link_works_once(client: FlaskClient, fah: Person, link: Link) -> None:
    ask(client)
    client.post(link(), data=NEW)
    assert client.get(link()).status_code == 410
    assert client.post(link(), data={"password": "another one entirely"}).status_code == 410
    assert enter(client, password=NEW_PASSWORD).status_code == 302


def test_a_refused_password_does_not_use_the_link_up(
    client: FlaskClient, fah: Person, link: Link
) -> None:
    ask(client)
    assert client.post(link(), data={"password": "1234567890"}).status_code == 422
    assert client.post(link(), data=NEW).status_code == 302


def test_a_link_is_too_old_after_half_an_hour(client: FlaskClient, fah: Person, link: Link) -> None:
    ask(client)
    with clock.frozen(clock.now() + timedelta(minutes=30)):
        assert client.get(link()).status_code == 410
        assert client.post(link(), data=NEW).status_code == 410
    assert enter(client).status_code == 302


def test_all_links_are_dead_once_the_password_was_changed(
    app: Flask, fah: Person, link: Link
) -> None:
    ask(app.test_client())
    owner = app.test_client()
    enter(owner)
    owner.post("/account/password", data={"present": PASSWORD, **NEW})
    assert app.test_client().post(link(), data={"password": "stolen words 1"}).status_code == 410


def test_one_used_link_ends_the_others(client: FlaskClient, fah: Person, link: Link) -> None:
    ask(client)
    first = link()
    ask(client)
    client.post(link(), data=NEW)
    assert client.get(first).status_code == 410


def test_a_reset_ends_every_session(app: Flask, fah: Person, link: Link) -> None:
    browser = app.test_client()
    enter(browser)
    ask(app.test_client())
    app.test_client().post(link(), data=NEW)
    assert not is_in(browser)


def test_the_database_holds_only_a_digest_of_the_token(
    client: FlaskClient, fah: Person, link: Link
) -> None:
    ask(client)
    row = db.session.scalars(sa.select(PasswordReset)).one()
    token = link().rsplit("/", 1)[1]
    assert token != row.token_hash
    assert client.get(f"/reset/{row.token_hash}").status_code == 410


def test_it_is_kept_in_the_log(client: FlaskClient, fah: Person, link: Link) -> None:
    ask(client)
    client.post(link(), data=NEW)
    actions = db.session.scalars(sa.select(AuditEntry.action)).all()
    assert "account.password_reset" in actions


def test_an_address_gets_three_mails_a_day(app: Flask, fah: Person, mails: list[Any]) -> None:
    pages = [ask(app.test_client()) for _ in range(4)]
    assert len(mails) == 3
    assert len(set(pages)) == 1


def test_the_mail_is_in_the_language_of_its_owner(
    client: FlaskClient, fah: Person, mails: list[Any]
) -> None:
    fah.language = "en"
    ask(client)
    assert "Open this link within 30 minutes" in mails[-1].body
    assert mails[-1].subject == "A new password"
