"""A fixed number of votes, or a budget: never more than there is; and one's own ballot."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.db import commit
from app.core.refusals import Refused
from app.develop import commands
from app.develop.refusals import NotEnoughLeft, Why
from tests.develop.ballots import budget, close, counters, hide, limited, replayed, rows, used
from tests.develop.conftest import Scene
from tests.support import make

As = Callable[[Person], FlaskClient]
JSON = {"Accept": "application/json"}
EN = {"Cookie": "language=en"}


def page_of(scene: Scene) -> str:
    return f"/challenges/{scene.challenge.id}/ballot"


def test_votes_are_given_while_they_last_and_can_be_moved(scene: Scene, as_: As) -> None:
    limited(scene, 1)
    browser, mana = as_(scene.cast.mana), scene.cast.mana
    assert browser.post(f"/ideas/{scene.idea.id}/support").status_code == 302
    refused = browser.post(f"/ideas/{scene.others_idea.id}/support", headers=JSON)
    assert refused.status_code == 409
    assert refused.json is not None
    assert refused.json["message"]
    assert (used(mana, scene.challenge), rows(scene.others_idea)) == (1, {})
    browser.post(f"/ideas/{scene.idea.id}/support/withdraw")
    assert browser.post(f"/ideas/{scene.others_idea.id}/support").status_code == 302
    assert (counters(scene.idea), counters(scene.others_idea)) == ((0, 0), (1, 0))
    assert used(mana, scene.challenge) == 1


def test_a_second_vote_on_the_same_idea_uses_nothing(scene: Scene, as_: As) -> None:
    limited(scene, 2)
    for _time in range(3):
        as_(scene.cast.mana).post(f"/ideas/{scene.idea.id}/support")
    assert used(scene.cast.mana, scene.challenge) == 1
    for _time in range(3):
        as_(scene.cast.mana).post(f"/ideas/{scene.idea.id}/support/withdraw")
    assert used(scene.cast.mana, scene.challenge) == 0


def test_a_script_is_told_what_is_left(scene: Scene, as_: As) -> None:
    limited(scene, 5)
    browser = as_(scene.cast.mana)
    browser.set_cookie("language", "en")
    answer = browser.post(f"/ideas/{scene.idea.id}/support", headers=JSON).json
    assert answer is not None
    assert "You have 4 of 5 votes left." in answer["left_html"]
    page = browser.get(f"/challenges/{scene.challenge.id}").text
    assert "You have 4 of 5 votes left." in page


def test_a_budget_refuses_with_the_sums(scene: Scene, as_: As) -> None:
    budget(scene, 5_000_000, cost=3_500_000, others_cost=2_000_000)
    browser = as_(scene.cast.mana)
    browser.set_cookie("language", "en")
    browser.post(f"/ideas/{scene.idea.id}/support")
    refused = browser.post(f"/ideas/{scene.others_idea.id}/support")
    assert refused.status_code == 409
    assert "This needs 2,000,000 baht, you have 1,500,000 left: take another idea out" in (
        refused.text
    )
    assert used(scene.cast.mana, scene.challenge) == 3_500_000
    assert replayed(scene.cast.mana, scene.others_idea) == 0
    page = browser.get(page_of(scene)).text
    assert "You have 1,500,000 of 5,000,000 baht left." in page
    assert scene.idea.title in page
    assert scene.others_idea.title not in page
    assert '<progress class="budget-used" max="5000000" value="3500000"' in page


def test_exactly_the_whole_budget_can_be_spent(scene: Scene) -> None:
    budget(scene, 5_000_000, cost=3_000_000, others_cost=2_000_000)
    commands.support_idea(scene.cast.mana, scene.idea)
    commands.support_idea(scene.cast.mana, scene.others_idea)
    commit()
    assert used(scene.cast.mana, scene.challenge) == 5_000_000


@pytest.mark.parametrize(("cost", "why"), [(None, Why.NO_COST), (6_000, Why.COSTS_TOO_MUCH)])
def test_what_has_no_cost_or_too_much_of_it_cannot_be_chosen(
    scene: Scene, as_: As, cost: int | None, why: Why
) -> None:
    budget(scene, 5_000, cost=cost)
    with pytest.raises(Refused) as refusal:
        commands.support_idea(scene.cast.mana, scene.idea)
    assert refusal.value.why is why
    browser = as_(scene.cast.mana)
    browser.set_cookie("language", "en")
    page = browser.get(f"/ideas/{scene.idea.id}").text
    assert "It cannot be chosen, as" in page
    assert f'action="/ideas/{scene.idea.id}/support"' not in page


def test_the_refusal_knows_what_is_missing(scene: Scene) -> None:
    budget(scene, 5_000, cost=4_000, others_cost=2_000)
    commands.support_idea(scene.cast.mana, scene.idea)
    with pytest.raises(NotEnoughLeft) as refusal:
        commands.support_idea(scene.cast.mana, scene.others_idea)
    assert (refusal.value.needed, refusal.value.left) == (2_000, 1_000)


def test_a_vote_on_an_idea_that_went_out_of_sight_comes_back(scene: Scene, as_: As) -> None:
    limited(scene, 1)
    browser = as_(scene.cast.mana)
    browser.post(f"/ideas/{scene.idea.id}/support")
    hide(scene.idea)
    assert browser.get(f"/ideas/{scene.idea.id}").status_code == 404
    page = browser.get(page_of(scene)).text
    assert scene.idea.title not in page
    assert f'action="/ideas/{scene.idea.id}/support/withdraw"' in page
    done = browser.post(f"/ideas/{scene.idea.id}/support/withdraw")
    assert done.location == f"{page_of(scene)}#support-{scene.idea.id}"
    assert used(scene.cast.mana, scene.challenge) == 0
    assert browser.post(f"/ideas/{scene.idea.id}/support/withdraw").status_code == 404
    assert as_(scene.cast.exa).post(f"/ideas/{scene.idea.id}/support/withdraw").status_code == 404


def test_so_does_one_on_a_closed_duplicate_which_takes_no_more(scene: Scene, as_: As) -> None:
    limited(scene, 1)
    browser = as_(scene.cast.mana)
    browser.post(f"/ideas/{scene.idea.id}/support")
    scene.idea.duplicate_of_id, scene.idea.closed_reason = scene.others_idea.id, "เหมือนกัน"
    scene.idea.closed_at = clock.now()
    commit()
    assert as_(scene.cast.exa).post(f"/ideas/{scene.idea.id}/support").status_code == 409
    assert "support/withdraw" in browser.get(f"/ideas/{scene.idea.id}").text
    browser.post(f"/ideas/{scene.idea.id}/support/withdraw")
    assert (counters(scene.idea), used(scene.cast.mana, scene.challenge)) == ((0, 0), 0)


def test_after_closing_the_ballot_stays_to_be_read(scene: Scene, as_: As) -> None:
    limited(scene, 2)
    commands.support_idea(scene.cast.mana, scene.idea)
    close(scene.challenge)
    page = as_(scene.cast.mana).get(page_of(scene)).text
    assert scene.idea.title in page
    assert "support/withdraw" not in page


def test_it_shows_nobody_elses_votes(scene: Scene, as_: As, client: FlaskClient) -> None:
    limited(scene, 2)
    commands.support_idea(scene.cast.mana, scene.idea)
    assert scene.idea.title not in as_(scene.cast.mali).get(page_of(scene)).text
    assert client.get(page_of(scene)).location.startswith("/sign-in")
    assert as_(scene.cast.suda).get(page_of(scene)).status_code == 403


def test_a_draft_is_not_there(scene: Scene, as_: As) -> None:
    scene.challenge.published_at = None
    assert as_(scene.cast.mana).get(page_of(scene)).status_code == 404


def test_the_number_of_queries_does_not_grow(scene: Scene, as_: As, queries) -> None:  # type: ignore[no-untyped-def]
    limited(scene, 20)
    for number in range(8):
        idea = make.idea(scene.challenge, scene.cast.mali, f"แนวคิด {number}")
        commands.support_idea(scene.cast.mana, idea)
    commit()
    browser, address = as_(scene.cast.mana), page_of(scene)
    with queries() as asked:
        browser.get(address)
    assert len(asked) <= sum(
        (
            2,  # the session with its person, the roles
            2,  # the challenge with its issue and group, the phases
            2,  # my ideas and their number
            2,  # my votes on them, what I have used
            1,  # news in the header
        )
    ), asked
