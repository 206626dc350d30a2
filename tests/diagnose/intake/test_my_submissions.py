"""What a signed-in person has sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.db import commit
from app.diagnose.models import IssueState
from app.missions.models import MissionGroup
from tests.support import make
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]


def test_a_guest_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert "/sign-in" in client.get("/my/submissions").location


def test_it_lists_ones_own_with_their_receipts_and_nobody_elses(
    as_: As, cast: Cast, group: MissionGroup
) -> None:
    make.submission("เรื่องของมะลิ", cast.mali, receipt="of-mali")
    make.submission("เรื่องของมานะ", cast.mana, receipt="of-mana")
    commit()
    page = as_(cast.mali).get("/my/submissions").text
    assert "/receipts/of-mali" in page
    assert "of-mana" not in page


def test_it_tells_withdrawn_ones_and_those_in_an_issue(
    as_: As, cast: Cast, group: MissionGroup
) -> None:
    one = make.submission("เรื่องหนึ่ง", cast.mali, receipt="one")
    make.submission("เรื่องสอง", cast.mali, receipt="two", withdrawn_at=clock.now())
    topic = make.run(cast.ana, [one], topics=1).topics[0]
    make.issue(group, cast.ana, IssueState.SELECTED, (topic,))
    commit()
    browser = as_(cast.mali)
    page = browser.get("/my/submissions").text
    assert page.count("/receipts/") == 2
    assert page.count("text-bg-warning") == 1
    assert page.count("text-bg-success") == 1


def test_who_sent_nothing_is_shown_the_way(as_: As, cast: Cast, group: MissionGroup) -> None:
    page = as_(cast.mali).get("/my/submissions")
    assert 'class="btn btn-primary" href="/submit"' in page.text


def test_the_number_of_queries_does_not_grow(
    as_: As, cast: Cast, group: MissionGroup, queries: Callable[[], Any]
) -> None:
    browser = as_(cast.mali)
    counts = []
    for number in range(2):
        for extra in range(5):
            receipt = f"r{number}{extra}"
            make.submission(receipt, cast.mali, receipt=receipt, mission_group_id=group.id)
        commit()
        with queries() as asked:
            browser.get("/my/submissions")
        counts.append(len(asked))
    # the session with its person and roles; how many, which ones; in how many issues they are
    assert counts == [4, 4]
