"""Greedy approval: by votes, as most cities count a participatory budget.

The variant: ideas are looked at in the order of their votes. One that fits into what is left is
taken; one that does not is passed over, and cheaper ones after it may still be taken. Ideas that
nobody chose are not taken. This is the greedy rule for cost utilities of Rey and Maly, "The
(Computational) Social Choice Take on Indivisible Participatory Budgeting" (2023), section 3:
utility per baht is then the number of votes. Ties: see `counting`.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.develop.counting.election import Election, Step, take_in_order


@dataclass(frozen=True)
class Greedy:
    """Every idea that somebody chose, in the order in which it was looked at."""

    steps: tuple[Step, ...]

    @property
    def funded(self) -> tuple[int, ...]:
        return tuple(step.idea for step in self.steps if step.taken)

    @property
    def spent(self) -> int:
        return sum(step.cost for step in self.steps if step.taken)


def greedy(election: Election) -> Greedy:
    chosen = [idea for idea, votes in election.votes.items() if votes]
    return Greedy(tuple(take_in_order(election, chosen, election.total)))
