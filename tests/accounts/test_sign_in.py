"""Signing in: who gets in, where to, and how often one may try."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import passwords
from app.accounts.models import AuthSession, Person
from app.core import clock
from app.core.db import commit, db
from app.core.models import LimitCounter
from tests.accounts.conftest import NEW_PASSWORD, PASSWORD, enter, is_in, without_tokens


def test_the_right_password_opens_a_session(client: FlaskClient, fah: Person) -> None:
    response = enter(client)
    assert (response.status_code, response.location) == (302, "/")
    assert is_in(client)


def test_a_password_hashed_as_in_former_years_is_hashed_anew(
    client: FlaskClient, fah: Person
) -> None:
    fah.password_hash = former = PasswordHasher(2, 8, 1).hash(PASSWORD)
    assert enter(client, password="not her password").status_code == 422
    db.session.expire_all()
    assert fah.password_hash == former
    enter(client)
    db.session.expire_all()
    assert not passwords.is_outdated(fah.password_hash)
    assert passwords.matches(fah.password_hash, PASSWORD)


def test_a_password_without_end_is_not_looked_at(client: FlaskClient, fah: Person) -> None:
    assert "200" in enter(client, password="x" * 201).text


@pytest.mark.parametrize(
    "email",
    ["FAH@Example.ORG", " fah@example.org ", "f\u200bah@example.org", "ｆａｈ@example.org"],
)
def test_an_address_is_the_same_however_it_is_typed(
    client: FlaskClient, fah: Person, email: str
) -> None:
    enter(client, email)
    assert is_in(client)


def test_known_and_unknown_addresses_get_the_same_answer(client: FlaskClient, fah: Person) -> None:
    known = enter(client, "fah@example.org", "not her password")
    unknown = enter(client, "foh@example.org", "not her password")
    assert known.status_code == unknown.status_code == 422
    assert without_tokens(known.text.replace("fah@", "foh@")) == without_tokens(unknown.text)
    assert not is_in(client)


def test_an_unusable_password_lets_nobody_in(client: FlaskClient, fah: Person) -> None:
    fah.password_hash = "!"
    commit()
    assert enter(client, password="!").status_code == 422


def test_what_was_typed_stands_again_but_the_password(client: FlaskClient, fah: Person) -> None:
    page = enter(client, password="not her password", next="/account").text
    assert 'value="fah@example.org"' in page
    assert 'value="/account"' in page
    assert "not her password" not in page


def test_one_is_led_back_to_where_one_came_from(client: FlaskClient, fah: Person) -> None:
    asked = client.get("/account")
    assert asked.location == "/sign-in?next=/account"
    assert 'value="/account"' in client.get(asked.location).text
    assert enter(client, next="/account").location == "/account"


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example",
     "javascript:alert(1)", "/\t/evil.example", "http:/evil.example", "///evil.example", " //evil"],
)  # fmt: skip
def test_no_sign_in_leads_to_another_site(client: FlaskClient, fah: Person, address: str) -> None:
    page = client.get("/sign-in", query_string={"next": address}).text
    assert 'id="next" name="next" type="hidden" value="/"' in page
    assert enter(client, next=address).location == "/"
    assert client.get("/sign-in", query_string={"next": address}).location == "/"


def test_a_new_session_replaces_all_that_the_browser_held(client: FlaskClient, fah: Person) -> None:
    """A cookie that somebody planted before signing in is worth nothing afterwards."""
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    enter(client)
    with client.session_transaction() as session:
        first = session["_user_id"]
        assert "planted" not in session
    client.post("/sign-out")
    enter(client)
    with client.session_transaction() as session:
        assert session["_user_id"] != first


def test_the_database_holds_no_token_that_works(client: FlaskClient, fah: Person) -> None:
    enter(client)
    with client.session_transaction() as session:
        token = session["_user_id"]
    row = db.session.scalar(sa.select(AuthSession).where(AuthSession.person_id == fah.id))
    assert row is not None
    assert token != row.id
    with client.session_transaction() as session:
        session["_user_id"] = row.id
    assert not is_in(client)


def test_an_expired_session_is_over(client: FlaskClient, fah: Person) -> None:
    enter(client)
    row = db.session.scalar(sa.select(AuthSession))
    assert row is not None
    with clock.frozen(row.expires_at):
        assert not is_in(client)


def test_a_suspended_person_signs_in_and_is_told(client: FlaskClient, fah: Person) -> None:
    fah.suspended_at = clock.now()
    commit()
    enter(client)
    page = client.get("/account")
    assert page.status_code == 200
    assert "ถูกระงับ" in page.text


def test_ten_wrong_tries_on_one_account_then_a_pause(client: FlaskClient, fah: Person) -> None:
    for _ in range(10):
        assert enter(client, password="a wrong guess").status_code == 422
    refused = enter(client)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 86_400
    assert "/forgotten" in refused.text
    assert enter(client, "somebody@example.org").status_code == 422


def test_unknown_addresses_are_counted_alike(client: FlaskClient, app: Flask) -> None:
    answers = [enter(client, "nobody@example.org").status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_right_passwords_are_not_counted(app: Flask, fah: Person) -> None:
    for _ in range(12):
        assert enter(app.test_client()).status_code == 302


def test_a_thousand_guesses_from_a_thousand_networks(app: Flask, fah: Person) -> None:
    """Twenty of them are tried in a day, whatever address each claims to come from. The owner gets
    in: in their own browser, or in any other after a link in their mail."""
    owner = app.test_client()
    enter(owner)
    owner.post("/sign-out")
    attacker, evaluated = app.test_client(), 0
    for number in range(1_000):
        address = f"198.51.{number // 250}.{number % 250}"
        data = {"email": "fah@example.org", "password": "a wrong guess"}
        answer = attacker.post(
            "/sign-in", data=data, environ_base={"REMOTE_ADDR": address},
            headers={"X-Forwarded-For": f"203.0.113.{number % 250}"},
        )  # fmt: skip
        evaluated += answer.status_code == 422
    assert evaluated == 20
    assert enter(owner).status_code == 302


def test_an_attacker_elsewhere_does_not_lock_the_owner_out(app: Flask, fah: Person) -> None:
    """Guessing from many machines closes the account to unknown browsers, not to its owner's."""
    owner = app.test_client()
    enter(owner)
    owner.post("/sign-out")
    for machine in range(6):
        attacker = app.test_client()
        for _ in range(10):
            attacker.post(
                "/sign-in",
                data={"email": "fah@example.org", "password": "a wrong guess"},
                environ_base={"REMOTE_ADDR": f"192.0.2.{machine}"},
            )
    assert enter(app.test_client()).status_code == 429
    assert enter(owner).status_code == 302


def test_an_office_behind_one_address_is_not_locked_out(client: FlaskClient, fah: Person) -> None:
    for number in range(40):
        assert enter(client, f"colleague{number}@example.org").status_code == 422
    assert enter(client).status_code == 302


def test_no_address_is_kept_in_the_counters(client: FlaskClient, fah: Person) -> None:
    enter(client)
    keys = db.session.scalars(sa.select(LimitCounter.key)).all()
    assert keys
    assert not [key for key in keys if "fah" in key or "127.0.0" in key]


def test_a_browser_known_to_one_person_is_not_known_to_another(app: Flask, fah: Person) -> None:
    """Fah's browser has no count of its own on Mali's account: it shares the network's."""
    known, unknown = app.test_client(), app.test_client()
    enter(known)
    known.post("/sign-out")
    tries = [known] * 5 + [unknown] * 6
    answers = [enter(browser, "mali@example.org").status_code for browser in tries]
    assert answers == [422] * 10 + [429]


def test_an_outdated_password_is_not_accepted(client: FlaskClient, fah: Person) -> None:
    assert enter(client, password=NEW_PASSWORD).status_code == 422
    assert enter(client, password=PASSWORD + " ").status_code == 422
