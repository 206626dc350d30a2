"""Budget ballots counted: worked by hand, against published examples, and what must always hold."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.develop.counting import Election, Shares, equal_shares, greedy
from app.develop.counting.equal_shares import Worth

A, B, C, D, E, F, G = range(1, 8)


def ballots(*groups: tuple[int, Iterable[int]]) -> list[frozenset[int]]:
    """`ballots((3, {A, B}), …)`: three voters who chose A and B, …"""
    return [frozenset(ideas) for number, ideas in groups for _voter in range(number)]


# Worked by hand


def test_by_votes_a_majority_takes_all() -> None:
    """1,000 baht. Six people chose A (600) and B (300), four chose C (400).

    A and B have 6 votes each: the cheaper one, B, comes first and leaves 700; A leaves 100; C does
    not fit.
    """
    counted = greedy(Election({A: 600, B: 300, C: 400}, 1000, ballots((6, {A, B}), (4, {C}))))
    assert [(s.idea, s.votes, s.left_before, s.taken) for s in counted.steps] == [
        (B, 6, 1000, True),
        (A, 6, 700, True),
        (C, 4, 100, False),
    ]
    assert (counted.funded, counted.spent) == ((B, A), 900)


def test_by_equal_shares_a_minority_decides_on_its_part() -> None:
    """The same ballots. Everybody holds 100 baht.

    A would cost its six supporters 100 each, B 50 each: each baht of both is borne by 6 people;
    the cheaper one, B, is bought, and its supporters hold 50 each. A: they hold 300 of 600. C: four
    pay 100 each. 300 baht are left over: A does not fit.
    """
    counted = equal_shares(Election({A: 600, B: 300, C: 400}, 1000, ballots((6, {A, B}), (4, {C}))))
    assert counted.share == 100
    assert [(p.idea, p.each, p.full, 1 / p.rho, p.left_after) for p in counted.purchases] == [
        (B, 50, 6, 6, 700),
        (C, 100, 4, 4, 300),
    ]
    assert [(out.idea, out.cost, out.had) for out in counted.out_of_reach] == [(A, 600, 300)]
    assert [(s.idea, s.left_before, s.taken) for s in counted.completion] == [(A, 300, False)]
    assert (counted.funded, counted.spent) == ((B, C), 700)


def test_who_has_less_pays_all_of_it() -> None:
    """300 baht, three voters with 100 each. A (120) is chosen by 1 and 2, C (130) by 1 and 3.

    Both are borne by 2; A is cheaper: 60 each. Then voter 1 has 40, voter 3 has 100: for C voter 1
    pays all 40 and voter 3 pays 90. So its strength is 130/90.
    """
    counted = equal_shares(
        Election({A: 120, C: 130}, 300, [frozenset({A, C}), frozenset({A}), frozenset({C})])
    )
    first, second = counted.purchases
    assert (first.idea, first.each, first.full, first.short, first.left_after) == (A, 60, 2, 0, 180)
    assert (second.idea, second.each, second.full, second.short) == (C, 90, 1, 1)
    assert (second.short_paid, 1 / second.rho, second.left_after) == (40, Fraction(130, 90), 50)


def test_what_is_left_over_is_spent_by_votes() -> None:
    """100 baht, four voters with 25 each. Nobody can pay for anything: A (60) is chosen by two, who
    hold 50; B (30) by one, who holds 25; C (50) by one. By votes: A, then B (cheaper than C), and
    C does not fit."""
    counted = equal_shares(
        Election({A: 60, B: 30, C: 50}, 100, ballots((2, {A}), (1, {B}), (1, {C})))
    )
    assert counted.bought == ()
    assert [(out.idea, out.had) for out in counted.out_of_reach] == [(A, 50), (B, 25), (C, 25)]
    assert [(s.idea, s.taken) for s in counted.completion] == [(A, True), (B, True), (C, False)]
    assert counted.spent == 90


def test_equals_are_told_apart_by_cost_then_age() -> None:
    election = Election({A: 50, B: 40, C: 50}, 90, ballots((2, {A, B, C})))
    assert [step.idea for step in greedy(election).steps] == [B, A, C]
    assert equal_shares(election).bought == (B, A)


def test_a_share_that_is_not_whole_is_not_rounded() -> None:
    """100 baht for three voters: 33⅓ each. A costs exactly what three of them hold."""
    counted = equal_shares(Election({A: 100}, 100, ballots((3, {A}))))
    assert (counted.share, counted.purchases[0].left_after) == (Fraction(100, 3), 0)
    assert counted.bought == (A,)


@pytest.mark.parametrize("votes", [[], ballots((2, set())), ballots((2, {B}))])
def test_nobody_chose_anything_that_counts(votes: list[frozenset[int]]) -> None:
    election = Election({A: 10}, 100, votes)
    assert (greedy(election).funded, equal_shares(election).funded) == ((), ())
    assert election.voters == 0


def test_what_costs_nothing_is_no_idea_to_share_out() -> None:
    with pytest.raises(ValueError, match="above zero"):
        Election({A: 0}, 100, [])


# Published examples


@pytest.mark.parametrize("worth", list(Worth))
def test_example_11_of_lackner_and_skowron(worth: Worth) -> None:
    """Lackner and Skowron, "Multi-Winner Voting with Approval Preferences" (Springer 2023), example
    11: twelve voters, four seats, so each holds 1/3. Only a can be paid for, by 1/8 each."""
    votes = ballots(
        (3, {A, B}), (3, {A, C}), (2, {A, D}), (1, {B, C, F}), (1, {E}), (1, {F}), (1, {G})
    )
    counted = equal_shares(Election(dict.fromkeys(range(1, 8), 1), 4, votes), worth)
    assert counted.share == Fraction(1, 3)
    assert [(p.idea, p.each) for p in counted.purchases] == [(A, Fraction(1, 8))]
    assert left(counted, frozenset({A, B})) == Fraction(5, 24)
    assert left(counted, frozenset({G})) == Fraction(1, 3)


@pytest.mark.parametrize("worth", list(Worth))
def test_example_12_of_lackner_and_skowron(worth: Worth) -> None:
    """The same, example 12: eight voters, three seats. c is bought at 1/5, a at 13/40."""
    votes = ballots((3, {C, D}), (2, {A, B}), (2, {A, C}), (1, {B, D}))
    counted = equal_shares(Election(dict.fromkeys((A, B, C, D), 1), 3, votes), worth)
    bought = [(p.idea, p.each) for p in counted.purchases]
    assert bought == [(C, Fraction(1, 5)), (A, Fraction(13, 40))]
    assert left(counted, frozenset({C, D})) == Fraction(7, 40)
    assert left(counted, frozenset({A, B})) == Fraction(1, 20)
    assert left(counted, frozenset({A, C})) == 0
    assert left(counted, frozenset({B, D})) == Fraction(3, 8)


@pytest.mark.parametrize(("worth", "expected"), [(Worth.COST, {A, C}), (Worth.ONE, {A, B, D})])
def test_costs_against_numbers_as_in_pabutools(worth: Worth, expected: set[int]) -> None:
    """The second approval example among the tests of pabutools (Rey et al.), in hundredths."""
    costs = {A: 100, B: 90, C: 200, D: 109}
    votes = ballots((1, {A}), (2, {B, C, D}), (1, {C}))
    assert set(equal_shares(Election(costs, 400, votes), worth).bought) == expected


def test_greedy_as_in_pabutools() -> None:
    """Their first example: with all ideas equal by votes, ours breaks the tie by cost, then age,
    which is one of the outcomes that they list."""
    election = Election({A: 1, B: 3, C: 2, D: 1}, 3, ballots((2, {A, B, C, D})))
    assert set(greedy(election).funded) == {A, D}


# What must always hold

ideas = st.integers(1, 6)
elections = st.builds(
    Election,
    st.dictionaries(ideas, st.integers(1, 30), max_size=6),
    st.integers(0, 60),
    st.lists(st.frozensets(ideas), max_size=9),
)
worths = st.sampled_from(Worth)


def left(counted: Shares, kind: frozenset[int]) -> Fraction:
    """What each voter of a kind holds at the end."""
    return counted.share - sum(counted.payments[kind].values(), Fraction(0))


@given(elections)
def test_greedy_spends_no_more_than_there_is_and_passes_over_only_what_does_not_fit(
    election: Election,
) -> None:
    counted = greedy(election)
    assert counted.spent <= election.total
    assert len(set(counted.funded)) == len(counted.funded)
    assert all(step.taken == (step.cost <= step.left_before) for step in counted.steps)


@given(elections, worths)
def test_equal_shares_never_spends_more_than_there_is(election: Election, worth: Worth) -> None:
    counted = equal_shares(election, worth)
    assert counted.spent == sum(election.costs[idea] for idea in counted.funded) <= election.total
    assert len(set(counted.funded)) == len(counted.funded)


@given(elections, worths)
def test_the_prices_are_paid_by_supporters_out_of_their_shares(
    election: Election, worth: Worth
) -> None:
    """Priceability: each idea's price is paid by those who chose it, nobody pays more than a share,
    and no group is left with the whole price of an idea that it chose and did not get."""
    counted = equal_shares(election, worth)
    for idea in counted.bought:
        paid = sum(n * counted.payments[kind].get(idea, 0) for kind, n in election.kinds.items())
        assert paid == election.costs[idea]
    for kind, paid_for in counted.payments.items():
        assert paid_for.keys() <= kind & set(counted.bought)
        assert all(payment > 0 for payment in paid_for.values())
        assert left(counted, kind) >= 0
    for idea in election.costs.keys() - set(counted.bought):
        held = sum(n * left(counted, kind) for kind, n in election.kinds.items() if idea in kind)
        assert held < election.costs[idea]


@given(elections, worths)
def test_a_group_with_enough_money_for_what_it_agrees_on_is_not_passed_over(
    election: Election, worth: Worth
) -> None:
    """EJR up to one idea (Peters, Pierczyński, Skowron 2021, theorem 1): where people all chose the
    ideas T and their shares suffice for T, at least one of them gets more than T is worth once any
    one idea of T were added to what they got, or as much as T without it."""
    counted = equal_shares(election, worth)

    def value(some: Iterable[int]) -> int:
        return sum(election.costs[idea] if worth is Worth.COST else 1 for idea in some)

    for size in range(1, len(election.costs) + 1):
        for wanted in map(frozenset, combinations(election.costs, size)):
            poor = sum(
                n
                for kind, n in election.kinds.items()
                if wanted <= kind
                and value(kind & set(counted.bought)) < value(wanted)
                and all(
                    value(kind & (set(counted.bought) | {one})) <= value(wanted) for one in wanted
                )
            )
            cost = sum(election.costs[idea] for idea in wanted)
            assert poor * counted.share < cost or not poor


@given(elections, worths, st.randoms())
def test_who_voted_first_makes_no_difference(election: Election, worth: Worth, random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(election.ballots)
    random.shuffle(shuffled)
    again = Election(election.costs, election.total, shuffled)
    assert equal_shares(again, worth) == equal_shares(election, worth)
    assert greedy(again) == greedy(election)


@given(elections, worths)
def test_it_is_what_the_definition_says(election: Election, worth: Worth) -> None:
    """Against the definition, followed word for word, voter by voter."""
    assert equal_shares(election, worth).bought == tuple(by_definition(election, worth))


def by_definition(election: Election, worth: Worth) -> list[int]:
    voters = [ballot & election.costs.keys() for ballot in election.ballots]
    voters = [ballot for ballot in voters if ballot]
    held = [Fraction(election.total, len(voters)) for _voter in voters]
    bought: list[int] = []
    while True:
        offers = []
        for idea in election.costs.keys() - set(bought):
            chose = [number for number, ballot in enumerate(voters) if idea in ballot]
            cost = election.costs[idea]
            price = smallest_payment([held[number] for number in chose], cost)
            if price is not None:
                rho = price / (cost if worth is Worth.COST else 1)
                offers.append((rho, -len(chose), cost, idea, price, chose))
        if not offers:
            return bought
        *_rank, idea, price, chose = min(offers)
        for number in chose:
            held[number] -= min(held[number], price)
        bought.append(idea)


def smallest_payment(held: list[Fraction], cost: int) -> Fraction | None:
    """x with Σ min(held, x) = cost: for each number of people who cannot pay x in full."""
    held = sorted(held)
    for short in range(len(held)):
        x = (cost - sum(held[:short])) / Fraction(len(held) - short)
        if x <= held[short] and all(one < x for one in held[:short]):
            return x
    return None
