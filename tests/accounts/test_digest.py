"""News by mail: when it is due, what it holds, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import gettext as _
from flask_mailman.backends.locmem import EmailBackend

from app.accounts import commands, digests
from app.accounts.commands import notify
from app.accounts.models import DigestEvery, Notification, Person
from app.accounts.notices import SENTENCES
from app.accounts.tokens import sign_up_token, unsubscribe_token
from app.core import clock, jobs
from app.core.clock import BANGKOK
from app.core.db import commit, db, rollback
from app.core.models import AuditEntry, Job, JobState
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]
MONDAY = datetime(2026, 11, 23, 7, 20, tzinfo=BANGKOK)
TUESDAY = MONDAY + timedelta(days=1)
SUNDAY = MONDAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def _sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SENTENCES, "test.new", lambda news: _("Unread"))


def tell(person: Person, at: datetime, number: int = 1) -> None:
    with clock.frozen(at):
        notify(
            [person], "test.new", about=f"idea {number}", title=f"แนวคิดที่ {number}",
            path=f"/ideas/{number}",
        )  # fmt: skip
    commit()


def run(at: datetime) -> None:
    with clock.frozen(at):
        job = jobs.enqueue("accounts.digests", None)
        commit()
        jobs.run_queued()
    assert db.session.get_one(Job, job.id).state is JobState.SUCCEEDED


Mails = list[Any]
SITE = "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("every", "now", "due"),
    [
        (DigestEvery.DAY, MONDAY, "2026-11-23 07:00"),
        (DigestEvery.DAY, MONDAY.replace(hour=6), "2026-11-22 07:00"),
        (DigestEvery.WEEK, MONDAY, "2026-11-23 07:00"),
        (DigestEvery.WEEK, MONDAY.replace(hour=6), "2026-11-16 07:00"),
        (DigestEvery.WEEK, SUNDAY, "2026-11-16 07:00"),
        (DigestEvery.WEEK, TUESDAY, "2026-11-23 07:00"),
    ],
)
def test_when_it_is_due(every: DigestEvery, now: datetime, due: str) -> None:
    assert f"{digests.last_due(every, now):%Y-%m-%d %H:%M}" == due


def test_a_weekly_digest_comes_on_monday(cast: Cast, mails: Mails) -> None:
    tell(cast.mali, SUNDAY - timedelta(days=2))
    run(SUNDAY)
    assert mails == []
    run(MONDAY)
    (mail,) = mails
    assert mail.to == ["mali@example.org"]
    assert "แนวคิดที่ 1" in mail.body


def test_a_daily_one_comes_each_morning(cast: Cast, mails: Mails) -> None:
    cast.mali.digest_every = DigestEvery.DAY
    tell(cast.mali, SUNDAY)
    run(SUNDAY + timedelta(hours=2))
    assert mails == []
    run(MONDAY)
    tell(cast.mali, MONDAY + timedelta(hours=1), 2)
    run(TUESDAY)
    assert len(mails) == 2


def test_whoever_wants_none_gets_none(cast: Cast, mails: Mails) -> None:
    cast.mali.digest_every = DigestEvery.NEVER
    tell(cast.mali, SUNDAY)
    run(MONDAY)
    assert mails == []


def test_it_is_never_empty(cast: Cast, mails: Mails) -> None:
    for person in (cast.mali, cast.mana, cast.ana):
        tell(person, SUNDAY)
    rows = {row.person_id: row for row in db.session.scalars(sa.select(Notification))}
    rows[cast.mali.id].read_at = SUNDAY
    rows[cast.mana.id].mailed_at = SUNDAY
    commit()
    run(MONDAY)
    assert [mail.to for mail in mails] == [["ana@example.org"]]


def test_nothing_is_mailed_twice(cast: Cast, mails: Mails) -> None:
    tell(cast.mali, SUNDAY)
    run(MONDAY)
    run(MONDAY + timedelta(minutes=15))
    run(MONDAY + timedelta(days=7))
    assert len(mails) == 1


def test_of_two_workers_one_sends(cast: Cast, mails: Mails) -> None:
    tell(cast.mali, SUNDAY)
    with clock.frozen(MONDAY):
        assert commands.send_digest(cast.mali.id)
        commit()
        tell(cast.mali, MONDAY, 2)  # came meanwhile, and waits for the next one
        assert not commands.send_digest(cast.mali.id)
        commit()
    assert len(mails) == 1


def test_a_worker_that_dies_before_the_commit_has_sent_and_marked_nothing(
    cast: Cast, mails: Mails
) -> None:
    tell(cast.mali, SUNDAY)
    with clock.frozen(MONDAY):
        commands.send_digest(cast.mali.id)
        rollback()
    assert mails == []
    run(MONDAY)
    assert len(mails) == 1


def test_a_server_that_does_not_answer_keeps_the_others_waiting_for_nothing(
    cast: Cast, mails: Mails, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = EmailBackend.send_messages

    def fail_for_mali(self: Any, messages: list[Any]) -> Any:
        if messages[0].to == ["mali@example.org"]:
            raise OSError("no route")
        return kept(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", fail_for_mali)
    tell(cast.mali, SUNDAY)
    tell(cast.mana, SUNDAY)
    run(MONDAY)
    assert [mail.to for mail in mails] == [["mana@example.org"]]


def test_things_are_grouped_the_newest_first(cast: Cast, mails: Mails) -> None:
    for hours, number in ((9, 1), (5, 2), (1, 3)):
        tell(cast.mali, SUNDAY - timedelta(hours=hours), number)
    run(MONDAY)
    body = mails[0].body
    order = [body.index(f"แนวคิดที่ {number}") for number in (3, 2, 1)]
    assert order == sorted(order)
    assert SITE in body


def test_a_thai_reader_reads_thai_and_the_buddhist_era(cast: Cast, mails: Mails) -> None:
    tell(cast.mali, SUNDAY)
    run(MONDAY)
    (mail,) = mails
    assert "22 พ.ย. 2569" in mail.body
    assert "เรียน คุณMali" in mail.body
    assert "ยังไม่อ่าน" in mail.body


def test_an_english_reader_reads_english(cast: Cast, mails: Mails) -> None:
    cast.mali.language = "en"
    tell(cast.mali, SUNDAY)
    run(MONDAY)
    (mail,) = mails
    assert "22 Nov 2026: Unread" in mail.body
    assert mail.subject == "Ruamkid: 1 news"


def test_the_html_says_the_same_and_escapes_what_people_wrote(cast: Cast, mails: Mails) -> None:
    with clock.frozen(SUNDAY):
        notify([cast.mali], "test.new", about="idea 9", title="<img src=x>", path="/ideas/9")
    commit()
    run(MONDAY)
    ((html, kind),) = mails[0].alternatives
    assert kind == "text/html"
    assert "&lt;img src=x&gt;" in html
    assert "<img" not in html


def test_much_news_is_cut_and_said_to_be(cast: Cast, mails: Mails) -> None:
    for number in range(25):
        tell(cast.mali, SUNDAY, number)
    run(MONDAY)
    (mail,) = mails
    assert mail.body.count(SITE) == 20 + 3
    assert "และอีก 5 ข่าวบนเว็บไซต์" in mail.body
    assert db.session.scalars(sa.select(Notification.mailed_at)).all().count(None) == 0


def test_news_older_than_a_month_is_not_mailed(cast: Cast, mails: Mails) -> None:
    tell(cast.mali, MONDAY - timedelta(days=32))
    run(MONDAY)
    assert mails == []


def test_an_erased_person_gets_none(cast: Cast, mails: Mails) -> None:
    tell(cast.mali, SUNDAY)
    cast.mali.erased_at = clock.now()
    commit()
    run(MONDAY)
    assert mails == []


def _link(mail: Any) -> str:
    header: str = mail.extra_headers["List-Unsubscribe"]
    return header.strip("<>").removeprefix(SITE)


def test_a_mail_program_ends_it_with_one_click_and_no_session(
    cast: Cast, mails: Mails, client: FlaskClient, app: Flask
) -> None:
    tell(cast.mali, SUNDAY)
    run(MONDAY)
    (mail,) = mails
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        response = client.post(_link(mail), data={"List-Unsubscribe": "One-Click"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert response.status_code == 200
    db.session.refresh(cast.mali)
    assert cast.mali.digest_every is DigestEvery.NEVER
    (entry,) = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == "account.digest")
    )
    assert entry.before == {"every": "week"}


def test_looking_at_the_link_ends_nothing(cast: Cast, mails: Mails, client: FlaskClient) -> None:
    tell(cast.mali, SUNDAY)
    run(MONDAY)
    page = client.get(_link(mails[0]))
    assert page.status_code == 200
    assert "mali@" not in page.text
    db.session.refresh(cast.mali)
    assert cast.mali.digest_every is DigestEvery.WEEK


def test_a_forged_link_or_one_for_something_else_is_no_page(
    cast: Cast, client: FlaskClient
) -> None:
    for token in ("1", unsubscribe_token(cast.mali) + "x", sign_up_token("mali@example.org")):
        assert client.get(f"/news/unsubscribe/{token}").status_code == 404
        assert client.post(f"/news/unsubscribe/{token}").status_code == 404
    cast.mali.erased_at = clock.now()
    assert client.post(f"/news/unsubscribe/{unsubscribe_token(cast.mali)}").status_code == 404


def test_how_often_is_chosen(cast: Cast, as_: As) -> None:
    browser = as_(cast.mali)
    assert "mali@example.org" in browser.get("/account/news/mail").text
    assert browser.post("/account/news/mail", data={"every": "day"}).location == "/account/news"
    db.session.refresh(cast.mali)
    assert cast.mali.digest_every is DigestEvery.DAY


def test_a_choice_that_is_none_is_refused_in_words(cast: Cast, as_: As) -> None:
    response = as_(cast.mali).post("/account/news/mail", data={"every": "hour"})
    assert response.status_code == 422
    assert "โปรดเลือก" in response.text


def test_a_guest_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.post("/account/news/mail", data={"every": "day"}).location.startswith("/sign-in")
