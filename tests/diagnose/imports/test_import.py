"""Importing what was checked: all good rows in one step, once, or none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.core import clock, jobs
from app.core.db import db
from app.core.models import AuditEntry, Job, JobState
from app.diagnose import consent
from app.diagnose.commands import imports as commands
from app.diagnose.commands.intake import text_hash
from app.diagnose.importing.spool import Spool
from app.diagnose.models import Channel, ImportState
from tests.diagnose.imports.conftest import PLAN, Desk, submissions
from tests.diagnose.imports.files import csv_file


def checked(desk: Desk, text: str | None = None, **said: str) -> None:
    desk.upload(csv_file(text) if text else None)
    desk.check(**said)


def last_job() -> Job:
    db.session.rollback()
    return db.session.scalars(sa.select(Job).order_by(Job.id.desc()).limit(1)).one()


def test_good_rows_come_in_with_all_that_is_known_of_them(desk: Desk) -> None:
    checked(desk, fixed_mission_group="digital-society", fixed_participant_group="citizen")
    desk.confirm()
    first, second = submissions()
    batch = desk.batch
    assert (first.text, second.text) == ("น้ำไม่ไหลสามวัน", "ไฟดับทั้งตำบล")
    assert first.said_at == datetime(2024, 2, 28, 17, tzinfo=UTC)
    assert (first.source_id, first.channel) == ("1", Channel.TELEPHONE)
    assert (first.import_id, first.collector_id) == (batch.id, batch.created_by_id)
    assert first.consent_version == consent.DECLARED
    assert first.receipt is None
    assert first.mission_group.slug == "digital-society"
    assert first.text_hash == text_hash(first.text)
    assert batch.state == ImportState.IMPORTED


def test_they_are_found_by_their_words_and_lead_back_to_the_file(desk: Desk) -> None:
    checked(desk)
    desk.confirm()
    found = desk.browser.get(f"/diagnose/submissions?q=น้ำ&batch={desk.batch.id}").text
    assert "น้ำไม่ไหลสามวัน" in found
    assert "ไฟดับ" not in found.split("<main")[1]
    detail = desk.browser.get(f"/diagnose/submissions/{submissions()[0].id}").text
    assert desk.path in detail
    assert PLAN["declaration"] in detail
    assert f"/diagnose/submissions?batch={desk.batch.id}" in desk.page()


def test_a_channel_of_the_website_needs_no_consent_of_its_own(desk: Desk) -> None:
    checked(desk, fixed_channel="web")
    desk.confirm()
    assert [submission.channel for submission in submissions()] == [Channel.WEB] * 2


def test_duplicates_stay_out_unless_wished_for(desk: Desk) -> None:
    text = "id,ข้อความ,วันที่\n1,น้ำท่วม,\n2,น้ำท่วม,\n3,ไฟดับ,\n"
    checked(desk, text)
    desk.confirm()
    assert len(submissions()) == 2
    checked(desk, text)
    assert desk.counts == (3, 0, 0, 3)
    desk.confirm(take_duplicates="y")
    assert len(submissions()) == 5


def test_the_audit_log_has_every_step(desk: Desk) -> None:
    checked(desk)
    desk.confirm()
    actions = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == [
        "import.upload", "import.check", "import.checked", "import.confirm", "import.imported",
    ]  # fmt: skip


def test_it_cannot_be_confirmed_twice(desk: Desk) -> None:
    checked(desk)
    desk.confirm()
    desk.confirm()
    assert len(submissions()) == 2


def test_two_jobs_for_one_import_store_it_once(desk: Desk) -> None:
    checked(desk)
    for _ in range(2):
        jobs.enqueue(commands.IMPORT, None, batch_id=desk.batch.id)
        db.session.commit()
    jobs.run_queued()
    assert len(submissions()) == 2
    assert (last_job().state, last_job().error_code) == (JobState.FAILED, "moved_on")


@pytest.fixture
def breaks_in_the_middle(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Writing stops after the first piece of rows, as when a disk is full."""
    whole = Spool.pieces

    def pieces(spool: Spool, size: int) -> Iterator[list[dict[str, Any]]]:
        for number, piece in enumerate(whole(spool, 1)):
            if number == 1:
                raise OSError("no space left on device")
            yield piece

    monkeypatch.setattr(Spool, "pieces", pieces)
    yield
    monkeypatch.undo()


def test_an_import_that_breaks_leaves_nothing_and_can_be_tried_again(
    desk: Desk, request: pytest.FixtureRequest
) -> None:
    checked(desk)
    request.getfixturevalue("breaks_in_the_middle")
    desk.confirm()
    assert submissions() == []
    assert (last_job().state, desk.batch.state) == (JobState.FAILED, ImportState.CHECKED)
    assert 'class="alert alert-danger"' in desk.page()
    request.getfixturevalue("monkeypatch").undo()
    desk.confirm()
    assert len(submissions()) == 2


def test_a_worker_that_dies_in_the_middle_leaves_nothing_and_its_job_is_run_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after its rows were written and before the commit: the transaction goes with it."""
    checked(desk)

    class Killed(BaseException):
        pass

    def store_and_die(batch_id: int, rows: Spool) -> None:
        commands_store(batch_id, rows)
        raise Killed

    commands_store = commands.store_submissions
    monkeypatch.setattr(commands, "store_submissions", store_and_die)
    with pytest.raises(Killed):
        desk.confirm()
    monkeypatch.undo()
    assert submissions() == []
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        [waiting] = jobs.sweep()
        jobs.run(waiting)
    assert len(submissions()) == 2
    assert desk.batch.state == ImportState.IMPORTED


def test_what_came_in_meanwhile_is_not_doubled(desk: Desk) -> None:
    checked(desk)
    first = desk.path
    checked(desk)
    desk.confirm()
    desk.browser.post(f"{first}/confirm")
    jobs.run_queued()
    assert len(submissions()) == 2
