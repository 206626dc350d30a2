"""An analyst at the pages of imports, and steps on the way of a file."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.core import jobs
from app.core.db import commit, db
from app.diagnose.models import ImportBatch, ImportProblem, Submission
from tests.diagnose.imports.files import csv_file
from tests.support import make
from tests.support.cast import Cast

PLAN = {
    "text": "ข้อความ", "created_at": "วันที่", "id": "id", "person": "", "channel": "",
    "mission_group": "", "participant_group": "", "fixed_channel": "telephone",
    "fixed_mission_group": "", "fixed_participant_group": "", "declaration": "ศูนย์รับเรื่อง",
}  # fmt: skip


class Desk:
    """Ana's desk: each step as she would take it in her browser."""

    def __init__(self, browser: FlaskClient) -> None:
        self.browser = browser

    def upload(
        self, stream: io.BytesIO | None = None, name: str = "เรื่องร้องเรียน.csv"
    ) -> TestResponse:
        stream = stream or csv_file()
        stream.seek(0)
        return self.browser.post("/diagnose/imports", data={"file": (stream, name)})

    def check(self, **said: str) -> TestResponse:
        answer = self.browser.post(f"{self.path}/check", data=PLAN | said)
        jobs.run_queued()
        return answer

    def confirm(self, **said: str) -> TestResponse:
        answer = self.browser.post(f"{self.path}/confirm", data=said)
        jobs.run_queued()
        return answer

    def page(self, query: str = "") -> str:
        return self.browser.get(self.path + query).text

    @property
    def path(self) -> str:
        return f"/diagnose/imports/{self.batch.id}"

    @property
    def batch(self) -> ImportBatch:
        """The file that was uploaded last, as it stands now."""
        db.session.rollback()
        newest = sa.select(ImportBatch).order_by(ImportBatch.id.desc()).limit(1)
        return db.session.scalars(newest).one()

    @property
    def counts(self) -> tuple[Any, ...]:
        """Total, good, bad, duplicate."""
        batch = self.batch
        return (batch.rows_total, batch.rows_good, batch.rows_bad, batch.rows_duplicate)


@pytest.fixture
def desk(as_: Callable[[Person], FlaskClient], cast: Cast) -> Desk:
    make.mission_group()
    commit()
    return Desk(as_(cast.ana))


def submissions() -> list[Submission]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Submission).order_by(Submission.id)))


def problems() -> list[ImportProblem]:
    db.session.rollback()
    ordered = sa.select(ImportProblem).order_by(ImportProblem.row_number, ImportProblem.id)
    return list(db.session.scalars(ordered))
