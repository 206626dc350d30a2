"""Signing up: the same page for everybody, an account for whoever reads the mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import consent
from app.accounts.models import Consent, ParticipantGroup, Person, Purpose
from app.accounts.queries import person_by_email
from app.core import clock
from app.core.db import db
from app.core.models import AuditEntry
from tests.accounts.conftest import NEW_PASSWORD, is_in, without_tokens

ANSWERS = {
    "display_name": "ดาว", "password": NEW_PASSWORD, "participant_group": "business",
    "language": "en", "consent": "y",
}  # fmt: skip
Link = Callable[[], str]


def ask(client: FlaskClient, email: str) -> str:
    """Ask for a link; returns the page that one is led to."""
    response = client.post("/sign-up", data={"email": email})
    assert response.location == "/sign-up/mailed", response.text
    return without_tokens(client.get(response.location).text)


def test_from_address_to_account(client: FlaskClient, link: Link) -> None:
    ask(client, "dao@example.org")
    assert person_by_email("dao@example.org") is None
    assert client.get(link()).status_code == 200
    assert client.post(link(), data=ANSWERS).status_code == 302
    assert is_in(client)
    person = person_by_email("dao@example.org")
    assert person is not None
    assert (person.display_name, person.language) == ("ดาว", "en")
    assert person.participant_group is ParticipantGroup.BUSINESS
    assert person.role_names == {"member"}


def test_consent_is_kept_with_version_purpose_and_time(client: FlaskClient, link: Link) -> None:
    ask(client, "dao@example.org")
    with clock.frozen(clock.now()):
        client.post(link(), data=ANSWERS)
        kept = db.session.scalars(sa.select(Consent)).one()
        assert (kept.purpose, kept.version) == (Purpose.ACCOUNT, consent.VERSION)
        assert kept.given_at == clock.now()


def test_the_log_names_the_new_person_and_holds_no_address(client: FlaskClient, link: Link) -> None:
    ask(client, "dao@example.org")
    client.post(link(), data=ANSWERS)
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert entry.action == "account.sign_up"
    assert entry.object_id == str(entry.actor_id)
    assert "dao@" not in str(entry.after)


@pytest.mark.parametrize(
    ("field", "value"),
    [("consent", ""), ("display_name", " "), ("display_name", "\u200b\u200b\u202e"),
     ("password", "short"), ("participant_group", "king"), ("language", "xx")],
)  # fmt: skip
def test_what_is_missing_is_said_and_the_rest_stands(
    client: FlaskClient, link: Link, field: str, value: str
) -> None:
    ask(client, "dao@example.org")
    response = client.post(link(), data={**ANSWERS, field: value})
    assert response.status_code == 422
    assert 'id="form-errors"' in response.text
    assert field == "display_name" or 'value="ดาว"' in response.text
    assert person_by_email("dao@example.org") is None


def test_known_and_unknown_addresses_get_the_same_page(
    app: Flask, fah: Person, mails: list[Any]
) -> None:
    known = ask(app.test_client(), "fah@example.org")
    unknown = ask(app.test_client(), "foh@example.org")
    assert known.replace("fah@", "foh@") == unknown
    assert [mail.to for mail in mails] == [["fah@example.org"], ["foh@example.org"]]


def test_the_owner_of_an_account_is_told_and_nothing_changes(
    client: FlaskClient, fah: Person, mails: list[Any]
) -> None:
    ask(client, "FAH@example.org")
    assert mails[-1].to == ["fah@example.org"], "never to the address as somebody else typed it"
    assert "/sign-in" in mails[-1].body
    assert "/sign-up/" not in mails[-1].body


@pytest.mark.parametrize("twin", ["ｆａｈ@example.org", "FAH@EXAMPLE.ORG"])
def test_a_twin_of_a_known_address_makes_no_second_account(
    client: FlaskClient, fah: Person, mails: list[Any], twin: str
) -> None:
    client.post("/sign-up", data={"email": twin})
    assert all("/sign-up/" not in mail.body for mail in mails)
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 10


def test_a_link_makes_one_account(app: Flask, link: Link) -> None:
    ask(app.test_client(), "dao@example.org")
    app.test_client().post(link(), data=ANSWERS)
    again = app.test_client().post(link(), data={**ANSWERS, "display_name": "ปลอม"})
    assert again.location == "/sign-in"
    person = person_by_email("dao@example.org")
    assert person is not None
    assert person.display_name == "ดาว"


def test_a_link_is_too_old_after_half_an_hour(client: FlaskClient, link: Link) -> None:
    ask(client, "dao@example.org")
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        assert client.get(link()).status_code == 410
        assert client.post(link(), data=ANSWERS).status_code == 410


def test_a_forged_link_is_refused(client: FlaskClient, link: Link) -> None:
    ask(client, "dao@example.org")
    assert client.post(link()[:-3] + "AAA", data=ANSWERS).status_code == 410
    assert client.get("/sign-up/nothing").status_code == 410


def test_an_address_gets_three_mails_a_day(app: Flask, mails: list[Any]) -> None:
    """Past that the page is the same: it tells nothing, and nobody can flood somebody else."""
    pages = [ask(app.test_client(), "dao@example.org") for _ in range(4)]
    assert len(mails) == 3
    assert len(set(pages)) == 1


def test_one_network_may_ask_a_hundred_times_an_hour(client: FlaskClient) -> None:
    with clock.frozen(clock.now().replace(minute=1)):
        for number in range(100):
            client.post("/sign-up", data={"email": f"p{number}@example.org"})
        refused = client.post("/sign-up", data={"email": "one@example.org"})
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0


def test_an_address_that_is_none_is_refused_with_an_example(client: FlaskClient) -> None:
    response = client.post("/sign-up", data={"email": "dao at example"})
    assert response.status_code == 422
    assert "name@example.org" in response.text
    assert 'value="dao at example"' in response.text


def test_who_is_signed_in_needs_no_account(as_: Any, cast: Any) -> None:
    assert as_(cast.mali).get("/sign-up").location == "/account"
