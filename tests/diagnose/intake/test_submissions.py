"""The staff's list of submissions: who may, filters, search, the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.accounts.models import ParticipantGroup, Person
from app.core import clock
from app.core.db import commit
from app.diagnose.models import Channel
from app.missions.models import MissionGroup
from tests.support import make
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]
PATH = "/diagnose/submissions"


@pytest.fixture
def three(group: MissionGroup) -> None:
    make.submission(
        "ถนนเป็นหลุม โทร 081-234-5678", channel=Channel.TELEPHONE, mission_group_id=group.id,
        participant_group=ParticipantGroup.BUSINESS, said_at=datetime(2026, 1, 31, 18, tzinfo=UTC),
    )  # fmt: skip
    make.submission("น้ำประปาไม่ไหล", said_at=datetime(2026, 3, 1, tzinfo=UTC))
    make.submission("ขอถอนแล้ว", withdrawn_at=clock.now())
    commit()


def listed(page: str) -> set[str]:
    return {word for word in ("ถนน", "น้ำประปา", "ขอถอน") if word in page.split("<main")[1]}


@pytest.mark.parametrize("who", ["ana", "cora", "exa", "modda", "ada"])
def test_those_who_work_with_them_read_them(as_: As, cast: Cast, who: str) -> None:
    for path in (PATH, f"{PATH}.csv"):
        assert as_(getattr(cast, who)).get(path).status_code == 200


@pytest.mark.parametrize("who", ["mali", "ofa", "suda"])
def test_others_do_not(as_: As, cast: Cast, who: str) -> None:
    for path in (PATH, f"{PATH}.csv"):
        assert as_(getattr(cast, who)).get(path).status_code == 403


def test_a_guest_is_asked_to_sign_in(client: FlaskClient, cast: Cast) -> None:
    for path in (PATH, f"{PATH}.csv"):
        assert "/sign-in" in client.get(path).location


@pytest.mark.usefixtures("three")
def test_it_shows_all_that_stand_with_personal_data_hidden(as_: As, cast: Cast) -> None:
    page = as_(cast.ana).get(PATH).text
    assert listed(page) == {"ถนน", "น้ำประปา"}
    assert "[phone]" in page
    assert "081-234" not in page


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("channel=telephone", {"ถนน"}),
        ("channel=telephone&channel=web", {"ถนน", "น้ำประปา"}),
        ("participant=business", {"ถนน"}),
        ("group=none", {"น้ำประปา"}),
        ("from_date=2026-02-01", {"ถนน", "น้ำประปา"}),  # 31 January, 18:00 in London
        ("from_date=2026-02-02", {"น้ำประปา"}),
        ("to_date=2026-02-28", {"ถนน"}),
        ("to_date=2569-02-28", {"ถนน"}),
        ("q=ประปา", {"น้ำประปา"}),
        ("q=หลุม&channel=web", set()),
    ],
)
def test_filters_lie_in_the_address(as_: As, cast: Cast, query: str, found: set[str]) -> None:
    analyst = as_(cast.ana)
    assert listed(analyst.get(f"{PATH}?{query}").text) == found
    assert {word for word in found if word in analyst.get(f"{PATH}.csv?{query}").text} == found


@pytest.mark.usefixtures("three")
def test_a_mission_group_restricts_and_its_filter_goes_on_to_the_file_and_an_analysis(
    as_: As, cast: Cast, group: MissionGroup
) -> None:
    page = as_(cast.ana).get(f"{PATH}?group={group.id}").text
    assert listed(page) == {"ถนน"}
    assert f"/diagnose/submissions.csv?group={group.id}" in page
    assert f"/diagnose/runs/new?group={group.id}" in page


@pytest.mark.parametrize("query", ["from_date=31/31/2026", "channel=pigeon", "batch=999"])
def test_a_filter_that_cannot_be_is_said(as_: As, cast: Cast, query: str) -> None:
    analyst = as_(cast.ana)
    assert analyst.get(f"{PATH}?{query}").status_code == 422
    assert analyst.get(f"{PATH}.csv?{query}").location == f"{PATH}?{query}"


@pytest.mark.usefixtures("three")
def test_the_file_is_a_table_that_runs_nothing(as_: As, cast: Cast) -> None:
    make.submission('=HYPERLINK("http://evil.example")')
    commit()
    answer = as_(cast.ana).get(f"{PATH}.csv")
    assert answer.text.startswith("\ufeff")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) == 3
    assert any(row["text"].startswith("'=HYPERLINK") for row in rows)
    road = next(row for row in rows if row["text"].startswith("ถนน"))
    assert road["text"] == "ถนนเป็นหลุม โทร [phone]"
    assert road["created_at"] == "2026-02-01T01:00:00+07:00"
    assert (road["channel"], road["participant_group"]) == ("telephone", "business")


def test_it_is_paged_in_a_constant_number_of_queries(
    as_: As, cast: Cast, group: MissionGroup, queries: Callable[[], Any]
) -> None:
    for number in range(45):
        make.submission(f"เรื่องที่ {number}", mission_group_id=group.id)
    commit()
    analyst = as_(cast.ana)
    with queries() as asked:
        page = analyst.get(f"{PATH}?page=2&channel=web").text
    assert page.count('class="text-break"') == 20
    assert "page=3" in page
    assert "channel=web" in page
    # the session with its person and roles; mission groups and imports to choose from; how many,
    # which ones
    assert len(asked) == 5, asked
