"""An idea's page. Its discussion: test_comments.py."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.db import commit
from tests.develop.conftest import Scene
from tests.support import make

As = Callable[[Person], FlaskClient]


def test_everybody_reads_an_idea_and_where_it_comes_from(scene: Scene, client: FlaskClient) -> None:
    page = client.get(f"/ideas/{scene.idea.id}").text
    assert scene.idea.title in page
    assert "Mali" in page
    assert f"/challenges/{scene.challenge.id}" in page
    assert f"/issues/{scene.issue.id}" in page


def test_a_hidden_idea_is_there_for_its_author_with_the_reason(
    scene: Scene, client: FlaskClient, as_: As
) -> None:
    hidden = make.hidden_idea(scene.challenge, scene.cast.mali, scene.cast.modda)
    commit()
    address = f"/ideas/{hidden.id}"
    assert client.get(address).status_code == 404
    for name in ("mana", "cora", "ada", "suda"):
        assert as_(getattr(scene.cast, name)).get(address).status_code == 404
    for name in ("mali", "modda"):
        page = as_(getattr(scene.cast, name)).get(address)
        assert page.status_code == 200
        assert "โฆษณา" in page.text


def test_the_author_is_offered_to_edit_and_nobody_else(scene: Scene, as_: As) -> None:
    assert "/edit" in as_(scene.cast.mali).get(f"/ideas/{scene.idea.id}").text
    assert "/edit" not in as_(scene.cast.mana).get(f"/ideas/{scene.idea.id}").text


def test_the_number_of_queries_does_not_grow(scene: Scene, as_: As, queries) -> None:  # type: ignore[no-untyped-def]
    for number in range(30):
        make.comment(scene.idea, scene.cast.mana, f"เห็นด้วยข้อที่ {number}")
    commit()
    browser, address = as_(scene.cast.mali), f"/ideas/{scene.idea.id}?page=2"
    with queries() as asked:
        browser.get(address)
    assert len(asked) <= sum(
        (
            2,  # the session with its person, the roles
            2,  # the idea with its author and the chain behind it, the phases
            3,  # threads by stance, this page of them with their authors, their replies
            1,  # whom the reader can mention
            3,  # the reader's vote, its family, whether they follow it
            2,  # tags, files
            2,  # its answer, the units that may give one
        )
    ), asked
