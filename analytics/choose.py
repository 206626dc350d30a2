"""How many topics there are, found from the comments."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score

from analytics.cluster import Labels, centers, kmeans, leading, nearest
from analytics.features import Matrix, draw
from analytics.measures import separation

LOOK_AT = 2_500
"""Comments that the numbers are compared on; more cost time and change little."""
REPEATS = 6
_STEP = 1.25  # from one number tried to the next
_ABOUT_AS_WELL = 0.025
_DIMENSIONS = 60  # leading directions that the numbers are compared in


def choose_count(
    vectors: Matrix,
    least: int,
    most: int,
    seed: int,
    on_step: Callable[[float], None] = lambda done: None,
) -> tuple[int, tuple[tuple[int, float], ...]]:
    """The number of topics from ``least`` to ``most``, and (number, score) of all tried.

    A number scores by how alike the topics are that different four fifths of the comments
    give (adjusted mutual information; Ben-Hur et al. 2002, stability of clusters), times how
    clearly they stand apart (simplified silhouette); scores are smoothed over the neighbours.
    Of the numbers that score about as well as the best, the smallest is taken: fewer topics
    are read sooner.
    """
    seen = leading(vectors[draw(len(vectors), LOOK_AT, seed)], _DIMENSIONS, seed)
    candidates = candidate_counts(len(seen), least, most)
    scores = []
    for step, count in enumerate(candidates, start=1):
        scores.append(_score(seen, count, seed))
        on_step(step / len(candidates))
    smooth = _smoothed(np.array(scores)).round(6).tolist()
    enough = max(smooth) * (1.0 - _ABOUT_AS_WELL)
    tried = tuple(zip(candidates, smooth, strict=True))
    return next(count for count, score in tried if score >= enough), tried


def candidate_counts(comments: int, least: int, most: int) -> list[int]:
    """Numbers each a quarter larger than the one before, up to the comments' square root.

    So a topic holds as many comments on average as there are topics, at least.
    """
    most = max(2, min(most, round(np.sqrt(comments))))
    least = min(least, most)
    steps = max(1, round(np.log(most / least) / np.log(_STEP)))
    return sorted({round(float(count)) for count in np.geomspace(least, most, steps + 1)})


def _score(vectors: Matrix, count: int, seed: int) -> float:
    """Mean agreement of neighbouring clusterings times their mean separation."""
    runs = [_again(vectors, count, seed + 31 * repeat) for repeat in range(REPEATS)]
    apart = [separation(vectors @ centers(vectors, run).T, run).mean() for run in runs]
    alike = [adjusted_mutual_info_score(one, two) for one, two in pairwise(runs)]
    return float(np.mean(alike) * np.mean(apart))


def _smoothed(scores: Matrix) -> Matrix:
    """Each score with half the weight of its neighbours; at the ends, of the one there is."""
    weight = np.convolve(np.ones(len(scores)), [1.0, 2.0, 1.0], mode="same")
    smooth: Matrix = np.convolve(scores, [1.0, 2.0, 1.0], mode="same") / weight
    return smooth


def _again(vectors: Matrix, count: int, seed: int) -> Labels:
    """Labels of all vectors by clusters learnt on four fifths of them."""
    part = vectors[draw(len(vectors), max(count, int(0.8 * len(vectors))), seed)]
    return nearest(vectors, centers(part, kmeans(part, count, seed, tries=1)))
