"""/dashboard: the figures for those who decide."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from urllib.parse import parse_qs

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.db import commit
from tests.dashboards.conftest import Scene, said, vote
from tests.support import make
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]
Queries = Callable[[], AbstractContextManager[list[str]]]


def english(client: FlaskClient) -> FlaskClient:
    client.set_cookie("language", "en")
    return client


@pytest.fixture
def exa(scene: Scene, as_: As) -> FlaskClient:
    scene.cast.exa.language = "en"
    commit()
    return as_(scene.cast.exa)


@pytest.mark.parametrize("name", ["exa", "cora", "ana", "ada"])
def test_who_decides_and_who_prepares_it_sees_it(cast: Cast, as_: As, name: str) -> None:
    assert as_(getattr(cast, name)).get("/dashboard").status_code == 200


@pytest.mark.parametrize("name", ["mali", "modda", "ofa", "suda"])
def test_others_do_not(cast: Cast, as_: As, name: str) -> None:
    assert as_(getattr(cast, name)).get("/dashboard").status_code == 403


def test_a_guest_is_asked_to_sign_in(client: FlaskClient) -> None:
    response = client.get("/dashboard")
    assert response.status_code == 302
    assert response.location.startswith("/sign-in")


def test_the_numbers_and_what_they_show(exa: FlaskClient) -> None:
    page = exa.get("/dashboard").text
    assert "Last 12 months" in page
    assert "1 Dec 2025 – 24 Nov 2026, compared with 1 Dec 2024 – 24 Nov 2025" in page
    assert "beside 1 submission without an author" in page
    assert "Digital society took part most: 62% of all contributions" in page
    assert "up from 1" in page
    assert "“ตั้งเสาสัญญาณชุมชน” leads with 1 of 1 votes" in page
    assert "1 of 1 policy issue is selected" in page


def test_thai_readers_read_thai_and_buddhist_years(scene: Scene, as_: As) -> None:
    page = as_(scene.cast.exa).get("/dashboard?period=fiscal-quarter").text
    assert "ปีงบประมาณ 2570 ไตรมาส 1 ถึงวันนี้" in page
    assert "1 ต.ค. 2569 – 24 พ.ย. 2569" in page


def test_one_mission_group(scene: Scene, exa: FlaskClient) -> None:
    page = exa.get("/dashboard?group=space-affairs").text
    assert "took part most" not in page
    assert "No votes in this period" in page
    assert f"group={scene.space.id}" in page  # the ways to the records keep the filter


def test_the_ways_to_the_records_carry_the_filters(exa: FlaskClient) -> None:
    page = exa.get("/dashboard?from=2026-11-01&to=2026-11-22").text
    assert (
        "/diagnose/submissions?from_date=2026-11-01&amp;to_date=2026-11-22&amp;channel=paper"
        in page
    )


def test_the_records_are_as_many_as_the_figure_says(scene: Scene, as_: As) -> None:
    """The list of submissions understands the filters of the figure's link."""
    scene.cast.ana.language = "en"
    commit()
    ana = as_(scene.cast.ana)
    address = (
        f"/diagnose/submissions?group={scene.society.id}&from_date=2025-12-01&to_date=2026-11-24"
    )
    assert "/diagnose/submissions?group=" in ana.get("/dashboard").text
    assert "2 submissions" in ana.get(address).text


@pytest.mark.parametrize("given", ["2026-11-01", "2569-11-01"])
def test_a_year_may_be_given_in_either_era(exa: FlaskClient, given: str) -> None:
    assert "1 Nov 2026 – 24 Nov 2026" in exa.get(f"/dashboard?from={given}").text


def test_the_period_never_reaches_beyond_today(exa: FlaskClient) -> None:
    assert "1 Nov 2026 – 24 Nov 2026" in exa.get("/dashboard?from=2026-11-01&to=2027-01-01").text


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("from=yesterday", "Please give a day that exists"),
        ("from=2564-02-29", "Please give a day that exists"),
        ("from=99999999999999999999-01-01", "Please give a day that exists"),
        ("to=2026-02-30", "Please give a day that exists"),
        ("from=2026-10-02&to=2026-10-01", "The last day lies before the first"),
        ("from=2026-11-25", "This day is still to come"),
        ("from=1890-01-01", "from the year 2000"),
        ("group=nowhere", "There is no such mission group"),
    ],
)
def test_bad_filters_are_told_and_kept(exa: FlaskClient, query: str, message: str) -> None:
    response = exa.get(f"/dashboard?{query}")
    assert response.status_code == 422
    assert message in response.text
    for given in parse_qs(query).values():
        assert given[0] in response.text
    assert "compared with" not in response.text


def test_an_unknown_period_is_the_usual_one(exa: FlaskClient) -> None:
    assert "Last 12 months" in exa.get("/dashboard?period=ever").text


def test_nothing_to_count_is_said_kindly(cast: Cast, as_: As, now: datetime) -> None:
    page = english(as_(cast.exa)).get("/dashboard").text
    assert "data-figure" not in page
    assert 'class="empty"' in page


def test_a_candidate_issue_is_listed_for_those_who_may_see_it(scene: Scene, as_: As) -> None:
    make.issue(scene.space, scene.cast.ana, title="ดาวเทียมเพื่อเกษตร")
    commit()
    assert "ดาวเทียมเพื่อเกษตร" in as_(scene.cast.ana).get("/dashboard").text


def test_the_number_of_queries_does_not_grow(scene: Scene, as_: As, queries: Queries) -> None:
    ana = as_(scene.cast.ana)
    ana.get("/dashboard")
    with queries() as few:
        ana.get("/dashboard")
    for number in range(6):
        group = make.mission_group(f"group-{number}", position=number + 5)
        challenge = make.challenge(make.issue(group, scene.cast.ana), scene.cast.cora)
        vote(make.idea(challenge, scene.cast.mana), scene.cast.mali.id)
        make.run(scene.cast.ana, [said(number + 1, mission_group_id=group.id)])
    commit()
    with queries() as many:
        ana.get("/dashboard")
    own = [statement for statement in many if "sessions" not in statement]
    assert len(many) <= len(few) + 2  # the topics of a run that is there now
    assert len(own) <= sum(
        (
            1,  # the reader's roles
            1,  # the mission groups to choose from
            1,  # all single numbers, now and before
            1,  # by day
            1,  # by mission group
            2,  # by stage, with the stages' names
            1,  # by channel
            1,  # by participant group
            2,  # topics, and the run they are of
            1,  # issues by state
            1,  # leading ideas, with their challenge and issue
            1,  # issues at work, with their mission group
            8,  # what is open now: as much as the stages' providers ask
        )
    ), "\n\n".join(own)
