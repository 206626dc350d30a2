"""What is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Election:
    """`costs`: of each idea, above zero; `total`: what there is; `ballots`: one a voter, the ideas
    that they chose. What is on a ballot and not among the costs is not counted."""

    costs: Mapping[int, int]
    total: int
    ballots: Sequence[frozenset[int]]

    def __post_init__(self) -> None:
        if self.total < 0 or any(cost <= 0 for cost in self.costs.values()):
            raise ValueError("costs must be above zero, and the total not below it")

    @cached_property
    def votes(self) -> Mapping[int, int]:
        """How many voters chose each idea."""
        counted = Counter(idea for ballot in self.ballots for idea in ballot)
        return {idea: counted[idea] for idea in self.costs}

    @cached_property
    def kinds(self) -> Mapping[frozenset[int], int]:
        """How many voters chose exactly these ideas; those who chose none of them are left out."""
        kept = (ballot.intersection(self.costs) for ballot in self.ballots)
        return Counter(ballot for ballot in kept if ballot)

    @property
    def voters(self) -> int:
        """Those who chose something that is counted."""
        return sum(self.kinds.values())


@dataclass(frozen=True)
class Step:
    """One idea looked at by its votes: taken where it fits into what was left."""

    idea: int
    cost: int
    votes: int
    left_before: int
    taken: bool

    @property
    def left_after(self) -> int:
        return self.left_before - (self.cost if self.taken else 0)


def in_order(election: Election, ideas: Iterable[int]) -> list[int]:
    """By votes; of equals the cheaper one, then the older one."""
    return sorted(ideas, key=lambda idea: (-election.votes[idea], election.costs[idea], idea))


def take_in_order(election: Election, ideas: Iterable[int], left: int) -> list[Step]:
    """Go through ideas by their votes and take each that fits; one that does not is passed over."""
    steps = []
    for idea in in_order(election, ideas):
        cost = election.costs[idea]
        step = Step(idea, cost, election.votes[idea], left, taken=cost <= left)
        left = step.left_after
        steps.append(step)
    return steps
