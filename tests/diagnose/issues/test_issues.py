"""The public list of issues."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.db import commit
from app.diagnose.models import IssueState
from tests.diagnose.issues.conftest import Scene
from tests.support import make

As = Callable[[Person], FlaskClient]


def listed(page: str) -> list[int]:
    return [int(found) for found in re.findall(r'row-title[^>]*><a href="/issues/(\d+)"', page)]


def test_the_public_sees_no_candidates(scene: Scene, client: FlaskClient, as_: As) -> None:
    candidate, *public = (scene.issue(state) for state in IssueState)
    seen = [issue.id for issue in reversed(public)]
    assert listed(client.get("/issues").text) == seen
    assert listed(as_(scene.cast.mali).get("/issues").text) == seen
    assert listed(client.get("/issues?state=candidate").text) == seen
    assert listed(as_(scene.cast.ofa).get("/issues").text) == seen
    assert listed(as_(scene.cast.exa).get("/issues").text) == [*seen, candidate.id]
    assert 'value="candidate"' not in client.get("/issues").text


def test_it_is_filtered_by_state_and_mission_group(scene: Scene, client: FlaskClient) -> None:
    selected, closed = scene.issue(IssueState.SELECTED), scene.issue(IssueState.CLOSED)
    other = make.issue(make.mission_group("space-affairs"), scene.cast.ana, IssueState.SELECTED)
    commit()
    assert listed(client.get("/issues?state=closed").text) == [closed.id]
    assert listed(client.get("/issues?group=space-affairs").text) == [other.id]
    assert listed(client.get("/issues?state=selected&group=digital-society").text) == [selected.id]
    assert len(listed(client.get("/issues?state=x&group=x").text)) == 3


def test_an_empty_list_leads_to_the_form(scene: Scene, client: FlaskClient) -> None:
    assert 'href="/submit"' in client.get("/issues").text


def test_small_numbers_are_told_to_those_who_read_analysis_alone(
    scene: Scene, client: FlaskClient, as_: As
) -> None:
    scene.issue(IssueState.SELECTED)
    assert re.search(r"<li>[^<]*10[^<]*</li>", client.get("/issues").text)
    assert not re.search(r"<li>[^<]*10[^<]*</li>", as_(scene.cast.ana).get("/issues").text)


def test_the_number_of_queries_does_not_grow(scene: Scene, client: FlaskClient, queries) -> None:  # type: ignore[no-untyped-def]
    for _ in range(3):
        scene.issue(IssueState.SELECTED)
    with queries() as asked:
        client.get("/issues")
    # mission groups; how many issues, the issues with their groups; people and comments behind
    assert len(asked) <= 4, "\n".join(asked)
