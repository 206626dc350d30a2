"""For or against: one vote a person and idea, with a change of mind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.refusals import Refused
from app.develop import commands
from app.develop.refusals import Why
from tests.develop.ballots import close, counters, replayed, rows, updown
from tests.develop.conftest import Scene

As = Callable[[Person], FlaskClient]
JSON = {"Accept": "application/json"}


def test_for_then_against_then_nothing(scene: Scene, as_: As) -> None:
    updown(scene)
    browser, page = as_(scene.cast.mana), f"/ideas/{scene.idea.id}"
    for path, expected in (
        ("support", (1, 0)),
        ("support", (1, 0)),
        ("oppose", (0, 1)),
        ("oppose", (0, 1)),
        ("support", (1, 0)),
        ("oppose", (0, 1)),
        ("support/withdraw", (0, 0)),
        ("support/withdraw", (0, 0)),
    ):
        assert browser.post(f"{page}/{path}").status_code == 302
        assert counters(scene.idea) == expected
    assert rows(scene.idea) == {}
    assert replayed(scene.cast.mana, scene.idea) == 0


def test_a_script_gets_both_buttons_and_both_figures(scene: Scene, as_: As) -> None:
    updown(scene)
    answer = as_(scene.cast.mana).post(f"/ideas/{scene.idea.id}/oppose", headers=JSON).json
    assert answer is not None
    assert (answer["mine"], answer["count"], answer["against"]) == (-1, 0, 1)
    assert f"/ideas/{scene.idea.id}/support/withdraw" in answer["html"]
    assert f'action="/ideas/{scene.idea.id}/support"' in answer["html"]
    assert "left_html" not in answer


def test_the_page_offers_both_and_says_which_is_mine(scene: Scene, as_: As) -> None:
    updown(scene)
    page = as_(scene.cast.mana).get(f"/ideas/{scene.idea.id}").text
    assert f'action="/ideas/{scene.idea.id}/oppose"' in page
    commands.oppose_idea(scene.cast.mana, scene.idea)
    page = as_(scene.cast.mana).get(f"/challenges/{scene.challenge.id}").text
    assert page.count("✓") == 1
    assert f'action="/ideas/{scene.idea.id}/support/withdraw"' in page


def test_against_is_for_this_ballot_alone(scene: Scene, as_: As) -> None:
    answer = as_(scene.cast.mana).post(f"/ideas/{scene.idea.id}/oppose")
    assert answer.status_code == 409
    assert (counters(scene.idea), rows(scene.idea)) == ((0, 0), {})


def test_after_closing_nothing_changes(scene: Scene, as_: As) -> None:
    updown(scene)
    commands.oppose_idea(scene.cast.mana, scene.idea)
    close(scene.challenge)
    for path in ("support", "oppose", "support/withdraw"):
        assert as_(scene.cast.mana).post(f"/ideas/{scene.idea.id}/{path}").status_code == 409
    assert (counters(scene.idea), rows(scene.idea)) == ((0, 1), {scene.cast.mana.id: -1})
    page = as_(scene.cast.mana).get(f"/ideas/{scene.idea.id}").text
    assert "✓" in page


def test_guests_and_suspended_people_may_not(scene: Scene, as_: As, client: FlaskClient) -> None:
    updown(scene)
    assert client.post(f"/ideas/{scene.idea.id}/oppose").location.startswith("/sign-in")
    assert as_(scene.cast.suda).post(f"/ideas/{scene.idea.id}/oppose").status_code == 403
    with pytest.raises(Refused) as refusal:
        commands.oppose_idea(scene.cast.suda, scene.idea)
    assert refusal.value.why is Why.NOT_ALLOWED
