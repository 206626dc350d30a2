"""One's own account: name and language, password, sessions."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import AuthSession, ParticipantGroup, Person, Role
from app.accounts.tokens import digest
from app.core import clock
from app.core.db import commit, db
from app.core.models import AuditEntry
from tests.accounts.conftest import NEW_PASSWORD, PASSWORD, enter, is_in
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]
PROFILE = {"display_name": "ฟ้า", "language": "en", "participant_group": "stakeholder"}
CHANGE = {"present": PASSWORD, "password": NEW_PASSWORD}


def sessions_of(person: Person) -> list[AuthSession]:
    return list(db.session.scalars(sa.select(AuthSession).filter_by(person_id=person.id)))


def test_a_guest_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/account").location == "/sign-in?next=/account"
    assert client.post("/account/password").status_code == 302


def test_name_language_and_group_are_changed_and_logged(as_: As, fah: Person) -> None:
    browser = as_(fah)
    assert browser.post("/account", data=PROFILE).location == "/account"
    db.session.expire_all()
    assert (fah.display_name, fah.language) == ("ฟ้า", "en")
    assert fah.participant_group is ParticipantGroup.STAKEHOLDER
    assert "Your account is changed." in browser.get("/account").text
    entry = db.session.scalars(sa.select(AuditEntry).filter_by(action="account.profile")).one()
    assert entry.before is not None
    assert entry.before["display_name"] == "Fah"


@pytest.mark.parametrize(
    ("field", "value"),
    [("display_name", ""), ("display_name", "ฟ" * 81), ("language", "fr"),
     ("participant_group", "")],
)  # fmt: skip
def test_what_cannot_be_is_refused(as_: As, fah: Person, field: str, value: str) -> None:
    response = as_(fah).post("/account", data={**PROFILE, field: value})
    assert response.status_code == 422
    db.session.expire_all()
    assert fah.display_name == "Fah"


def test_a_new_password_ends_the_other_sessions_only(app: Flask, fah: Person) -> None:
    here, there = app.test_client(), app.test_client()
    enter(here)
    enter(there)
    with there.session_transaction() as session:
        stolen = dict(session)
    assert here.post("/account/password", data=CHANGE).location == "/account"
    assert is_in(here)
    assert not is_in(there)
    thief = app.test_client()
    with thief.session_transaction() as session:
        session.update(stolen)
    assert not is_in(thief)
    assert enter(app.test_client(), password=NEW_PASSWORD).status_code == 302


def test_the_present_password_is_needed(as_: As, fah: Person) -> None:
    response = as_(fah).post("/account/password", data={**CHANGE, "present": "a wrong guess"})
    assert response.status_code == 422
    assert "รหัสผ่านปัจจุบันไม่ถูกต้อง" in response.text
    assert NEW_PASSWORD not in response.text


def test_the_present_password_cannot_be_guessed(as_: As, fah: Person) -> None:
    browser = as_(fah)
    wrong = {**CHANGE, "present": "a wrong guess"}
    answers = [browser.post("/account/password", data=wrong).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_a_session_can_be_ended_from_another_browser(app: Flask, fah: Person) -> None:
    here, lost = app.test_client(), app.test_client()
    enter(lost)
    (row,) = sessions_of(fah)
    enter(here)
    assert row.id in here.get("/account").text
    here.post(f"/account/sessions/{row.id}/revoke")
    assert not is_in(lost)
    assert is_in(here)


def test_nobody_ends_anybody_elses_session(as_: As, cast: Cast, fah: Person) -> None:
    victim = as_(fah)
    (row,) = sessions_of(fah)
    for person in (cast.mali, cast.ada):
        assert as_(person).post(f"/account/sessions/{row.id}/revoke").status_code == 404
    assert is_in(victim)


def test_all_others_can_be_ended_at_once(app: Flask, fah: Person) -> None:
    browsers = [app.test_client() for _ in range(3)]
    for browser in browsers:
        enter(browser)
    browsers[0].post("/account/sessions/revoke-others")
    assert [is_in(browser) for browser in browsers] == [True, False, False]


def test_ended_sessions_are_not_listed(app: Flask, fah: Person) -> None:
    here, there = app.test_client(), app.test_client()
    enter(here)
    enter(there)
    ended = sessions_of(fah)[1].id
    there.post("/sign-out")
    assert ended not in here.get("/account").text


def test_reading_notes_when_a_browser_was_last_seen(as_: As, fah: Person) -> None:
    browser = as_(fah)
    (row,) = sessions_of(fah)
    first = row.last_seen_at
    for minutes, noted in ((4, False), (6, True)):
        with clock.frozen(first + timedelta(minutes=minutes)):
            browser.get("/account")
        db.session.expire_all()
        assert (row.last_seen_at > first) is noted


def test_noting_it_never_waits_for_a_writer(as_: As, fah: Person) -> None:
    """A long import holds SQLite's lock: pages are read all the same."""
    browser = as_(fah)
    (row,) = sessions_of(fah)
    later = row.last_seen_at + timedelta(minutes=6)
    commit()
    with db.engine.begin() as writer:
        writer.execute(sa.update(AuthSession).values(user_agent="held"))
        with clock.frozen(later):
            assert browser.get("/account").status_code == 200


