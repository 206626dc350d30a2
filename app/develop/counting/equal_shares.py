"""The method of equal shares: everybody decides on an equal share of the money.

After Peters, Pierczyński and Skowron, "Proportional Participatory Budgeting with Additive
Utilities" (NeurIPS 2021), definition of MES, for approval ballots. Each voter holds an equal share
of the total. An idea c is ρ-affordable if its supporters can pay for it so that nobody pays more
than ρ times what c is worth to them, or all that they have left:

    Σ over supporters i of min(what i has left, ρ · u(c)) = cost(c)

In each round the idea with the smallest ρ is bought, until no idea's supporters can pay for it.
What an idea is worth to each supporter, u(c), is its cost by default (`Worth.COST`): then 1/ρ is a
number of votes, counting in part those who cannot pay a whole share any more, and each baht that
is spent on what one chose is worth the same. `Worth.ONE` counts each idea as one: ρ is then the
largest payment, and small ideas come first.

Completion: the rule leaves money over, as no group can pay for another idea alone. What is left is
spent by votes, as `greedy` does it, on ideas that fit ("utilitarian completion").

Arithmetic is exact. A share is total/voters, which need not be whole: all amounts are kept as whole
numbers over one common denominator, which grows where a price does not divide evenly. Nothing is
rounded. Ties of ρ are broken as all ties: see `counting`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.develop.counting.election import Election, Step, take_in_order


class Worth(StrEnum):
    """What an idea is worth to somebody who chose it."""

    COST = "cost"
    ONE = "one"


@dataclass(frozen=True)
class Purchase:
    """A round: whose money bought an idea.

    `each` is the most that anybody paid: `full` supporters paid it; `short` ones had no more than
    that and paid all that they had, `short_paid` together.
    """

    idea: int
    cost: int
    votes: int
    each: Fraction
    full: int
    short: int
    short_paid: Fraction
    rho: Fraction
    left_after: Fraction
    """What all voters together hold then."""


@dataclass(frozen=True)
class OutOfReach:
    """An idea whose supporters had less left together than it costs, when the rounds were over."""

    idea: int
    cost: int
    votes: int
    had: Fraction


@dataclass(frozen=True)
class Shares:
    """`payments`: what voters of each kind (who chose the same ideas) paid each, an idea."""

    share: Fraction
    purchases: tuple[Purchase, ...]
    out_of_reach: tuple[OutOfReach, ...]
    completion: tuple[Step, ...]
    payments: dict[frozenset[int], dict[int, Fraction]]

    @property
    def bought(self) -> tuple[int, ...]:
        return tuple(purchase.idea for purchase in self.purchases)

    @property
    def completed(self) -> tuple[int, ...]:
        return tuple(step.idea for step in self.completion if step.taken)

    @property
    def funded(self) -> tuple[int, ...]:
        return self.bought + self.completed

    @property
    def spent(self) -> int:
        bought = sum(purchase.cost for purchase in self.purchases)
        return bought + sum(step.cost for step in self.completion if step.taken)


def equal_shares(election: Election, worth: Worth = Worth.COST) -> Shares:
    """Count by equal shares, then complete by votes."""
    rounds = _Rounds(election, worth)
    purchases = []
    while (found := rounds.next_purchase()) is not None:
        purchases.append(found)
    reached = {purchase.idea for purchase in purchases}
    out_of_reach = tuple(
        OutOfReach(idea, election.costs[idea], election.votes[idea], rounds.held_by(idea))
        for idea in sorted(rounds.lost, key=rounds.rank)
    )
    left = election.total - sum(purchase.cost for purchase in purchases)
    chosen = [idea for idea, votes in election.votes.items() if votes and idea not in reached]
    completion = tuple(take_in_order(election, chosen, left))
    return Shares(rounds.share, tuple(purchases), out_of_reach, completion, rounds.payments)


@dataclass(frozen=True)
class _Offer:
    """At what ρ an idea can be bought now. `each` is over the common denominator, as a fraction."""

    each: Fraction
    full: int
    short: int
    short_paid: int


class _Rounds:
    """Money in the hands of voters while ideas are bought.

    Voters who chose the same ideas always hold the same, so they are kept together as a kind.
    """

    def __init__(self, election: Election, worth: Worth) -> None:
        self._election, self._worth = election, worth
        self._kinds = list(election.kinds)
        self._sizes = [election.kinds[kind] for kind in self._kinds]
        voters = election.voters
        self.share = Fraction(election.total, voters) if voters else Fraction(0)
        self._scale = self.share.denominator
        self._held = [self.share.numerator] * len(self._kinds)
        self.payments: dict[frozenset[int], dict[int, Fraction]] = {
            kind: {} for kind in self._kinds
        }
        self._supporters: dict[int, list[int]] = {idea: [] for idea in election.costs}
        for number, kind in enumerate(self._kinds):
            for idea in kind:
                self._supporters[idea].append(number)
        self.lost: list[int] = []
        # For each idea the last known ρ: it never falls, as voters only ever hold less
        self.waiting = {idea: Fraction(0) for idea, votes in election.votes.items() if votes}

    def rank(self, idea: int) -> tuple[int, int, int]:
        return (-self._election.votes[idea], self._election.costs[idea], idea)

    def held_by(self, idea: int) -> Fraction:
        held = sum(self._held[number] * self._sizes[number] for number in self._supporters[idea])
        return Fraction(held, self._scale)

    def next_purchase(self) -> Purchase | None:
        best: tuple[Fraction, tuple[int, int, int], _Offer] | None = None
        for idea in sorted(self.waiting, key=lambda one: (self.waiting[one], self.rank(one))):
            if best is not None and self.waiting[idea] > best[0]:
                break  # its ρ was larger already, and has not fallen since
            offer = self._offer(idea)
            if offer is None:
                self.lost.append(idea)  # for good: its supporters will never hold more
                del self.waiting[idea]
                continue
            rho = offer.each / self._value(idea)
            self.waiting[idea] = rho
            if best is None or (rho, self.rank(idea)) < best[:2]:
                best = (rho, self.rank(idea), offer)
        return None if best is None else self._buy(best[1][2], best[0], best[2])

    def _value(self, idea: int) -> int:
        return self._election.costs[idea] if self._worth is Worth.COST else 1

    def _offer(self, idea: int) -> _Offer | None:
        """The smallest `each` at which min(held, each), over all supporters, makes up the cost."""
        numbers = sorted(self._supporters[idea], key=self._held.__getitem__)
        missing = self._election.costs[idea] * self._scale
        payers = self._election.votes[idea]
        short = short_paid = 0
        for number in numbers:
            held, size = self._held[number], self._sizes[number]
            if held * payers >= missing:
                each = Fraction(missing, payers * self._scale)
                return _Offer(each, payers, short, short_paid)
            missing -= held * size
            payers -= size
            short += size
            short_paid += held * size
        return None

    def _buy(self, idea: int, rho: Fraction, offer: _Offer) -> Purchase:
        del self.waiting[idea]
        short_paid = Fraction(offer.short_paid, self._scale)
        self._widen(offer.each.denominator)
        each = offer.each.numerator * (self._scale // offer.each.denominator)
        for number in self._supporters[idea]:
            paid = min(self._held[number], each)
            self._held[number] -= paid
            if paid:
                self.payments[self._kinds[number]][idea] = Fraction(paid, self._scale)
        return Purchase(
            idea, self._election.costs[idea], self._election.votes[idea], offer.each, offer.full,
            offer.short, short_paid, rho, self._all_held(),
        )  # fmt: skip

    def _widen(self, denominator: int) -> None:
        """Let the common denominator be divisible by another one."""
        factor = math.lcm(self._scale, denominator) // self._scale
        if factor > 1:
            self._scale *= factor
            self._held = [held * factor for held in self._held]

    def _all_held(self) -> Fraction:
        pairs = zip(self._held, self._sizes, strict=True)
        return Fraction(sum(held * size for held, size in pairs), self._scale)
