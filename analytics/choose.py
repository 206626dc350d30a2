"""How many topics there are, found from the comments."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analytics.cluster import centers, kmeans
from analytics.features import Matrix
from analytics.measures import separation

SAMPLE = 5_000


def choose_count(
    vectors: Matrix,
    least: int,
    most: int,
    seed: int,
    on_step: Callable[[float], None],
) -> tuple[int, tuple[tuple[int, float], ...]]:
    """The best number of topics from ``least`` to ``most``, and the scores that were compared."""
    most = max(2, min(most, len(vectors) // 5))
    candidates = _candidates(min(least, most), most)
    rng = np.random.default_rng(seed)
    if len(vectors) > SAMPLE:
        vectors = vectors[np.sort(rng.choice(len(vectors), SAMPLE, replace=False))]
    scores = []
    for step, count in enumerate(candidates, start=1):
        labels = kmeans(vectors, count, seed, tries=2)
        score = separation(vectors @ centers(vectors, labels).T, labels).mean()
        scores.append((count, round(float(score), 6)))
        on_step(step / len(candidates))
    return max(scores, key=lambda item: (item[1], -item[0]))[0], tuple(scores)


def _candidates(least: int, most: int) -> list[int]:
    """About a dozen numbers, each a fifth larger than the one before."""
    steps = max(1, round(np.log(most / least) / np.log(1.2)))
    return sorted({round(float(count)) for count in np.geomspace(least, most, steps + 1)})
