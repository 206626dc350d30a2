"""Which crowds are in doubt: floods are, offices, schools, carriers and meetings are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.develop.suspicion import DAY, HOUR, MINUTE, Cast, Doubt, by_network, doubted, weigh
from benchmarks.suspected_votes import (
    FALSE_POSITIVES,
    PLAIN,
    RECALL,
    WAYS,
    Simulation,
    measure,
)

NOON = 20_000 * DAY + 12 * HOUR
Maker = Callable[[int], Cast]


def crowd(count: int, one: Maker) -> list[Cast]:
    return [one(number) for number in range(count)]


def new_and_alike(gap: float, age: float = 10 * MINUTE) -> Maker:
    """Uneven gaps, as people have them."""

    def one(number: int) -> Cast:
        at = NOON + number * gap + (number * 7919 % 97) / 97 * gap * 3
        return Cast(number, 3, 1, at, at - age)

    return one


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_12314_votes_from_three_networks_among_10000_people(seed: int) -> None:
    recall, wrongly = measure(PLAIN, seed)
    assert recall >= RECALL
    assert wrongly <= FALSE_POSITIVES


@pytest.mark.parametrize("way", [way for way in WAYS if "decoys" not in way and "among" not in way])
def test_floods_of_other_kinds_at_half_the_size(way: str) -> None:
    recall, wrongly = measure(way, seed=4, scale=0.5)
    assert recall >= RECALL
    assert wrongly <= FALSE_POSITIVES


def test_decoys_are_left_and_what_was_pushed_is_flagged() -> None:
    simulation = Simulation(5)
    real, flood = simulation.real(), simulation.flood("half of it as decoys")
    flagged = by_network([*real, *flood])
    pushed = {vote.person for _network, vote in flood if vote.idea == 3}
    assert flagged.keys() == pushed


def test_a_second_wave_is_weighed_against_small_networks_not_against_the_first() -> None:
    """Of 500 people at home a tenth likes idea 3; both waves vote for nothing else. The first one
    is over when the second is looked at, and whether it was flagged makes no difference."""
    home = [(f"home-{n}", Cast(n, 3 if n % 10 == 0 else 5, 1, NOON, 0)) for n in range(500)]
    first = [("first", vote) for vote in wave(10_000, NOON)]
    second = [("second", vote) for vote in wave(20_000, NOON + 5 * DAY)]
    looked = [*home, *first, *second]
    for known in (set[int](), {vote.person for _network, vote in first}):
        found = by_network(looked, known, since=NOON + 4 * DAY)
        assert found.keys() == {vote.person for _network, vote in second}


def test_who_is_in_doubt_already_does_not_say_what_people_like() -> None:
    """The network of the first wave is forgotten, or it voted again from many others."""
    home = [(f"home-{n}", Cast(n, 5, 1, NOON, 0)) for n in range(100)]
    first = [(None, vote) for vote in wave(10_000, NOON)]
    second = [("second", vote) for vote in wave(20_000, NOON + 5 * DAY)]
    known = {vote.person for _network, vote in first}
    assert by_network([*home, *first, *second]) == {}
    assert len(by_network([*home, *first, *second], known)) == 2_000


def wave(first: int, at: float) -> list[Cast]:
    """2,000 new accounts that vote for idea 3 through a day."""
    gap = DAY / 2_000
    return [
        Cast(first + n, 3, 1, at + n * gap + (n * 7919 % 97), at + n * gap - 5 * MINUTE)
        for n in range(2_000)
    ]


def test_real_people_alone_raise_no_doubt() -> None:
    assert by_network(Simulation(6).real()) == {}


@pytest.mark.parametrize("people", [150, 300])
def test_a_meeting_that_votes_alike_within_the_hour(people: int) -> None:
    assert doubted(crowd(people, new_and_alike(HOUR / people)), {}) == {}


def test_an_office_of_old_accounts_that_likes_one_idea() -> None:
    def one(number: int) -> Cast:
        at = NOON + (number * 37 % 400) * MINUTE
        return Cast(number, 3, 1, at, at - (1 + number * 13 % 300) * DAY)

    assert doubted(crowd(200, one), {}) == {}


def test_a_carrier_whose_thousands_vote_as_everybody_does() -> None:
    """New accounts, day and night, most of them for the idea that most people like."""

    def one(number: int) -> Cast:
        at = NOON + (number * 7919 % 5000) / 5000 * DAY
        return Cast(number, 3 if number % 4 else 5, 1, at, at - 5 * MINUTE)

    votes = crowd(5_000, one)
    assert doubted(votes, {(3, 1): 0.6, (5, 1): 0.3}) == {}
    assert len(doubted(votes, {(3, 1): 0.02, (5, 1): 0.4})) == 3_750


@pytest.mark.parametrize(
    ("gap", "doubt"), [(1.0, Doubt.PACE), (20.0, Doubt.ROUND_THE_CLOCK), (5.0, Doubt.CROWD)]
)
def test_the_reason_is_what_weighed_most(gap: float, doubt: Doubt) -> None:
    found = doubted(crowd(4_000, new_and_alike(gap)), {})
    assert len(found) == 4_000
    assert set(found.values()) <= {doubt, Doubt.PACE} if doubt is Doubt.CROWD else {doubt}


def test_a_small_crowd_is_in_doubt_only_where_it_keeps_time_like_a_clock() -> None:
    even = [Cast(n, 3, 1, NOON + n * 30, NOON + n * 30 - MINUTE) for n in range(100)]
    assert set(doubted(even, {}).values()) == {Doubt.PACE}
    assert doubted(even[:20], {}) == {}


def test_votes_against_count_as_their_own_thing() -> None:
    def one(number: int) -> Cast:
        at = NOON + number * 20.0 + number * 7919 % 97
        return Cast(number, 3, -1, at, at - 5 * MINUTE)

    against = crowd(4_000, one)
    assert len(doubted(against, {(3, 1): 0.9})) == 4_000
    assert doubted(against, {(3, -1): 0.9}) == {}


def test_the_points_are_those_of_the_description() -> None:
    evidence = weigh(crowd(400, new_and_alike(9.0)), {(3, 1): 0.4})
    assert evidence.size == pytest.approx(1.0)
    assert evidence.alike == pytest.approx(2.0)
    assert evidence.new == pytest.approx(2.0)
    assert (evidence.day_and_night, evidence.pace) == (0, 0)
    assert evidence.score == pytest.approx(5.0)


def test_no_votes_no_doubt() -> None:
    assert by_network([]) == {}
    assert doubted([], {}) == {}
