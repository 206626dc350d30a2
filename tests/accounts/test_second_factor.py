"""The second step of signing in: set up, moved to another device, turned off."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import second_factor
from app.accounts.models import AuthenticatorApp, Person, RecoveryCode
from app.core import clock
from app.core.db import db
from tests.accounts.conftest import PASSWORD, enter, is_in
from tests.support.authenticator import another_code, code_of, give_app
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]
PAGE = "/account/second-factor"
AGAIN = {"present": PASSWORD}


def begin(browser: FlaskClient, password: str = PASSWORD) -> str:
    """Give the password, and read the secret off the page as a person would."""
    assert browser.post(PAGE, data={"present": password}).location == f"{PAGE}/set-up"
    shown = re.search(r'class="secret-key">([A-Z2-7 ]+)<', browser.get(f"{PAGE}/set-up").text)
    assert shown is not None
    return shown.group(1).replace(" ", "")


def set_up(browser: FlaskClient, password: str = PASSWORD) -> tuple[str, list[str]]:
    """The whole way: the secret, and the recovery codes that were shown."""
    secret = begin(browser, password)
    done = browser.post(f"{PAGE}/set-up", data={"code": code_of(secret)})
    assert done.location == f"{PAGE}/codes"
    return secret, re.findall(r"<code>([a-z0-9-]+)</code>", browser.get(f"{PAGE}/codes").text)


def test_a_guest_is_asked_to_sign_in(client: FlaskClient) -> None:
    for path in ("", "/set-up", "/codes", "/codes.txt"):
        assert client.get(PAGE + path).location == f"/sign-in?next={PAGE}{path}"
    assert client.post(PAGE).status_code == 302


def test_the_whole_way(as_: As, fah: Person, mails: list[Any]) -> None:
    browser = as_(fah)
    _secret, codes = set_up(browser)
    assert len(set(codes)) == second_factor.RECOVERY_CODES
    assert "ใช้งานตั้งแต่" in browser.get(PAGE).text
    assert mails[-1].to == ["fah@example.org"]


def test_the_password_comes_first(as_: As, fah: Person) -> None:
    browser = as_(fah)
    assert browser.post(PAGE, data={"present": "a wrong guess"}).status_code == 422
    assert browser.get(f"{PAGE}/set-up").location == PAGE
    assert browser.post(f"{PAGE}/set-up", data={"code": "123456"}).location == PAGE


def test_a_wrong_code_sets_nothing_up(as_: As, fah: Person) -> None:
    browser = as_(fah)
    secret = begin(browser)
    refused = browser.post(f"{PAGE}/set-up", data={"code": another_code(secret)})
    assert refused.status_code == 422
    assert db.session.get(AuthenticatorApp, fah.id) is None
    assert second_factor.in_groups(secret) in refused.text  # the same secret: nothing to scan anew


def test_the_secret_is_offered_for_a_quarter_of_an_hour(as_: As, fah: Person) -> None:
    browser = as_(fah)
    secret = begin(browser)
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        late = browser.post(f"{PAGE}/set-up", data={"code": code_of(secret)})
    assert late.location == PAGE
    assert db.session.get(AuthenticatorApp, fah.id) is None


def test_what_is_stored_makes_no_codes(as_: As, fah: Person) -> None:
    secret, codes = set_up(as_(fah))
    stored = [app.secret for app in db.session.scalars(sa.select(AuthenticatorApp))]
    stored += [code.code_hash for code in db.session.scalars(sa.select(RecoveryCode))]
    assert len(stored) == 11
    for known in (secret, *codes):
        assert not [text for text in stored if known in text]


def test_the_codes_are_shown_once(as_: As, fah: Person) -> None:
    browser = as_(fah)
    _secret, codes = set_up(browser)
    saved = browser.get(f"{PAGE}/codes.txt")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert codes[0] in saved.text
    browser.post(f"{PAGE}/codes/kept")
    assert browser.get(f"{PAGE}/codes").location == PAGE
    assert browser.get(f"{PAGE}/codes.txt").location == PAGE


def test_other_browsers_are_signed_out(app: Flask, fah: Person) -> None:
    here, there = app.test_client(), app.test_client()
    enter(here)
    enter(there)
    set_up(here)
    assert (is_in(here), is_in(there)) == (True, False)


def test_moving_it_makes_the_old_device_worthless(app: Flask, as_: As, fah: Person) -> None:
    browser = as_(fah)
    old, old_codes = set_up(browser)
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        new, _codes = set_up(browser)
    assert new != old
    with clock.frozen(clock.now() + timedelta(minutes=4)):
        for wrong, right in ((code_of(old), False), (old_codes[0], False), (code_of(new), True)):
            guest = app.test_client()
            enter(guest)
            guest.post("/sign-in/code", data={"code": wrong})
            assert is_in(guest) is right


def test_new_recovery_codes_void_the_old_ones(app: Flask, as_: As, fah: Person) -> None:
    browser = as_(fah)
    _secret, old = set_up(browser)
    assert browser.post(f"{PAGE}/codes", data={"present": "a wrong guess"}).status_code == 422
    assert browser.post(f"{PAGE}/codes", data=AGAIN).location == f"{PAGE}/codes"
    new = re.findall(r"<code>([a-z0-9-]+)</code>", browser.get(f"{PAGE}/codes").text)
    assert not set(old) & set(new)
    for code, right in ((old[0], False), (new[0], True)):
        guest = app.test_client()
        enter(guest)
        guest.post("/sign-in/code", data={"code": code})
        assert is_in(guest) is right


def test_it_is_turned_off_with_the_password(app: Flask, as_: As, fah: Person) -> None:
    give_app(fah)
    browser = as_(fah)
    assert browser.post(f"{PAGE}/remove", data={"present": "a wrong guess"}).status_code == 422
    assert browser.post(f"{PAGE}/remove", data=AGAIN).location == PAGE
    guest = app.test_client()
    enter(guest)
    assert is_in(guest)


def test_staff_cannot_turn_it_off(as_: As, fah: Person, cast: Cast) -> None:
    cast.ada.password_hash = fah.password_hash
    give_app(cast.ada)
    refused = as_(cast.ada).post(f"{PAGE}/remove", data=AGAIN)
    assert refused.status_code == 422
    assert "บทบาทของท่าน" in refused.text
    assert db.session.get(AuthenticatorApp, cast.ada.id) is not None


def test_an_open_browser_is_no_place_to_guess_the_password(as_: As, fah: Person) -> None:
    browser = as_(fah)
    wrong = {"present": "a wrong guess"}
    answers = [browser.post(PAGE, data=wrong).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


@pytest.mark.parametrize("typed", ["{0} {1}", "{0}-{1}", " {0}{1} "])
def test_a_code_is_read_as_people_type_it(app: Flask, typed: str) -> None:
    secret = second_factor.new_secret()
    with clock.frozen(clock.now()):
        code = code_of(secret)
        thai = code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
        for digits in (code, thai):
            spelt = typed.format(digits[:3], digits[3:])
            assert second_factor.matching_step(secret, spelt) is not None


def test_a_clock_may_be_half_a_minute_off_and_not_more(app: Flask) -> None:
    secret, now = second_factor.new_secret(), clock.now()
    with clock.frozen(now):
        code = code_of(secret)
    for seconds, taken in ((-61, False), (-30, True), (30, True), (61, False)):
        with clock.frozen(now + timedelta(seconds=seconds)):
            assert (second_factor.matching_step(secret, code) is not None) is taken


def test_after_another_secret_key_no_code_is_right(
    app: Flask, fah: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = give_app(fah)
    monkeypatch.setitem(app.config, "SECRET_KEY", "another key that was put in its place")
    guest = app.test_client()
    enter(guest)
    assert guest.post("/sign-in/code", data={"code": code_of(secret)}).status_code == 422
