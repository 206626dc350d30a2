"""The privacy notice, what is forgotten and when, cookies, and consent."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale

from app.accounts import commands, consent
from app.accounts.cookies import cookies
from app.accounts.models import (
    AuthSession,
    Consent,
    Notification,
    PasswordReset,
    Person,
    Purpose,
)
from app.core import clock, files, jobs, networks, retention, schedule
from app.core.db import commit, db
from app.core.models import Job, JobState, LimitCounter, NetworkKey
from app.develop.models import IdeaDraft, IdeaVote
from app.diagnose.models import ImportBatch, ImportProblem, ImportState, IssueState
from tests.accounts.conftest import enter
from tests.support import make
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "privacy.md"
PUBLIC = ("/", "/sign-in", "/sign-up", "/forgotten", "/privacy", "/process", "/figures", "/issues",
          "/challenges", "/submit", "/patterns", "/no-such-page")  # fmt: skip


def run_the_job() -> Job:
    job = jobs.enqueue(retention.KIND, None)
    commit()
    jobs.run(job.id)
    db.session.refresh(job)
    return job


def ago(days: float) -> object:
    return clock.now() - timedelta(days=days)


def test_it_runs_every_day(app: Flask) -> None:
    first = {job.kind for job in schedule.begin_due()}
    commit()
    assert retention.KIND in first
    job = db.session.scalars(sa.select(Job).filter_by(kind=retention.KIND)).one()
    jobs.run(job.id)
    assert retention.KIND not in {job.kind for job in schedule.begin_due()}
    with clock.frozen(clock.now() + timedelta(hours=25)):
        assert retention.KIND in {job.kind for job in schedule.begin_due()}


def test_what_is_old_is_forgotten_and_what_is_new_is_not(
    app: Flask, fah: Person, cast: Cast
) -> None:
    selected = make.issue(make.mission_group(), cast.ana, IssueState.SELECTED)
    where = make.challenge(selected, cast.cora)
    idea = make.idea(where, cast.mali)
    for days in (1, 400):
        name = f"{days} days"
        db.session.add_all([
            AuthSession(id=f"revoked {name}", person_id=fah.id, revoked_at=ago(days),
                        expires_at=ago(days - 14)),
            AuthSession(id=f"ended {name}", person_id=fah.id, expires_at=ago(days)),
            PasswordReset(person_id=fah.id, token_hash=name, expires_at=ago(days)),
            Notification(person_id=fah.id, kind=name, about="idea 1", path="/",
                         created_at=ago(days), read_at=ago(days)),
            IdeaDraft(challenge_id=where.id, author_id=fah.id, title=name, saved_at=ago(days)),
            LimitCounter(key=name, window_start=int(ago(days + 0.5).timestamp())),  # type: ignore[attr-defined]
        ])  # fmt: skip
    db.session.add(Notification(person_id=fah.id, kind="unread", about="idea 1", path="/",
                                created_at=ago(400)))  # fmt: skip
    db.session.add(IdeaVote(idea_id=idea.id, person_id=fah.id, cast_at=ago(100), network="x"))
    db.session.add(IdeaVote(idea_id=idea.id, person_id=cast.mali.id, network="y"))
    idea.votes_count = 2
    commit()
    assert run_the_job().state is JobState.SUCCEEDED
    left = db.session.scalars(sa.select(AuthSession.id).order_by(AuthSession.id)).all()
    assert left == ["ended 1 days", "revoked 1 days"]
    assert db.session.scalars(sa.select(PasswordReset.token_hash)).all() == ["1 days"]
    news = db.session.scalars(sa.select(Notification.kind).order_by(Notification.kind)).all()
    assert news == ["1 days", "unread"]
    assert db.session.scalars(sa.select(IdeaDraft.title)).all() == ["1 days"]
    assert "400 days" not in db.session.scalars(sa.select(LimitCounter.key)).all()
    tags = db.session.scalars(sa.select(IdeaVote.network).order_by(IdeaVote.person_id)).all()
    assert set(tags) == {None, "y"}


def test_keys_of_networks_are_destroyed(app: Flask) -> None:
    old = int(clock.now().timestamp() // networks.PERIOD.total_seconds()) - 20
    db.session.add(NetworkKey(period=old, key="an old key"))
    commit()
    run_the_job()
    assert db.session.get(NetworkKey, old) is None


def test_the_files_of_old_imports_go_with_the_rows_not_taken(app: Flask, cast: Cast) -> None:
    paths = {}
    for days, state in ((100, ImportState.IMPORTED), (100, ImportState.CHECKED),
                        (10, ImportState.IMPORTED)):  # fmt: skip
        name = f"{state.value} {days}"
        stored = files.store(BytesIO(name.encode()), f"{name}.csv", cast.ana)
        batch = ImportBatch(
            file_id=stored.id, state=state, created_by_id=cast.ana.id, created_at=ago(days)
        )
        db.session.add(batch)
        db.session.flush()
        db.session.add(ImportProblem(batch_id=batch.id, row_number=2, reason="x", values={"a": 1}))
        paths[name] = files.path_of(stored)
    commit()
    run_the_job()
    make.a_night_pass()
    assert {name: path.exists() for name, path in paths.items()} == {
        "imported 100": False, "checked 100": True, "imported 10": True,
    }  # fmt: skip
    assert db.session.scalar(sa.select(sa.func.count(ImportProblem.id))) == 2


def test_jobs_that_ended_long_ago_are_forgotten_but_those_of_runs(app: Flask, cast: Cast) -> None:
    run = make.run(cast.ana, [make.submission()], topics=1)
    old = {"created_at": ago(100), "finished_at": ago(91)}
    failed = Job(kind="failed", state=JobState.FAILED, error="x", **old)
    cancelled = Job(kind="cancelled", state=JobState.CANCELLED, **old)
    waiting = Job(kind="waiting", created_at=ago(100))
    db.session.add_all([failed, cancelled, waiting, make.ended_job("new")])
    db.session.execute(sa.update(Job).where(Job.id == run.job_id).values(finished_at=ago(400)))
    commit()
    run_the_job()
    left = set(db.session.scalars(sa.select(Job.kind)))
    assert left == {"analysis", "waiting", "new", retention.KIND}


def test_mails_in_files_are_forgotten(app: Flask) -> None:
    folder = Path(app.config["MAIL_FILE_PATH"])
    folder.mkdir(exist_ok=True)
    for name, days in (("old.log", 31), ("new.log", 1)):
        path = folder / name
        path.write_text("To: fah@example.org", encoding="ascii")
        moment = (clock.now() - timedelta(days=days)).timestamp()
        os.utime(path, (moment, moment))
    run_the_job()
    assert sorted(path.name for path in folder.iterdir()) == ["new.log"]


def test_one_rule_that_fails_stops_no_other_and_is_told(
    app: Flask, fah: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_before: object) -> None:
        raise ValueError("no")

    broken = retention.Rule("a-broken-one", "x", timedelta(hours=1), "y", fail)
    monkeypatch.setitem(retention.RULES, "a-broken-one", broken)
    db.session.add(PasswordReset(person_id=fah.id, token_hash="old", expires_at=ago(30)))
    commit()
    job = run_the_job()
    assert job.state is JobState.FAILED
    assert "a-broken-one" in str(job.error)
    assert db.session.scalar(sa.select(sa.func.count(PasswordReset.id))) == 0


def test_the_document_says_the_same_as_the_code(app: Flask) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    with app.test_request_context(), force_locale("en"):
        for rule in retention.rules():
            days = rule.lasts.days if rule.lasts else None
            lasts = "as long as it is needed" if days is None else f"{days} day"
            assert f"| {rule.what} | {lasts}" in text
            assert f"| {rule.note} |" in text


# The notice


def test_the_notice_shows_the_table_in_both_languages(client: FlaskClient) -> None:
    assert "730 วัน" in client.get("/privacy").text
    client.post("/language", data={"language": "en", "next": "/privacy"})
    page = client.get("/privacy").text
    assert "730 days" in page
    assert f"Version {consent.VERSION}" in page
    for cookie in cookies_of(client.application):
        assert f"<code>{cookie}</code>" in page


def cookies_of(app: Flask) -> set[str]:
    with app.test_request_context():
        return {cookie.name for cookie in cookies()}


def test_no_other_cookie_is_ever_set(app: Flask, fah: Person, cast: Cast) -> None:
    selected = make.issue(make.mission_group(), cast.ana, IssueState.SELECTED)
    idea = make.idea(make.challenge(selected, cast.cora), cast.mali)
    commit()
    paths = (*PUBLIC, f"/ideas/{idea.id}", f"/challenges/{idea.challenge_id}")
    known, found = cookies_of(app), set()
    for browser in (app.test_client(), app.test_client()):
        for path in paths:
            answer = browser.get(path)
            assert answer.status_code in (200, 404), path
            found |= {header.split("=", 1)[0] for header in answer.headers.getlist("Set-Cookie")}
        found |= _set_by(browser.post("/language", data={"language": "en"}))
        found |= _set_by(enter(browser))
    assert found <= known
    assert found == known  # and each of them is


def _set_by(answer: object) -> set[str]:
    headers = answer.headers.getlist("Set-Cookie")  # type: ignore[attr-defined]
    return {header.split("=", 1)[0] for header in headers}


def test_a_guest_who_only_reads_gets_no_cookie(app: Flask) -> None:
    """But for pages with a form, whose session cookie guards it."""
    browser = app.test_client()
    for path in ("/privacy", "/process", "/no-such-page"):
        names = _set_by(browser.get(path))
        assert names <= {app.config["SESSION_COOKIE_NAME"]}


# Consent


def test_what_one_agreed_to_is_shown_and_taken_back(as_: As, fah: Person) -> None:
    commands.give_consent(fah, Purpose.ACCOUNT)
    commands.give_consent(fah, Purpose.VOTE)
    commit()
    browser = as_(fah)
    page = browser.get("/account/consents").text
    assert page.count("มีผลอยู่") == 2
    done = browser.post("/account/consents/vote/withdraw")
    assert done.location == "/account/consents"
    row = db.session.scalars(sa.select(Consent).filter_by(purpose=Purpose.VOTE)).one()
    assert row.withdrawn_at is not None
    assert "ถอนเมื่อ" in browser.get("/account/consents").text


@pytest.mark.parametrize("purpose", ["account", "another", "%00"])
def test_an_account_cannot_be_kept_without_consent(as_: As, fah: Person, purpose: str) -> None:
    commands.give_consent(fah, Purpose.ACCOUNT)
    commit()
    assert as_(fah).post(f"/account/consents/{purpose}/withdraw").status_code == 404
    row = db.session.scalars(sa.select(Consent)).one()
    assert row.withdrawn_at is None


def test_nobody_elses_consent(as_: As, fah: Person, cast: Cast) -> None:
    commands.give_consent(fah, Purpose.VOTE)
    commit()
    as_(cast.mana).post("/account/consents/vote/withdraw")
    row = db.session.scalars(sa.select(Consent).filter_by(person_id=fah.id)).one()
    assert row.withdrawn_at is None
    assert "มีผลอยู่" not in as_(cast.mana).get("/account/consents").text
