"""The ballot in the coordinator's form: chosen with its number or total, fixed once published."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.db import commit, db
from app.core.refusals import Refused
from app.develop import commands
from app.develop.commands import BallotTerms
from app.develop.models import Ballot, Challenge
from app.develop.refusals import Why
from tests.develop.conftest import Scene

As = Callable[[Person], FlaskClient]
TYPED = {
    "title": "โจทย์ใหม่", "question": "ทำอย่างไร", "description": "",
    "ideas_opens": "2026-01-01T09:00", "ideas_closes": "2036-01-01T09:00",
    "voting_opens": "2026-01-01T09:00", "voting_closes": "2036-02-01T09:00",
}  # fmt: skip


def the_fund(scene: Scene) -> None:
    scene.issue.mission_group.slug = "de-fund"
    commit()


def opened(scene: Scene) -> Challenge | None:
    others = sa.select(Challenge).where(Challenge.id != scene.challenge.id)
    return db.session.scalars(others).one_or_none()


def send(scene: Scene, as_: As, **ballot: str):  # type: ignore[no-untyped-def]
    address = f"/issues/{scene.issue.id}/challenges/new"
    return as_(scene.cast.cora).post(address, data=TYPED | ballot)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"ballot": "support"}, (Ballot.SUPPORT, None, None)),
        ({"ballot": "updown"}, (Ballot.UPDOWN, None, None)),
        ({"ballot": "limited", "votes_each": "5"}, (Ballot.LIMITED, 5, None)),
        ({"ballot": "limited", "votes_each": "5", "budget_total": "9"}, (Ballot.LIMITED, 5, None)),
        ({"ballot": "budget", "budget_total": "5,000,000"}, (Ballot.BUDGET, None, 5_000_000)),
        ({"ballot": "support", "votes_each": "many"}, None),
    ],
)
def test_it_is_chosen_with_its_number(
    scene: Scene, as_: As, typed: dict[str, str], expected: tuple[object, ...] | None
) -> None:
    the_fund(scene)
    answer = send(scene, as_, **typed)
    found = opened(scene)
    if expected is None:
        assert (answer.status_code, found) == (422, None)
        return
    assert answer.status_code == 302
    assert found is not None
    assert (found.ballot, found.votes_each, found.budget_total) == expected


@pytest.mark.parametrize(
    "typed",
    [
        {"ballot": "limited"},
        {"ballot": "limited", "votes_each": "0"},
        {"ballot": "limited", "votes_each": "1001"},
        {"ballot": "budget"},
        {"ballot": "budget", "budget_total": "-1"},
        {"ballot": "lottery"},
        {"ballot": ""},
    ],
)
def test_what_does_not_fit_stands_in_the_form_again(
    scene: Scene, as_: As, typed: dict[str, str]
) -> None:
    the_fund(scene)
    answer = send(scene, as_, **typed)
    assert answer.status_code == 422
    assert opened(scene) is None
    assert TYPED["title"] in answer.text
    for value in typed.values():
        assert value in answer.text or value == "lottery"


def test_a_budget_is_offered_to_the_fund_alone(scene: Scene, as_: As) -> None:
    address = f"/issues/{scene.issue.id}/challenges/new"
    browser = as_(scene.cast.cora)
    browser.set_cookie("language", "en")
    page = browser.get(address).text
    assert 'value="budget"' not in page
    assert "in challenges of the Fund alone" in page
    assert send(scene, as_, ballot="budget", budget_total="100").status_code == 422
    with pytest.raises(Refused) as refusal:
        commands.edit_challenge(
            scene.cast.cora, draft(scene), title="x", description="",
            ballot=BallotTerms(Ballot.BUDGET, budget_total=5),
        )  # fmt: skip
    assert refusal.value.why is Why.FUND_ONLY
    the_fund(scene)
    assert 'value="budget"' in browser.get(address).text


def draft(scene: Scene) -> Challenge:
    scene.challenge.published_at = None
    return scene.challenge


def test_a_draft_may_be_voted_on_in_another_way(scene: Scene, as_: As) -> None:
    draft(scene)
    address = f"/challenges/{scene.challenge.id}/edit"
    done = as_(scene.cast.cora).post(address, data=TYPED | {"ballot": "limited", "votes_each": "3"})
    assert done.status_code == 302
    page = as_(scene.cast.cora).get(address).text
    assert 'value="3"' in page
    db.session.refresh(scene.challenge)
    assert (scene.challenge.ballot, scene.challenge.votes_each) == (Ballot.LIMITED, 3)


def test_a_published_challenge_keeps_its_ballot(scene: Scene, as_: As) -> None:
    address = f"/challenges/{scene.challenge.id}/edit"
    assert 'name="ballot"' not in as_(scene.cast.cora).get(address).text
    as_(scene.cast.cora).post(address, data=TYPED | {"ballot": "limited", "votes_each": "3"})
    db.session.refresh(scene.challenge)
    assert scene.challenge.ballot is Ballot.SUPPORT
    with pytest.raises(Refused) as refusal:
        commands.edit_challenge(
            scene.cast.cora, scene.challenge, title="x", description="",
            ballot=BallotTerms(Ballot.UPDOWN),
        )  # fmt: skip
    assert refusal.value.why is Why.ALREADY_PUBLISHED


@pytest.mark.parametrize(
    "terms",
    [
        BallotTerms(Ballot.LIMITED),
        BallotTerms(Ballot.LIMITED, votes_each=0),
        BallotTerms(Ballot.SUPPORT, votes_each=3),
        BallotTerms(Ballot.BUDGET, votes_each=3),
    ],
)
def test_the_commands_refuse_half_a_ballot(scene: Scene, terms: BallotTerms) -> None:
    the_fund(scene)
    with pytest.raises(Refused) as refusal:
        commands.edit_challenge(
            scene.cast.cora, draft(scene), title="x", description="", ballot=terms
        )
    assert refusal.value.why is Why.BAD_BALLOT
