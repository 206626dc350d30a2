"""Sealing: every event once and in order, one chain however many workers, all of it or nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core import clock, jobs, schedule
from app.core.db import commit, db, reading, rollback
from app.develop import commands, merkle, queries
from app.develop.models import Choice, LedgerSeal, VoteEvent
from tests.develop.conftest import Scene
from tests.support import make


def seal(**sizes: int) -> int:
    with reading():
        planned = queries.next_seals(**sizes)
    done = commands.seal(planned)
    commit()
    return done


def vote(scene: Scene, times: int = 1) -> None:
    for _time in range(times):
        commands.support_idea(scene.cast.mana, scene.idea)
        commands.withdraw_support(scene.cast.mana, scene.idea)
    commit()


def seals() -> list[LedgerSeal]:
    query = sa.select(LedgerSeal).order_by(LedgerSeal.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def add_event(scene: Scene, ident: int) -> None:
    at = clock.now().replace(second=0, microsecond=0)
    db.session.execute(
        sa.insert(VoteEvent).values(
            id=ident, challenge_id=scene.challenge.id, idea_id=scene.idea.id,
            voter=f"{ident:032x}", choice=Choice.FOR, at=at,
        )
    )  # fmt: skip


def check_chain() -> None:
    """Every root worked out anew from the rows."""
    previous, before = merkle.NO_ROOT, 0
    for number, one in enumerate(seals(), 1):
        rows = queries.rows_of(one.id)
        tree = merkle.root([merkle.leaf(merkle.event_line(row)) for row in rows])
        terms = merkle.Terms(number, one.sealed_at, before, len(rows), previous)
        assert (one.id, one.root) == (number, merkle.seal_root(terms, tree))
        assert [row.id for row in rows] == sorted(row.id for row in rows)
        previous, before = one.root, before + len(rows)


def test_the_worker_seals_what_waits(scene: Scene) -> None:
    vote(scene)
    schedule.begin_due()
    commit()
    jobs.run_queued()
    [one] = seals()
    assert (one.id, one.events_count, one.events_before, one.previous_root) == (
        1, 2, 0, merkle.NO_ROOT,
    )  # fmt: skip
    assert queries.waiting_events() == 0
    check_chain()


def test_nothing_waits_nothing_is_sealed(scene: Scene) -> None:
    assert seal() == 0
    assert seals() == []


def test_batches_are_bounded_and_chained(scene: Scene) -> None:
    vote(scene, 5)
    assert seal(a_seal=4, a_run=8) == 2
    assert queries.waiting_events() == 2
    assert seal(a_seal=4, a_run=8) == 1
    assert [one.events_count for one in seals()] == [4, 4, 2]
    assert [one.events_before for one in seals()] == [0, 4, 8]
    check_chain()


def test_an_event_that_was_committed_late_goes_into_the_next_seal(scene: Scene) -> None:
    for ident in (11, 12, 14, 17):  # 13, 15 and 16 belong to transactions that are not over yet
        add_event(scene, ident)
    commit()
    assert seal() == 1
    add_event(scene, 13)
    commit()
    assert seal() == 1
    assert [[row.id for row in queries.rows_of(number)] for number in (1, 2)] == [
        [11, 12, 14, 17], [13],
    ]  # fmt: skip
    check_chain()


def test_an_event_that_comes_while_the_seal_is_made_is_left_for_the_next(scene: Scene) -> None:
    for ident in (1, 3):
        add_event(scene, ident)
    commit()
    with reading():
        planned = queries.next_seals()
    add_event(scene, 2)
    commit()
    assert commands.seal(planned) == 1
    commit()
    assert [row.id for row in queries.rows_of(1)] == [1, 3]
    assert queries.waiting_events() == 1


def test_two_workers_cannot_fork_the_chain(scene: Scene) -> None:
    """Both have planned the same seals; the second one comes too late, and adds nothing."""
    vote(scene, 3)
    with reading():
        first, second = queries.next_seals(a_seal=2), queries.next_seals(a_seal=4)
    assert commands.seal(first) == 3
    commit()
    assert commands.seal(second) == 0
    commit()
    assert [one.events_count for one in seals()] == [2, 2, 2]
    check_chain()


def test_a_stale_plan_that_finds_its_number_free_is_refused_whole(scene: Scene) -> None:
    vote(scene)
    with reading():
        [plan] = queries.next_seals()
    seal()
    stale = queries.PlannedSeal(plan.terms._replace(number=2), "ab" * 32, plan.runs)
    with pytest.raises(RuntimeError, match="does not hold the events"):
        commands.seal([stale])
    rollback()
    assert len(seals()) == 1


@contextmanager
def at_once(count: int, app: Flask, work: Any) -> Iterator[list[Any]]:
    """Run `work()` in threads with connections of their own, begun together."""
    ready, results = threading.Barrier(count), []

    def run() -> None:
        with app.app_context():
            ready.wait()
            try:
                results.append(work())
            except Exception as error:
                rollback()
                results.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    yield results


def test_four_workers_at_the_same_moment(app: Flask, scene: Scene) -> None:
    vote(scene, 20)
    with at_once(4, app, lambda: seal(a_seal=7)) as results:
        assert sum(results) == 6, results
    assert queries.waiting_events() == 0
    check_chain()


def test_a_worker_that_dies_before_the_end_has_sealed_nothing(scene: Scene) -> None:
    vote(scene, 3)
    with reading():
        planned = queries.next_seals(a_seal=2)
    commands.seal(planned)
    rollback()
    assert (seals(), queries.waiting_events()) == ([], 6)
    assert seal() == 1
    check_chain()


def test_a_seal_costs_few_queries_however_many_events(scene: Scene, queries) -> None:  # type: ignore[no-untyped-def]
    vote(scene, 30)
    with queries() as asked:
        seal()
    assert len(asked) <= sum(
        (
            1,  # the last seal
            2,  # the events, and that there are no more
            2,  # the seal; the events' places, one statement as their ids have no gap
            1,  # whether it holds them all
        )
    ), asked


def test_forget_networks_leaves_newer_ones(scene: Scene) -> None:
    commands.support_idea(scene.cast.mana, scene.idea, network="aa" * 16)
    commands.support_idea(scene.cast.mali, scene.idea, network="bb" * 16)
    commit()
    now = clock.now()
    assert commands.forget_networks(now.replace(year=now.year - 1)) == 0
    assert commands.forget_networks(clock.now()) == 2
    commit()
    assert commands.forget_networks(clock.now()) == 0


def test_the_database_takes_no_second_event_at_a_place(scene: Scene) -> None:
    vote(scene)
    seal()
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.update(VoteEvent).values(position=0))
    rollback()
    make.idea(scene.challenge, scene.cast.mali)
