"""How fairly a list shares out its readers: figures of one challenge's ideas.

Pure functions of how often each idea was shown, the oldest idea first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from statistics import median
from typing import Any

PARTS_BY_VIEWS = 10
PARTS_BY_AGE = 4
LEAST_IDEAS = 10
"""With fewer ideas nothing is said of shares: one reader more or less would change everything."""


@dataclass(frozen=True)
class Fairness:
    """`least_half`: the share of all views that the less seen half of the ideas had, at best 0.5.

    `gini`: 0 where all ideas were shown equally often, near 1 where one had it all. `age`: rank
    correlation between being old and being shown, from -1 (new ones were shown more) to 1.
    `tenths`: the share of each tenth of the ideas, the least seen first. `medians`: the median of
    views of each quarter by age, the oldest quarter first.
    """

    ideas: int
    views: int
    least: int
    middle: float
    most: int
    least_half: float
    gini: float
    age: float
    tenths: list[float]
    medians: list[float]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def measure(views: Sequence[int]) -> Fairness | None:
    """Figures of `views`, the oldest idea's first; None for too few ideas or none shown yet."""
    total, ranked = sum(views), sorted(views)
    if len(views) < LEAST_IDEAS or not total:
        return None
    return Fairness(
        ideas=len(views), views=total, least=ranked[0], middle=median(ranked), most=ranked[-1],
        least_half=_least_half(ranked) / total,
        gini=gini(ranked),
        age=-rank_correlation(range(len(views)), views),
        tenths=[sum(part) / total for part in _parts(ranked, PARTS_BY_VIEWS)],
        medians=[median(part) for part in _parts(views, PARTS_BY_AGE)],
    )  # fmt: skip


def gini(values: Sequence[float]) -> float:
    """Gini's coefficient of amounts that are not negative: half their mean difference by the mean.

    >>> gini([1, 1, 1, 1]), gini([0, 0, 0, 1])
    (0.0, 0.75)
    """
    ranked, n = sorted(values), len(values)
    total = sum(ranked)
    if not total:
        return 0.0
    weighted = sum(rank * value for rank, value in enumerate(ranked, 1))
    return 2 * weighted / (n * total) - (n + 1) / n


def rank_correlation(xs: Sequence[float], ys: Sequence[float]) -> float:
    """Spearman's, with middle ranks for ties; 0 where all of one side are equal."""
    return _correlation(_ranks(xs), _ranks(ys))


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks, start = [0.0] * len(values), 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for at in order[start:end]:
            ranks[at] = (start + end - 1) / 2
        start = end
    return ranks


def _correlation(xs: Sequence[float], ys: Sequence[float]) -> float:
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    both = sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True))
    spread = (sum((x - middle_x) ** 2 for x in xs) * sum((y - middle_y) ** 2 for y in ys)) ** 0.5
    return both / spread if spread else 0.0


def _least_half(ranked: Sequence[int]) -> float:
    half, odd = divmod(len(ranked), 2)
    return sum(ranked[:half]) + (ranked[half] / 2 if odd else 0.0)


def _parts(values: Sequence[int], count: int) -> list[Sequence[int]]:
    """Cut into parts as equal as can be."""
    cuts = [round(len(values) * number / count) for number in range(count + 1)]
    return [values[start:end] for start, end in pairwise(cuts)]
