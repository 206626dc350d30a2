"""Votes in doubt: flagged by the job, counted both ways, cleared and put back by people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock, jobs, memo
from app.core.db import commit, db
from app.core.models import AuditEntry
from app.develop import queries
from app.develop.jobs.doubts import LOOK
from app.develop.models import Idea, IdeaVote, VoteFlag
from benchmarks.suspected_votes import PLAIN, START, Simulation
from tests.develop.conftest import Scene
from tests.support import make

As = Callable[[Person], FlaskClient]
FLOOD, HOME = "f" * 32, "a" * 32


def voters(scene: Scene, count: int, idea: Idea, network: str, *, gap: float = 20.0,
           age: timedelta = timedelta(minutes=3)) -> None:  # fmt: skip
    """People and their votes, the last one a moment ago."""
    first = db.session.scalar(sa.select(sa.func.coalesce(sa.func.max(Person.id), 0))) or 0
    start = clock.now() - timedelta(seconds=gap * count + 60)
    times = [start + timedelta(seconds=gap * (n + (n * 7919 % 97) / 97)) for n in range(count)]
    _add(first, [(idea.id, network, at, at - age) for at in times])
    db.session.execute(
        sa.update(Idea).where(Idea.id == idea.id).values(votes_count=Idea.votes_count + count)
    )
    commit()
    memo.forget()


def _add(first: int, rows: list[tuple[int, str, Any, Any]]) -> None:
    people, cast = [], []
    for number, (idea_id, network, at, made_at) in enumerate(rows, first + 1):
        people.append(
            {"id": number, "email": f"p{number}@example.org", "email_key": f"p{number}",
             "display_name": f"P{number}", "password_hash": "!", "created_at": made_at}
        )  # fmt: skip
        cast.append({"idea_id": idea_id, "person_id": number, "cast_at": at, "network": network})
    db.session.execute(sa.insert(Person), people)
    db.session.execute(sa.insert(IdeaVote), cast)


def look() -> int:
    jobs.enqueue(LOOK, None)
    commit()
    jobs.run_queued()
    memo.forget()
    return db.session.scalar(sa.select(sa.func.count(VoteFlag.id))) or 0


def decide(browser: FlaskClient, scene: Scene, verb: str, **changes: str) -> Any:
    data = {"network": FLOOD, "doubt": "crowd", "reason": "เป็นการประชุมของตำบล"} | changes
    return browser.post(f"/challenges/{scene.challenge.id}/suspected/{verb}", data=data)


@pytest.fixture
def flooded(scene: Scene) -> Scene:
    """1,000 made to vote for one idea within two hours, forty real votes for the other one."""
    voters(scene, 1_000, scene.idea, FLOOD, gap=7.0)
    voters(scene, 40, scene.others_idea, HOME, age=timedelta(days=100))
    assert look() == 1_000
    return scene


def test_a_flood_among_real_people_through_the_tables(scene: Scene) -> None:
    """The benchmark's simulation at a twentieth, with the same bars."""
    simulation = Simulation(7, scale=0.05)
    ideas = [make.idea(scene.challenge, scene.cast.mali, f"ที่ {n}").id for n in range(40)]
    real = simulation.real()
    people = simulation.person
    flood = simulation.flood(PLAIN)
    shift = clock.now() - timedelta(days=2)
    first, rows, seen = 1_000, [], set()
    for network, vote in [*real, *flood]:
        if vote.person in seen:
            continue  # one vote each is enough here
        seen.add(vote.person)
        at = shift + timedelta(seconds=vote.at - START - 3 * 86_400)
        made_at = at - timedelta(seconds=vote.at - vote.made_at)
        rows.append((ideas[vote.idea], network[:32], at, made_at))
    _add(first, rows)
    commit()
    look()
    flagged = set(db.session.scalars(sa.select(VoteFlag.person_id)))
    assert sum(person > first + people for person in flagged) >= 0.95 * len(flood)
    assert sum(person <= first + people for person in flagged) <= 0.01 * people


def test_a_second_wave_is_flagged_after_the_first_is_old(flooded: Scene) -> None:
    """From another network, for the same idea, when nobody looks at the first one any more."""
    with clock.frozen(clock.now() + timedelta(days=5)):
        voters(flooded, 1_000, flooded.idea, "e" * 32, gap=7.0)
        assert look() == 2_000


def test_an_office_is_left_alone(scene: Scene) -> None:
    voters(scene, 200, scene.idea, "b" * 32, age=timedelta(days=200))
    voters(scene, 60, scene.others_idea, "b" * 32, age=timedelta(days=400))
    assert look() == 0


def test_looking_again_flags_nobody_twice_and_logs_once(flooded: Scene) -> None:
    assert look() == 1_000
    entries = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "votes.flag"))
    assert [entry.after for entry in entries] == [{"voters": 1_000, "reasons": ["crowd"]}]


