"""Receipts: the secret link, what it shows, and how one withdraws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.db import commit, db
from app.core.models import AuditEntry
from app.diagnose import onward
from app.diagnose.models import IssueState, Submission
from app.missions.models import MissionGroup
from tests.support import make
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]
TEXT = "เน็ตช้า โทร 081-234-5678\nติดต่อผมได้"


@pytest.fixture
def submission(group: MissionGroup) -> Submission:
    row = make.submission(TEXT, receipt="a-secret", mission_group_id=group.id)
    commit()
    return row


def analysed(cast: Cast, submission: Submission, state: IssueState, group: MissionGroup) -> None:
    """A run that took it, with an issue made of its topic."""
    run = make.run(cast.ana, [submission], topics=1)
    make.issue(group, cast.ana, state, (run.topics[0],), title="เน็ตหมู่บ้านไม่พอ")
    commit()


def test_it_shows_the_words_as_written(client: FlaskClient, submission: Submission) -> None:
    page = client.get("/receipts/a-secret")
    assert page.status_code == 200
    assert TEXT in page.text


def test_nobody_finds_it_without_the_link(
    as_: As, client: FlaskClient, cast: Cast, submission: Submission
) -> None:
    for path in ("/receipts/a-secre", "/receipts/A-SECRET", f"/receipts/{submission.id}"):
        assert client.get(path).status_code == 404
    assert as_(cast.ada).get(f"/receipts/{submission.id}").status_code == 404
    lists = as_(cast.ana).get("/diagnose/submissions").text
    detail = as_(cast.ana).get(f"/diagnose/submissions/{submission.id}").text
    assert "a-secret" not in lists + detail


def test_search_engines_and_other_sites_do_not_learn_it(
    client: FlaskClient, submission: Submission
) -> None:
    page = client.get("/receipts/a-secret")
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert 'name="robots" content="noindex' in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_its_link_never_comes_from_the_host_header(
    client: FlaskClient, submission: Submission
) -> None:
    page = client.get("/receipts/a-secret", headers={"Host": "evil.example"})
    assert "evil.example" not in page.text
    assert 'value="http://127.0.0.1:8000/receipts/a-secret"' in page.text


def test_before_an_analysis_it_says_that_it_waits(
    client: FlaskClient, submission: Submission
) -> None:
    client.set_cookie("language", "en")
    page = client.get("/receipts/a-secret").text
    assert "Waiting to be read together" in page


def test_it_tells_the_topic_and_the_issue_it_went_into(
    client: FlaskClient, cast: Cast, submission: Submission, group: MissionGroup
) -> None:
    analysed(cast, submission, IssueState.SHORTLISTED, group)
    page = client.get("/receipts/a-secret").text
    assert "เรื่องที่ 1" in page
    assert "เน็ตหมู่บ้านไม่พอ" in page
    assert "/diagnose/topics/" not in page  # topics' own pages are for staff


def test_an_issue_that_is_not_public_yet_is_not_told(
    client: FlaskClient, cast: Cast, submission: Submission, group: MissionGroup
) -> None:
    analysed(cast, submission, IssueState.CANDIDATE, group)
    assert "เน็ตหมู่บ้านไม่พอ" not in client.get("/receipts/a-secret").text


def test_a_topic_marked_as_noise_is_not_told(
    client: FlaskClient, cast: Cast, submission: Submission
) -> None:
    make.run(cast.ana, [submission], topics=1).topics[0].is_noise = True
    commit()
    assert "เรื่องที่ 1" not in client.get("/receipts/a-secret").text


def test_it_tells_what_later_stages_made_of_the_issue(
    client: FlaskClient, cast: Cast, submission: Submission, group: MissionGroup,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    analysed(cast, submission, IssueState.SELECTED, group)

    def provider(issue_ids: Any) -> list[onward.Onward]:
        return [onward.Onward(issue_ids[0], "โจทย์เน็ตชุมชน", "/challenges/1", "เปิดรับแนวคิด")]

    monkeypatch.setattr(onward, "_providers", [provider])
    assert "โจทย์เน็ตชุมชน" in client.get("/receipts/a-secret").text


def test_its_holder_withdraws_it(client: FlaskClient, submission: Submission) -> None:
    answer = client.post("/receipts/a-secret/withdraw")
    db.session.expire_all()
    assert answer.status_code == 303
    assert submission.withdrawn_at is not None
    client.set_cookie("language", "en")
    page = client.get("/receipts/a-secret").text
    assert "You withdrew this on" in page
    assert TEXT in page
    assert "/withdraw" not in page


def test_over_https_its_form_needs_its_token_and_no_referrer(
    client: FlaskClient, submission: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page's address is a secret: browsers are told to name it nowhere, to us neither."""
    monkeypatch.setitem(client.application.config, "WTF_CSRF_ENABLED", True)
    page = client.get("/receipts/a-secret", base_url="https://localhost").text
    form = {"csrf_token": page.split('name="csrf_token" value="')[1].split('"')[0]}
    path = "/receipts/a-secret/withdraw"
    assert client.post(path, base_url="https://localhost").status_code == 400
    assert client.post(path, base_url="https://localhost", data=form).status_code == 303


def test_withdrawing_twice_changes_nothing_more(
    client: FlaskClient, submission: Submission
) -> None:
    client.post("/receipts/a-secret/withdraw")
    db.session.expire_all()
    first = submission.withdrawn_at
    assert client.post("/receipts/a-secret/withdraw").status_code == 303
    db.session.expire_all()
    assert submission.withdrawn_at == first
    assert len(db.session.scalars(sa.select(AuditEntry)).all()) == 1


def test_what_is_withdrawn_leaves_the_lists(
    as_: As, client: FlaskClient, cast: Cast, submission: Submission
) -> None:
    client.post("/receipts/a-secret/withdraw")
    analyst = as_(cast.ana)
    assert "เน็ตช้า" not in analyst.get("/diagnose/submissions").text
    assert "เน็ตช้า" not in analyst.get("/diagnose/submissions.csv").text
    assert analyst.get(f"/diagnose/submissions/{submission.id}").status_code == 404


def test_nobody_withdraws_without_the_link(as_: As, cast: Cast, submission: Submission) -> None:
    assert as_(cast.ada).post(f"/receipts/{submission.id}/withdraw").status_code == 404
    assert as_(cast.ada).get("/receipts/a-secret/withdraw").status_code == 405
    db.session.expire_all()
    assert submission.withdrawn_at is None


def test_the_page_asks_few_queries(
    client: FlaskClient, cast: Cast, submission: Submission, group: MissionGroup,
    queries: Callable[[], Any], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(onward, "_providers", [])
    for _ in range(3):
        analysed(cast, submission, IssueState.SHORTLISTED, group)
    with queries() as asked:
        client.get("/receipts/a-secret")
    # the submission with its group; the runs that took it; its topics with their runs; their issues
    assert len(asked) == 4, asked
