"""The fair order: Wilson's bound, the places for what was hardly seen, and few moves."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.develop.ordering import EVERY, Entry, fair_order, moves, wilson

PAGE = 20


@pytest.mark.parametrize(
    ("chosen", "chances", "lower"),
    [
        (81, 263, 0.2553),  # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (15, 148, 0.0624),
        (0, 20, 0.0),
        (1, 29, 0.0061),
        (1, 1, 0.2065),
        (0, 0, 0.0),
    ],
)
def test_wilsons_lower_bound(chosen: int, chances: int, lower: float) -> None:
    assert round(wilson(chosen, chances), 4) == lower


def test_more_chosen_than_chances_count_as_chances() -> None:
    assert wilson(7, 3) == wilson(7, 7)


def test_a_large_share_of_few_stands_above_a_small_share_of_many_but_not_one_of_one() -> None:
    order = fair_order([Entry(1, 50, 200), Entry(2, 5, 6), Entry(3, 1, 1)])
    assert order == [2, 3, 1]
    assert wilson(1, 1) < wilson(60, 200)


def test_every_fifth_place_is_for_the_fewest_chances_the_newest_first() -> None:
    liked = [Entry(n, 50, 100) for n in range(1, 31)]
    unseen = [Entry(n, 0, chances) for n, chances in ((90, 3), (91, 0), (92, 0))]
    order = fair_order([*liked, *unseen])
    assert [order[EVERY - 1], order[2 * EVERY - 1], order[3 * EVERY - 1]] == [92, 91, 90]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=60))
def test_every_entry_is_there_once(counts: list[tuple[int, int]]) -> None:
    entries = [Entry(n, *pair) for n, pair in enumerate(counts)]
    assert sorted(fair_order(entries)) == list(range(len(counts)))


@given(
    st.permutations(range(1, 13)),
    st.lists(st.floats(-5, 20, allow_nan=False), min_size=12, max_size=12),
)
def test_moves_bring_any_places_into_the_order(order: list[int], given_: list[float]) -> None:
    places = dict(zip(range(1, 13), given_, strict=True))
    now = places | moves(order, places)
    assert [now[one] for one in order] == sorted({now[one] for one in order})
    assert min(now.values()) > 0


def test_as_few_move_as_possible() -> None:
    places = {n: float(n) for n in range(1, 101)}
    order = [50, *(n for n in range(1, 101) if n != 50)]
    assert moves(order, places).keys() == {50}
    assert moves(sorted(places), places) == {}
    new = {101: -1.0, 102: -2.0}
    assert moves([1, 101, *range(2, 101), 102], places | new).keys() == {101, 102}


def test_places_that_have_come_too_near_are_numbered_anew() -> None:
    places = {1: 1.0, 2: 1.0 + 1e-7, 3: -1.0}
    assert moves([1, 3, 2], places) == {3: 2.0, 2: 3.0}


# A simulation: people read from the top, and support what they see if they like it


def simulated(order_of, *, late: float, seed: int = 7) -> int:  # type: ignore[no-untyped-def]
    """The place, from 1, of an idea that comes when two thirds are over and that `late` of those
    who see it like, among 200 ideas liked by 2 to 30% of those who see them."""
    rng = random.Random(seed)
    likes = {n: rng.uniform(0.02, 0.30) for n in range(200)}
    chosen, views = dict.fromkeys(likes, 0), dict.fromkeys(likes, 0)
    for visit in range(3_000):
        if visit == 2_000:
            likes[200], chosen[200], views[200] = late, 0, 0
        if visit % 20 == 0:
            order = order_of([Entry(n, chosen[n], views[n]) for n in likes])
        pages = 1 + (rng.random() < 0.3)  # three in ten open the second page too
        for one in order[: pages * PAGE]:
            views[one] += 1
            chosen[one] += rng.random() < likes[one]
    return order_of([Entry(n, chosen[n], views[n]) for n in likes]).index(200) + 1


def most_supported(entries: list[Entry]) -> list[int]:
    return [e.id for e in sorted(entries, key=lambda e: (-e.chosen, -e.id))]


@pytest.mark.parametrize("seed", range(3))
def test_a_good_idea_that_comes_late_reaches_the_first_page_only_here(seed: int) -> None:
    assert simulated(fair_order, late=0.5, seed=seed) <= PAGE
    assert simulated(most_supported, late=0.5, seed=seed) > PAGE


def test_a_poor_one_does_not() -> None:
    ranks = [simulated(fair_order, late=0.02, seed=seed) for seed in range(3)]
    assert sorted(ranks)[1] > PAGE
