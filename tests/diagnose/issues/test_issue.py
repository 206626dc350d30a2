"""An issue's page: its state with reasons, the words behind it, the chain both ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.db import commit
from app.diagnose import onward
from app.diagnose.models import IssueState, IssueTopic
from app.diagnose.queries.issues import Evidence, evidence
from tests.diagnose.issues.conftest import PHONE, Scene

As = Callable[[Person], FlaskClient]


def test_the_public_cannot_learn_that_a_candidate_exists(
    scene: Scene, client: FlaskClient, as_: As
) -> None:
    address = f"/issues/{scene.issue(IssueState.CANDIDATE).id}"
    for browser in (client, *map(as_, (scene.cast.mali, scene.cast.ofa, scene.cast.suda))):
        assert browser.get(address).status_code == 404
    assert as_(scene.cast.exa).get(address).status_code == 200
    assert client.get("/issues/999").status_code == 404


@pytest.mark.parametrize("state", [IssueState.SHORTLISTED, IssueState.SELECTED, IssueState.CLOSED])
def test_the_public_reads_it_masked_with_its_reasons(
    scene: Scene, client: FlaskClient, state: IssueState
) -> None:
    page = client.get(f"/issues/{scene.issue(state).id}").text
    assert "เหตุผลแรก" in page
    assert "ความเห็น 0" in page
    assert PHONE not in page
    assert "/diagnose/" not in page.split("<main")[1].split("</main>")[0]
    assert scene.cast.ana.display_name not in page.split("<main")[1]


def test_those_who_read_analysis_open_the_records(scene: Scene, as_: As) -> None:
    issue = scene.issue(IssueState.SELECTED)
    page = as_(scene.cast.cora).get(f"/issues/{issue.id}").text
    assert f'href="/diagnose/topics/{scene.topics[0].id}"' in page
    assert f'href="/diagnose/submissions/{scene.submissions[0].id}"' in page
    assert "/diagnose/topics" not in as_(scene.cast.ofa).get(f"/issues/{issue.id}").text


def test_numbers_count_each_person_and_comment_once(scene: Scene) -> None:
    issue = scene.issue(IssueState.SELECTED)
    assert evidence([issue.id]) == {issue.id: Evidence(comments=3, people=1)}
    issue.topic_links.append(IssueTopic(topic=scene.topics[1], linked_by_id=scene.cast.ana.id))
    commit()
    assert evidence([issue.id]) == {issue.id: Evidence(comments=6, people=4)}
    scene.submissions[1].withdrawn_at = clock.now()
    commit()
    assert evidence([issue.id]) == {issue.id: Evidence(comments=5, people=3)}


@pytest.fixture
def a_later_stage() -> Iterator[None]:
    """A slice that made something of every issue."""

    def provider(ids: Sequence[int]) -> list[onward.Onward]:
        return [onward.Onward(ident, "โจทย์เน็ต", "/challenges/7", "เปิดรับแนวคิด") for ident in ids]

    kept = list(onward._providers)
    onward.contribute(provider)
    yield
    onward._providers[:] = kept


def test_it_shows_what_later_stages_made_of_it(
    scene: Scene, client: FlaskClient, a_later_stage: None
) -> None:
    page = client.get(f"/issues/{scene.issue(IssueState.SELECTED).id}").text
    assert '<a href="/challenges/7">โจทย์เน็ต</a>' in page
    assert "เปิดรับแนวคิด" in page


def test_a_selected_issue_in_use_cannot_be_put_back_but_closed(
    scene: Scene, as_: As, a_later_stage: None
) -> None:
    issue = scene.issue(IssueState.SELECTED)
    browser, address = as_(scene.cast.cora), f"/issues/{issue.id}/steps"
    answer = browser.post(address, data={"to": "shortlisted", "reason": "X"}, follow_redirects=True)
    assert 'class="alert alert-danger"' in answer.text
    assert issue.state == IssueState.SELECTED
    browser.post(address, data={"to": "closed", "reason": "X"})
    assert issue.state == IssueState.CLOSED


def test_forms_are_offered_to_those_who_may_use_them(
    scene: Scene, client: FlaskClient, as_: As
) -> None:
    issue = scene.issue(IssueState.SHORTLISTED)
    step, edit = f'action="/issues/{issue.id}/steps"', f'href="/issues/{issue.id}/edit"'
    for browser in (client, as_(scene.cast.exa), as_(scene.cast.mali)):
        page = browser.get(f"/issues/{issue.id}").text
        assert step not in page
        assert edit not in page
    page = as_(scene.cast.cora).get(f"/issues/{issue.id}").text
    assert step in page
    assert edit in page
    assert '<option value="selected">' in page
    assert '<option value="candidate">' not in page


def test_the_number_of_queries_does_not_grow(
    scene: Scene, as_: As, client: FlaskClient, queries
) -> None:  # type: ignore[no-untyped-def]
    issue = scene.issue(IssueState.SELECTED)
    issue.topic_links.append(IssueTopic(topic=scene.topics[1], linked_by_id=scene.cast.ana.id))
    commit()
    address = f"/issues/{issue.id}"
    with queries() as asked:
        client.get(address)
    # the issue with its group; its topics with runs and jobs; its steps with people; quotations;
    # people and comments behind it; what Develop made of it
    assert len(asked) <= 6, "\n".join(asked)
