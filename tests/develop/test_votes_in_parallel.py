"""Votes at the same moment against two real server processes, and the counters set right.

One row a person and idea, exactly as many votes as there are to give, none after the closing, true
counters, a ledger that tells the same when it is replayed, no server error.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person
from app.core.db import commit, db, rollback
from app.core.models import AuditEntry
from app.core.refusals import Refused
from app.develop import commands
from app.develop.models import Allowance, Idea
from benchmarks import votes
from tests.conftest import BACKENDS
from tests.develop.ballots import budget, counters, limited, replayed, rows, updown, used
from tests.develop.conftest import Scene
from tests.support import make

VOTES, TRIED, CLOSING = 60, 20, 100


@pytest.mark.slow
@pytest.mark.parametrize("backend", BACKENDS)
def test_through_the_server(backend: str, new_database: Callable[[str], dict[str, object]]) -> None:
    votes.check(votes.measure(new_database(backend), VOTES, TRIED, CLOSING), VOTES, TRIED)


def at_once(app: Flask, acts: list[Callable[[], object]]) -> list[str]:
    """Each in a thread and a transaction of its own, all at the same moment; what came of each."""
    told, ready = [""] * len(acts), threading.Barrier(len(acts))
    commit()

    def run(number: int) -> None:
        with app.app_context():
            ready.wait()
            try:
                acts[number]()
                commit()
                told[number] = "done"
            except Refused as refusal:
                rollback()
                told[number] = refusal.why.value
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def by(person_id: int, idea_id: int, verb: Callable[..., object]) -> Callable[[], object]:
    """The verb on rows of the thread's own session."""

    def act() -> object:
        person, idea = db.session.get_one(Person, person_id), db.session.get_one(Idea, idea_id)
        return verb(person, idea)

    return act


def test_up_down_and_withdrawal_of_one_person_mixed(app: Flask, scene: Scene) -> None:
    updown(scene)
    mana, idea = scene.cast.mana.id, scene.idea.id
    verbs = (commands.support_idea, commands.oppose_idea, commands.withdraw_support)
    told = at_once(app, [by(mana, idea, verbs[number % 3]) for number in range(24)])
    assert set(told) == {"done"}
    held = rows(scene.idea)
    mine = held.get(mana, 0)
    assert counters(scene.idea) == (int(mine == 1), int(mine == -1))
    assert replayed(scene.cast.mana, scene.idea) == mine
    assert len(held) <= 1
    assert commands.recount(fix=False) == []


@pytest.mark.parametrize("kind", ["limited", "budget"])
def test_of_many_votes_at_once_only_so_many_as_there_are(
    app: Flask, scene: Scene, kind: str
) -> None:
    if kind == "limited":
        limited(scene, 3)
    else:
        budget(scene, 3_500)
    ideas = [make.idea(scene.challenge, scene.cast.mali, f"{n}", cost=1_000) for n in range(12)]
    ids, mana = [idea.id for idea in ideas], scene.cast.mana.id
    told = at_once(app, [by(mana, ident, commands.support_idea) for ident in ids])
    refused = "no_votes_left" if kind == "limited" else "not_enough_left"
    assert sorted(told) == ["done"] * 3 + [refused] * 9
    assert sum(counters(idea)[0] for idea in ideas) == 3
    assert used(scene.cast.mana, scene.challenge) == (3 if kind == "limited" else 3_000)
    assert commands.recount(fix=False) == []


def test_giving_and_taking_back_at_once_leaves_what_the_votes_take(
    app: Flask, scene: Scene
) -> None:
    limited(scene, 2)
    mana, pair = scene.cast.mana.id, (scene.idea.id, scene.others_idea.id)
    acts = [by(mana, pair[n % 2], commands.support_idea) for n in range(8)]
    acts += [by(mana, pair[n % 2], commands.withdraw_support) for n in range(8)]
    assert set(at_once(app, acts)) == {"done"}
    held = len(rows(scene.idea)) + len(rows(scene.others_idea))
    assert used(scene.cast.mana, scene.challenge) == held
    assert commands.recount(fix=False) == []


def test_a_spoilt_allowance_is_found_and_set_right(app: Flask, scene: Scene) -> None:
    limited(scene, 5)
    commands.support_idea(scene.cast.mana, scene.idea)
    commands.support_idea(scene.cast.mali, scene.idea)
    db.session.execute(
        sa.update(Allowance).where(Allowance.person_id == scene.cast.mana.id).values(used=4)
    )
    db.session.execute(sa.delete(Allowance).where(Allowance.person_id == scene.cast.mali.id))
    db.session.add(Allowance(challenge_id=scene.challenge.id, person_id=scene.cast.exa.id, used=2))
    commit()
    told = app.test_cli_runner().invoke(args=["recount"])
    assert told.exit_code == 1
    line = f"of person {scene.cast.mana.id} in challenge {scene.challenge.id}: used is 4, counted 1"
    assert line in told.output
    done = app.test_cli_runner().invoke(args=["recount", "--fix"])
    assert done.output.splitlines()[-1] == "3 differences, set right"
    assert commands.recount(fix=False) == []
    people = (scene.cast.mana, scene.cast.mali, scene.cast.exa)
    assert [used(person, scene.challenge) for person in people] == [1, 1, 0]
    entries = db.session.scalars(
        sa.select(AuditEntry.action).where(AuditEntry.action == "allowance.recount")
    )
    assert len(entries.all()) == 3


def test_a_spoilt_counter_of_votes_against_is_found_and_set_right(app: Flask, scene: Scene) -> None:
    updown(scene)
    commands.oppose_idea(scene.cast.mana, scene.idea)
    db.session.execute(
        sa.update(Idea).where(Idea.id == scene.idea.id).values(against_count=3, votes_count=1)
    )
    commit()
    done = app.test_cli_runner().invoke(args=["recount", "--fix"])
    assert done.output.splitlines()[-1] == "2 differences, set right"
    assert counters(scene.idea) == (0, 1)
