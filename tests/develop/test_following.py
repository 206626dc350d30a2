"""Follow an idea, a challenge, a mission group; leave off; the page of what one follows."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.db import commit, db
from app.develop.models import Follow
from tests.develop.conftest import Scene
from tests.support import make

As = Callable[[Person], FlaskClient]
Queries = Callable[[], AbstractContextManager[list[str]]]


def follows(person: Person) -> list[tuple[int | None, int | None, int | None]]:
    query = sa.select(Follow.idea_id, Follow.challenge_id, Follow.mission_group_id)
    return [tuple(row) for row in db.session.execute(query.where(Follow.person_id == person.id))]


@pytest.fixture
def addresses(scene: Scene) -> dict[str, str]:
    return {
        "idea": f"/ideas/{scene.others_idea.id}",
        "challenge": f"/challenges/{scene.challenge.id}",
        "mission group": f"/missions/{scene.issue.mission_group.slug}",
    }


@pytest.mark.parametrize("thing", ["idea", "challenge", "mission group"])
def test_a_member_follows_and_leaves_off(
    thing: str, scene: Scene, addresses: dict[str, str], as_: As
) -> None:
    browser, address = as_(scene.cast.mali), addresses[thing]
    assert f'action="{address}/follow"' in browser.get(address).text
    response = browser.post(f"{address}/follow", data={"next": address})
    assert response.location == address
    assert len(follows(scene.cast.mali)) == 1
    assert f'action="{address}/unfollow"' in browser.get(address).text
    browser.post(f"{address}/unfollow")
    assert follows(scene.cast.mali) == []


@pytest.mark.parametrize("thing", ["idea", "challenge", "mission group"])
def test_guests_and_suspended_people_follow_nothing(
    thing: str, scene: Scene, addresses: dict[str, str], as_: As, client: FlaskClient
) -> None:
    address = addresses[thing]
    assert client.post(f"{address}/follow").location.startswith("/sign-in")
    assert as_(scene.cast.suda).post(f"{address}/follow").status_code == 403
    assert "data-follow" not in client.get(address).text
    assert db.session.scalars(sa.select(Follow)).all() == []


def test_following_twice_is_following(scene: Scene, addresses: dict[str, str], as_: As) -> None:
    browser = as_(scene.cast.mali)
    for _ in range(2):
        assert browser.post(f"{addresses['idea']}/follow").status_code == 302
    assert len(follows(scene.cast.mali)) == 1


def test_what_is_hidden_cannot_be_followed(scene: Scene, as_: As) -> None:
    hidden = make.hidden_idea(scene.challenge, scene.cast.mana, scene.cast.modda)
    draft = make.challenge(scene.issue, scene.cast.cora, published=False)
    assert as_(scene.cast.mali).post(f"/ideas/{hidden.id}/follow").status_code == 404
    assert as_(scene.cast.mali).post(f"/challenges/{draft.id}/follow").status_code == 404
    assert as_(scene.cast.mana).post(f"/ideas/{hidden.id}/follow").status_code == 403
    assert as_(scene.cast.cora).post(f"/challenges/{draft.id}/follow").status_code == 403
    assert as_(scene.cast.mali).post("/missions/no-such-group/follow").status_code == 404


def test_a_script_gets_the_new_button(scene: Scene, addresses: dict[str, str], as_: As) -> None:
    response = as_(scene.cast.mali).post(
        f"{addresses['idea']}/follow", headers={"Accept": "application/json"}
    )
    answer = response.get_json()
    assert f"{addresses['idea']}/unfollow" in answer["html"]
    assert answer["message"]


def test_the_way_back_never_leads_elsewhere(
    scene: Scene, addresses: dict[str, str], as_: As
) -> None:
    response = as_(scene.cast.mali).post(
        f"{addresses['idea']}/follow", data={"next": "//evil.example"}
    )
    assert response.location == "/following"


def test_whoever_comments_first_follows_and_is_not_brought_back(scene: Scene, as_: As) -> None:
    browser, address = as_(scene.cast.ana), f"/ideas/{scene.others_idea.id}"
    browser.post(f"{address}/comments", data={"body": "น่าสนใจ", "stance": "remark"})
    assert follows(scene.cast.ana) == [(scene.others_idea.id, None, None)]
    browser.post(f"{address}/unfollow")
    browser.post(f"{address}/comments", data={"body": "อีกเรื่องหนึ่ง", "stance": "remark"})
    assert follows(scene.cast.ana) == []


def test_the_page_lists_what_one_follows_and_may_see(scene: Scene, as_: As) -> None:
    mali = scene.cast.mali
    hidden = make.hidden_idea(scene.challenge, scene.cast.mana, scene.cast.modda)
    for what in (
        {"idea_id": scene.idea.id}, {"idea_id": hidden.id}, {"challenge_id": scene.challenge.id},
        {"mission_group_id": scene.issue.mission_group_id},
    ):  # fmt: skip
        make.follow(mali, **what)
    make.follow(scene.cast.mana, idea_id=scene.others_idea.id)
    page = as_(mali).get("/following").text
    assert scene.idea.title in page
    assert scene.challenge.title in page
    assert scene.issue.mission_group.name_th in page
    assert hidden.title not in page
    assert scene.others_idea.title not in page


def test_an_empty_page_says_how_to_follow(scene: Scene, as_: As, client: FlaskClient) -> None:
    assert "ท่านยังไม่ได้ติดตามสิ่งใด" in as_(scene.cast.mali).get("/following").text
    assert client.get("/following").location.startswith("/sign-in")


def test_the_page_always_makes_as_many_queries(scene: Scene, as_: As, queries: Queries) -> None:
    browser, counts = as_(scene.cast.mali), []
    for many in (1, 24):
        for _ in range(many):
            idea = make.idea(scene.challenge, scene.cast.mana)
            make.follow(scene.cast.mali, idea_id=idea.id, since=clock.now())
        commit()
        with queries() as asked:
            page = browser.get("/following").text
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 4  # session, roles, count, the rows
    assert page.count('class="followed"') == 20