def test_the_device_is_named(app: Flask, fah: Person) -> None:
    client = app.test_client()
    agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
    data = {"email": "fah@example.org", "password": PASSWORD}
    client.post("/sign-in", data=data, headers={"User-Agent": agent})
    assert "Chrome · Android" in client.get("/account").text


def test_the_agreed_version_is_shown(as_: As, fah: Person) -> None:
    assert "/privacy" in as_(fah).get("/account").text


def test_a_role_taken_away_is_gone_at_the_next_page(as_: As, cast: Cast) -> None:
    browser = as_(cast.ada)
    assert browser.get("/admin/people").status_code == 200
    grant = next(g for g in cast.ada.grants if g.role is Role.ADMINISTRATOR)
    db.session.delete(grant)
    commit()
    assert browser.get("/admin/people").status_code == 403


def test_a_suspended_person_reads_but_takes_part_in_nothing(as_: As, cast: Cast) -> None:
    assert is_in(as_(cast.suda))
    assert cast.suda.role_names == frozenset()


def test_the_page_asks_the_database_little(
    as_: As, fah: Person, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    browser = as_(fah)
    for number in range(25):
        end = clock.now() + timedelta(days=1)
        db.session.add(AuthSession(id=digest(str(number)), person_id=fah.id, expires_at=end))
    commit()
    with queries() as asked:
        browser.get("/account")
    assert len(asked) == 6, [
        "the session with its person and roles", "how many sessions", "a page of them", "consent",
        "the authenticator app", "linked identities",
    ]  # fmt: skip


def test_the_notice_is_open_to_all_in_both_languages(client: FlaskClient) -> None:
    assert "พระราชบัญญัติคุ้มครองข้อมูลส่วนบุคคล" in client.get("/privacy").text
    client.post("/language", data={"language": "en", "next": "/privacy"})
    assert "Personal Data Protection Act" in client.get("/privacy").text


def test_signing_in_brings_ones_own_language(client: FlaskClient, fah: Person) -> None:
    fah.language = "en"
    commit()
    enter(client)
    assert '<html lang="en">' in client.get("/account").text


def test_the_account_leads_to_everything_of_ones_own(as_: As, fah: Person) -> None:
    page = as_(fah).get("/account").text
    for path in (
        "/account/news", "/following", "/drafts", "/my-votes", "/family-requests", "/my-reports",
        "/my-decisions", "/account/data",
    ):  # fmt: skip
        assert page.count(f'href="{path}"') >= 2, path  # in the page, and in the narrow menu
