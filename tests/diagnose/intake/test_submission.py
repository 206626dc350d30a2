"""One submission as staff see it: its words, where it came from, where it went."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.db import commit
from app.diagnose.models import Channel, IssueState, Submission
from app.missions.models import MissionGroup
from tests.support import make
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]


@pytest.fixture
def submission(cast: Cast, group: MissionGroup) -> Submission:
    row = make.submission(
        "เน็ตช้า อีเมล somchai@example.com", channel=Channel.TELEPHONE, collector_id=cast.ofa.id
    )
    topic = make.run(cast.ana, [row], topics=1).topics[0]
    make.issue(group, cast.ana, IssueState.CANDIDATE, (topic,), title="ประเด็นเน็ต")
    commit()
    return row


def path(submission: Submission) -> str:
    return f"/diagnose/submissions/{submission.id}"


def test_an_analyst_sees_the_whole_chain(as_: As, cast: Cast, submission: Submission) -> None:
    page = as_(cast.ana).get(path(submission)).text
    assert "[email]" in page
    assert "somchai@" not in page
    assert "Ofa" in page
    assert "/diagnose/topics/" in page
    assert "ประเด็นเน็ต" in page


def test_a_moderator_sees_it_without_ways_to_pages_that_are_not_theirs(
    as_: As, cast: Cast, submission: Submission
) -> None:
    page = as_(cast.modda).get(path(submission)).text
    assert "เรื่องที่ 1" in page
    assert "/diagnose/topics/" not in page


@pytest.mark.parametrize("who", ["mali", "ofa", "suda"])
def test_others_are_refused(as_: As, cast: Cast, submission: Submission, who: str) -> None:
    assert as_(getattr(cast, who)).get(path(submission)).status_code == 403


def test_a_guest_is_asked_to_sign_in(client: FlaskClient, submission: Submission) -> None:
    assert "/sign-in" in client.get(path(submission)).location


def test_withdrawn_or_missing_it_is_not_there(as_: As, cast: Cast, submission: Submission) -> None:
    submission.withdrawn_at = clock.now()
    commit()
    assert as_(cast.ana).get(path(submission)).status_code == 404
    assert as_(cast.ana).get("/diagnose/submissions/999").status_code == 404