def test_no_vote_is_dropped(flooded: Scene) -> None:
    assert queries.tallies(flooded.challenge.id) == {flooded.idea.id: (1_000, 0)}
    assert queries.doubts_in(flooded.challenge.id) == queries.Doubts(1_000, 1_000)
    assert db.session.scalar(sa.select(sa.func.count(IdeaVote.idea_id))) == 1_040


def test_everybody_reads_it_with_and_without(flooded: Scene, client: FlaskClient) -> None:
    page = client.get(f"/challenges/{flooded.challenge.id}").text
    assert f"/challenges/{flooded.challenge.id}/doubts" in page
    assert "1,000" in page
    page = client.get(f"/challenges/{flooded.challenge.id}/doubts").text
    assert flooded.idea.title in page
    assert FLOOD[:12] not in page


def test_where_nothing_is_in_doubt_no_page_speaks_of_it(scene: Scene, client: FlaskClient) -> None:
    assert "/doubts" not in client.get(f"/challenges/{scene.challenge.id}").text
    assert client.get(f"/challenges/{scene.challenge.id}/doubts").status_code == 200


@pytest.mark.parametrize("name", ["modda", "cora"])
def test_a_group_is_shown_without_names(flooded: Scene, as_: As, name: str) -> None:
    browser = as_(getattr(flooded.cast, name))
    page = browser.get(f"/challenges/{flooded.challenge.id}/suspected").text
    assert FLOOD[:12] in page
    assert "1,000" in page
    assert flooded.idea.title in page
    assert "P500" not in page


def test_clear_and_put_back_with_reasons(flooded: Scene, as_: As) -> None:
    browser, challenge = as_(flooded.cast.modda), flooded.challenge
    assert decide(browser, flooded, "clear").status_code == 302
    assert queries.doubts_in(challenge.id) == queries.Doubts(0, 0)
    assert queries.tallies(challenge.id) == {}
    page = browser.get(f"/challenges/{challenge.id}/suspected").text
    assert "เป็นการประชุมของตำบล" in page
    assert look() == 1_000
    assert queries.doubts_in(challenge.id).voters == 0, "a cleared voter is not flagged again"
    assert decide(browser, flooded, "restore", reason="ตรวจแล้วไม่มีประชุม").status_code == 302
    assert queries.doubts_in(challenge.id).voters == 1_000
    logged = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action.in_(("votes.clear", "votes.doubt")))
    ).all()
    which = {"network": FLOOD, "doubt": "crowd", "voters": 1_000}
    assert [(e.action, e.reason, e.after, e.actor_id) for e in logged] == [
        ("votes.clear", "เป็นการประชุมของตำบล", which, flooded.cast.modda.id),
        ("votes.doubt", "ตรวจแล้วไม่มีประชุม", which, flooded.cast.modda.id),
    ]


def test_the_second_of_two_finds_it_done(flooded: Scene, as_: As) -> None:
    browser = as_(flooded.cast.modda)
    assert decide(browser, flooded, "clear").status_code == 302
    assert decide(browser, flooded, "clear").status_code == 409
    assert decide(browser, flooded, "restore", network=HOME).status_code == 409


def test_a_group_whose_network_is_forgotten(flooded: Scene, as_: As) -> None:
    db.session.execute(sa.update(IdeaVote).values(network=None))
    commit()
    browser = as_(flooded.cast.modda)
    assert "ไม่ทราบแล้ว" in browser.get(f"/challenges/{flooded.challenge.id}/suspected").text
    assert decide(browser, flooded, "clear", network="").status_code == 302
    assert queries.doubts_in(flooded.challenge.id).voters == 0


@pytest.mark.parametrize("changes", [{"reason": ""}, {"reason": "ก" * 501}, {"doubt": "else"}])
def test_a_decision_without_a_reason_changes_nothing(
    flooded: Scene, as_: As, changes: dict[str, str]
) -> None:
    answer = decide(as_(flooded.cast.modda), flooded, "clear", **changes)
    assert answer.status_code == 422
    assert 'id="form-errors"' in answer.text
    if "doubt" not in changes:
        assert changes["reason"] in answer.text
    assert queries.doubts_in(flooded.challenge.id).voters == 1_000


@pytest.mark.parametrize("name", ["mali", "ana", "exa", "ada", "ofa"])
def test_nobody_else_looks_into_it(scene: Scene, as_: As, name: str) -> None:
    browser = as_(getattr(scene.cast, name))
    assert browser.get(f"/challenges/{scene.challenge.id}/suspected").status_code == 403
    for verb in ("clear", "restore"):
        assert decide(browser, scene, verb).status_code == 403


def test_the_page_asks_few_queries(flooded: Scene, as_: As, queries) -> None:  # type: ignore[no-untyped-def]
    browser, address = as_(flooded.cast.modda), f"/challenges/{flooded.challenge.id}/suspected"
    with queries() as asked:
        browser.get(address)
    assert len(asked) <= sum(
        (
            2,  # the session with its person, the roles
            1,  # the news in the page's head
            2,  # the challenge with its issue, the phases
            3,  # how many groups, a page of them, what most of each voted for
            1,  # how many are in doubt
        )
    ), asked
