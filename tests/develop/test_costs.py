"""What ideas of a budget ballot cost: set by the office until voting opens, then fixed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.db import commit, db
from app.core.models import AuditEntry
from app.core.refusals import Refused
from app.develop import commands
from app.develop.models import Idea, PhaseKind
from app.develop.refusals import Why
from app.missions.models import Unit
from tests.develop.ballots import budget
from tests.develop.conftest import Scene

As = Callable[[Person], FlaskClient]


@pytest.fixture
def before_voting(scene: Scene) -> Scene:
    """A budget ballot whose voting opens tomorrow; Ofa's unit answers for the mission group."""
    budget(scene, 5_000_000)
    voting = scene.challenge.phase(PhaseKind.VOTING)
    assert voting is not None
    voting.opens_at = clock.now() + timedelta(days=1)
    scene.issue.mission_group.units.append(db.session.scalars(sa.select(Unit)).one())
    commit()
    return scene


def cost(idea: Idea) -> int | None:
    return db.session.scalar(sa.select(Idea.cost).where(Idea.id == idea.id))


def field(idea: Idea, typed: str) -> dict[str, str]:
    return {f"i{idea.id}-cost": typed}


@pytest.mark.parametrize("typed", ["2000000", "2,000,000", " 2 000 000 ", "๒,๐๐๐,๐๐๐"])
def test_an_officer_says_what_an_idea_costs(before_voting: Scene, as_: As, typed: str) -> None:
    idea = before_voting.idea
    answer = as_(before_voting.cast.ofa).post(f"/ideas/{idea.id}/cost", data=field(idea, typed))
    assert answer.status_code == 302
    assert cost(idea) == 2_000_000
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "idea.cost")).one()
    assert (entry.before, entry.after) == ({"cost": None}, {"cost": 2_000_000})
    assert entry.actor_id == before_voting.cast.ofa.id


def test_the_list_shows_what_is_missing_first(before_voting: Scene, as_: As) -> None:
    before_voting.idea.cost = 7_000_000
    browser = as_(before_voting.cast.cora)
    browser.set_cookie("language", "en")
    page = browser.get(f"/challenges/{before_voting.challenge.id}/costs").text
    assert page.index(before_voting.others_idea.title) < page.index(before_voting.idea.title)
    assert "1 idea has no cost yet." in page
    assert "More than there is in all" in page
    assert 'value="7,000,000"' in page


def test_no_cost_takes_it_back(before_voting: Scene, as_: As) -> None:
    idea = before_voting.idea
    commands.set_cost(before_voting.cast.cora, idea, 5)
    as_(before_voting.cast.cora).post(f"/ideas/{idea.id}/cost", data=field(idea, ""))
    assert cost(idea) is None


@pytest.mark.parametrize("typed", ["-5", "0", "many", "1.5", "9" * 14, "9" * 400])
def test_what_is_no_cost_stands_in_the_form_again(
    before_voting: Scene, as_: As, typed: str
) -> None:
    idea = before_voting.idea
    answer = as_(before_voting.cast.cora).post(f"/ideas/{idea.id}/cost", data=field(idea, typed))
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert cost(idea) is None


def test_once_voting_has_opened_costs_are_fixed(scene: Scene, as_: As) -> None:
    budget(scene, 5_000_000, cost=3)
    idea = scene.idea
    answer = as_(scene.cast.cora).post(f"/ideas/{idea.id}/cost", data=field(idea, "9"))
    assert answer.status_code == 409
    assert cost(idea) == 3
    with pytest.raises(Refused) as refusal:
        commands.set_cost(scene.cast.cora, idea, 9)
    assert refusal.value.why is Why.COSTS_ARE_FIXED
    page = as_(scene.cast.cora).get(f"/challenges/{scene.challenge.id}/costs").text
    assert f'action="/ideas/{idea.id}/cost"' not in page


def test_the_clock_that_counts_is_the_one_after_the_wait(before_voting: Scene) -> None:
    """Voting opens while the change waits for the idea's row."""
    voting = before_voting.challenge.phase(PhaseKind.VOTING)
    assert voting is not None
    cora, idea, opened = before_voting.cast.cora, before_voting.idea, clock.frozen(voting.opens_at)

    def pass_time(_c: object, _cur: object, statement: str, *_: object) -> None:
        if statement.startswith("UPDATE ideas"):
            opened.__enter__()

    sa.event.listen(db.engine, "before_cursor_execute", pass_time)
    try:
        with pytest.raises(Refused):
            commands.set_cost(cora, idea, 9)
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", pass_time)
        opened.__exit__(None, None, None)


def test_an_officer_of_another_unit_may_not(before_voting: Scene, as_: As) -> None:
    before_voting.issue.mission_group.units.clear()
    idea, browser = before_voting.idea, as_(before_voting.cast.ofa)
    assert browser.post(f"/ideas/{idea.id}/cost", data=field(idea, "9")).status_code == 403
    assert browser.get(f"/challenges/{before_voting.challenge.id}/costs").status_code == 403


@pytest.mark.parametrize("name", ["mali", "mana", "modda", "ana", "exa", "ada", "suda"])
def test_others_may_not(before_voting: Scene, as_: As, name: str) -> None:
    idea, browser = before_voting.idea, as_(getattr(before_voting.cast, name))
    assert browser.post(f"/ideas/{idea.id}/cost", data=field(idea, "9")).status_code == 403
    assert browser.get(f"/challenges/{before_voting.challenge.id}/costs").status_code == 403
    assert cost(idea) is None


def test_only_a_budget_ballot_has_costs(scene: Scene, as_: As) -> None:
    answer = as_(scene.cast.cora).get(f"/challenges/{scene.challenge.id}/costs")
    assert answer.status_code == 409
