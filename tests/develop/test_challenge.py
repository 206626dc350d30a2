"""A challenge's page: what can be done now, and the ideas: sorted, searched, paged."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.db import commit
from app.develop.models import PhaseKind
from tests.develop.conftest import Scene
from tests.support import make

As = Callable[[Person], FlaskClient]


def ideas_of(page: str) -> list[int]:
    return [int(found) for found in re.findall(r'<h3[^>]*><a href="/ideas/(\d+)"', page)]


def test_a_guest_reads_it_and_is_asked_to_sign_in(scene: Scene, client: FlaskClient) -> None:
    page = client.get(f"/challenges/{scene.challenge.id}").text
    assert scene.challenge.question in page
    assert ideas_of(page) == [scene.others_idea.id, scene.idea.id]
    assert "/sign-in" in page
    assert "/support" not in page.replace("#support", "")


def test_a_draft_is_the_coordinators(scene: Scene, client: FlaskClient, as_: As) -> None:
    draft = make.challenge(scene.issue, scene.cast.cora, published=False)
    commit()
    address = f"/challenges/{draft.id}"
    assert client.get(address).status_code == 404
    assert as_(scene.cast.ana).get(address).status_code == 404
    assert as_(scene.cast.cora).get(address).status_code == 200


@pytest.mark.parametrize(
    ("sort", "first"), [("newest", "others"), ("supported", "mine"), ("discussed", "mine")]
)
def test_the_order_stands_in_the_address(
    scene: Scene, client: FlaskClient, sort: str, first: str
) -> None:
    scene.idea.votes_count = scene.idea.comments_count = 5
    commit()
    found = ideas_of(client.get(f"/challenges/{scene.challenge.id}?sort={sort}").text)
    assert found[0] == (scene.idea if first == "mine" else scene.others_idea).id


def test_an_unknown_order_is_the_newest(scene: Scene, client: FlaskClient) -> None:
    page = client.get(f"/challenges/{scene.challenge.id}?sort=best&page=x")
    assert ideas_of(page.text)[0] == scene.others_idea.id


@pytest.mark.parametrize("words", ["เน็ต", "ประชารัฐ", "ซ่อม เน็ต", "ซ่อมจุดเน็ต"])
def test_search_finds_thai_words_inside_sentences(
    scene: Scene, client: FlaskClient, words: str
) -> None:
    page = client.get(f"/challenges/{scene.challenge.id}", query_string={"q": words}).text
    assert ideas_of(page) == [scene.others_idea.id]


@pytest.mark.parametrize("words", ["ประปา", '"', "* OR", "' --"])
def test_search_for_what_is_not_there_is_no_error(
    scene: Scene, client: FlaskClient, words: str
) -> None:
    answer = client.get(f"/challenges/{scene.challenge.id}", query_string={"q": words})
    assert answer.status_code == 200


def test_hidden_ideas_are_shown_to_their_author_alone(
    scene: Scene, client: FlaskClient, as_: As
) -> None:
    hidden = make.hidden_idea(scene.challenge, scene.cast.mali, scene.cast.modda)
    commit()
    address = f"/challenges/{scene.challenge.id}"
    assert hidden.id not in ideas_of(client.get(address).text)
    assert hidden.id not in ideas_of(as_(scene.cast.mana).get(address).text)
    assert hidden.id in ideas_of(as_(scene.cast.mali).get(address).text)


def test_held_is_not_told_as_hidden(scene: Scene, as_: As) -> None:
    held = make.idea(scene.challenge, scene.cast.mali, held_at=clock.now(), held_for="links")
    commit()
    browser = as_(scene.cast.mali)
    listed = browser.get(f"/challenges/{scene.challenge.id}").text
    assert "รอตรวจ" in listed
    assert "ถูกซ่อน" not in listed
    answer = browser.post(f"/ideas/{held.id}/comments", data={"body": "เห็นด้วย"})
    assert answer.status_code == 409
    assert "กำลังรอผู้ดูแลตรวจ" in answer.text
    assert "ซ่อน" not in answer.text
    assert f'href="/ideas/{held.id}"' in answer.text


def test_the_page_says_what_is_supported(scene: Scene, as_: As) -> None:
    browser = as_(scene.cast.mana)
    browser.post(f"/ideas/{scene.idea.id}/support")
    page = browser.get(f"/challenges/{scene.challenge.id}").text
    assert f"/ideas/{scene.idea.id}/support/withdraw" in page
    assert f"/ideas/{scene.others_idea.id}/support/withdraw" not in page


def test_no_buttons_where_voting_is_over(scene: Scene, as_: As) -> None:
    phase = scene.challenge.phase(PhaseKind.VOTING)
    assert phase is not None
    phase.closes_at = phase.opens_at.replace(hour=(phase.opens_at.hour + 1) % 24)
    phase.opens_at = phase.opens_at.replace(year=phase.opens_at.year - 1)
    commit()
    page = as_(scene.cast.mana).get(f"/challenges/{scene.challenge.id}").text
    assert 'action="/ideas' not in page


def test_the_chain_is_linked_as_far_as_the_reader_may_see(
    scene: Scene, client: FlaskClient, as_: As
) -> None:
    run = make.run(scene.cast.ana, [make.submission(f"เน็ตช้า {n}") for n in range(4)])
    issue = make.issue(
        scene.issue.mission_group, scene.cast.ana, scene.issue.state, tuple(run.topics)
    )
    challenge = make.challenge(issue, scene.cast.cora)
    commit()
    address = f"/challenges/{challenge.id}"
    assert f"/issues/{issue.id}" in client.get(address).text
    assert "/topics/" not in client.get(address).text
    assert f"/topics/{run.topics[0].id}" in as_(scene.cast.ana).get(address).text


def test_the_number_of_queries_does_not_grow(scene: Scene, as_: As, queries) -> None:  # type: ignore[no-untyped-def]
    for number in range(30):
        make.idea(scene.challenge, scene.cast.mana, f"แนวคิดที่ {number}")
    commit()
    browser, address = as_(scene.cast.mali), f"/challenges/{scene.challenge.id}?q=แนวคิด"
    with queries() as asked:
        page = browser.get(address)
    assert len(ideas_of(page.text)) == 20
    assert len(asked) <= sum(
        (
            2,  # the session with its person and how much news, the roles
            2,  # the challenge with its issue and mission group, the phases
            3,  # how many ideas, the reader's own unseen ones, this page of them with their authors
            4,  # of the ideas on it: tags, the reader's votes, families, answers
            1,  # figures
            1,  # votes in doubt
            1,  # extensions of phases
            2,  # the reader's drafts here, whether they follow it
        )
    ), asked
