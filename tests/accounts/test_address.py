"""Another e-mail address: the password, a link to the new one, word to the old one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from app.accounts import commands
from app.accounts.models import Person
from app.core import clock
from app.core.db import commit, db
from app.core.models import AuditEntry
from tests.accounts.conftest import NEW_PASSWORD, PASSWORD, enter, is_in, without_tokens
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]
Link = Callable[[], str]
PAGE = "/account/address"
ASKED = {"email": "new@example.org", "present": PASSWORD}


def test_a_guest_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get(PAGE).location == f"/sign-in?next={PAGE}"
    assert client.get(f"{PAGE}/a-token").status_code == 302


def test_the_whole_way(app: Flask, as_: As, fah: Person, link: Link, mails: list[Any]) -> None:
    browser = as_(fah)
    assert browser.post(PAGE, data=ASKED).location == "/sign-up/mailed"
    assert mails[-1].to == ["new@example.org"]
    assert "new@example.org" in browser.get(link()).text
    db.session.expire_all()
    assert fah.email == "fah@example.org"
    assert browser.post(link()).location == "/account"
    db.session.expire_all()
    assert (fah.email, fah.email_key) == ("new@example.org", "new@example.org")
    assert mails[-1].to == ["fah@example.org"]
    assert enter(app.test_client(), "new@example.org").status_code == 302
    assert enter(app.test_client(), "fah@example.org").status_code == 422


def test_the_mail_tells_an_address_that_is_not_proved_nothing_of_the_account(
    as_: As, fah: Person, mails: list[Any]
) -> None:
    """Anybody's address can be typed there, and any words be borne as a name."""
    fah.display_name = "Call 081-234-5678 to win"
    commit()
    as_(fah).post(PAGE, data=ASKED)
    assert mails[-1].to == ["new@example.org"]
    assert "081" not in mails[-1].body


def test_it_needs_the_password(as_: As, fah: Person, mails: list[Any]) -> None:
    refused = as_(fah).post(PAGE, data=ASKED | {"present": "a wrong guess"})
    assert refused.status_code == 422
    assert "new@example.org" in refused.text
    assert mails == []


def test_no_address_is_refused(as_: As, fah: Person) -> None:
    assert as_(fah).post(PAGE, data=ASKED | {"email": "new"}).status_code == 422
    assert as_(fah).post(PAGE, data=ASKED | {"email": "fah@example.org"}).status_code == 422


def test_an_address_with_an_account_gets_the_same_answer(
    app: Flask, as_: As, fah: Person, cast: Cast, mails: list[Any]
) -> None:
    pages = []
    for email in ("mali@example.org", "nobody@example.org"):
        browser = as_(fah)
        answer = browser.post(PAGE, data=ASKED | {"email": email})
        assert answer.location == "/sign-up/mailed"
        pages.append(without_tokens(browser.get(answer.location).text).replace(email, "…"))
    assert pages[0] == pages[1]
    assert mails[0].to == ["mali@example.org"]
    assert "/account/address/" not in mails[0].body


def test_the_link_works_once_and_for_half_an_hour(as_: As, fah: Person, link: Link) -> None:
    browser = as_(fah)
    browser.post(PAGE, data=ASKED)
    path = link()
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        assert browser.get(path).status_code == 410
        assert browser.post(path).status_code == 410
    assert browser.post(path).status_code == 302
    assert browser.post(path).status_code == 410


def test_the_link_dies_with_the_password(as_: As, fah: Person, link: Link) -> None:
    browser = as_(fah)
    browser.post(PAGE, data=ASKED)
    commands.change_password(fah, NEW_PASSWORD, kept=None)
    commit()
    assert as_(fah).post(link()).status_code == 410


def test_the_link_is_of_use_to_nobody_else(as_: As, fah: Person, cast: Cast, link: Link) -> None:
    as_(fah).post(PAGE, data=ASKED)
    assert as_(cast.mana).post(link()).status_code == 410
    db.session.expire_all()
    assert cast.mana.email == "mana@example.org"


def test_links_to_set_a_password_die_and_other_browsers_are_signed_out(
    app: Flask, as_: As, fah: Person, link: Link
) -> None:
    browser, other = as_(fah), as_(fah)
    app.test_client().post("/forgotten", data={"email": "fah@example.org"})
    reset = link()
    browser.post(PAGE, data=ASKED)
    browser.post(link())
    assert app.test_client().get(reset).status_code == 410
    assert (is_in(browser), is_in(other)) == (True, False)


def test_an_address_taken_meanwhile(as_: As, fah: Person, link: Link) -> None:
    browser = as_(fah)
    browser.post(PAGE, data=ASKED)
    commands.create_person(None, email="New@Example.org", display_name="Somebody")
    commit()
    assert browser.post(link()).location == PAGE
    db.session.expire_all()
    assert fah.email == "fah@example.org"


def test_an_address_gets_three_mails_a_day(as_: As, fah: Person, mails: list[Any]) -> None:
    browser = as_(fah)
    for _ in range(4):
        assert browser.post(PAGE, data=ASKED).status_code == 302
    assert len(mails) == 3


def test_the_audit_log_holds_no_address(as_: As, fah: Person, link: Link) -> None:
    browser = as_(fah)
    browser.post(PAGE, data=ASKED)
    browser.post(link())
    entry = db.session.query(AuditEntry).filter_by(action="account.address_change").one()
    assert (entry.before, entry.after) == (None, None)
    assert "เปลี่ยนอีเมล" in browser.get("/account/history").text
