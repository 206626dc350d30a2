"""How budget ballots are counted: pure, exact, and told step by step. No input or output.

Both methods read the same thing: what each idea costs, what there is in all, and which ideas each
voter chose. Amounts are whole numbers of the smallest unit in use (baht).

Ties are broken the same way everywhere, so that the same ballots give the same result: the idea
with more votes comes first; of those, the one that costs less; of those, the older one (the smaller
number).
"""

from app.develop.counting.election import Election, Step, in_order
from app.develop.counting.equal_shares import Purchase, Shares, equal_shares
from app.develop.counting.greedy import Greedy, greedy

__all__ = [
    "Election",
    "Greedy",
    "Purchase",
    "Shares",
    "Step",
    "equal_shares",
    "greedy",
    "in_order",
]
