"""Pages kept for a moment for guests: the same for all of them, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.core import clock, memo
from app.core.db import db
from app.develop.models import Idea
from app.diagnose.models import IssueState
from tests.support import make
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]


@pytest.fixture
def address(cast: Cast) -> str:
    selected = make.issue(make.mission_group(), cast.ana, IssueState.SELECTED)
    idea = make.idea(make.challenge(selected, cast.cora), cast.mali, "ชื่อแรก")
    db.session.commit()
    return f"/ideas/{idea.id}"


class Unforgetting(FlaskClient):
    """A guest's browser before whose requests nothing kept is forgotten, as outside tests."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        with self.application.app_context():  # the test's own would remember the language
            return super().open(*args, **kwargs)


@pytest.fixture
def unforgetting(app: Flask) -> Iterator[FlaskClient]:
    yield Unforgetting(app, Response)
    memo.forget()


def rename(address: str, title: str) -> None:
    db.session.get_one(Idea, int(address.rsplit("/", 1)[1])).title = title
    db.session.commit()


def test_a_guest_sees_what_another_one_saw_a_moment_ago(
    unforgetting: FlaskClient, address: str
) -> None:
    assert "ชื่อแรก" in unforgetting.get(address).text
    rename(address, "ชื่อใหม่")
    assert "ชื่อแรก" in unforgetting.get(address).text
    with clock.frozen(clock.now() + timedelta(seconds=memo.SECONDS)):
        assert "ชื่อใหม่" in unforgetting.get(address).text


def test_whoever_is_signed_in_sees_what_is_there_now(
    unforgetting: FlaskClient, as_: As, cast: Cast, address: str
) -> None:
    unforgetting.get(address)
    rename(address, "ชื่อใหม่")
    assert "ชื่อใหม่" in as_(cast.mana).get(address).text


def test_each_language_has_its_own(unforgetting: FlaskClient, address: str) -> None:
    unforgetting.get(address)
    unforgetting.set_cookie("language", "en")
    assert '<html lang="en">' in unforgetting.get(address).text


def test_a_guest_gets_no_session_for_reading(unforgetting: FlaskClient, address: str) -> None:
    """What holds a secret of one browser must not be shown to another."""
    answer = unforgetting.get(address)
    assert "Set-Cookie" not in answer.headers
    assert "csrf_token" not in answer.text


def test_each_guest_gets_an_answer_of_their_own(unforgetting: FlaskClient, address: str) -> None:
    """Of a withdrawn idea too: what one request adds to it must not stand in the next one."""
    db.session.get_one(Idea, int(address.rsplit("/", 1)[1])).withdrawn_at = clock.now()
    db.session.commit()
    ways = ("https://localhost", "http://localhost")
    answers = [unforgetting.get(address, base_url=way) for way in ways]
    assert [answer.status_code for answer in answers] == [410, 410]
    assert ["Strict-Transport-Security" in answer.headers for answer in answers] == [True, False]


def test_what_is_not_there_is_not_kept(unforgetting: FlaskClient, address: str) -> None:
    missing = address + "999"
    assert unforgetting.get(missing).status_code == 404
    assert len(memo.kept()) == 0
