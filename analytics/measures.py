"""How good the topics are, measured by the run itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from analytics.cluster import Labels, kmeans
from analytics.describe import Wording
from analytics.features import Matrix
from analytics.result import Stability

COHERENCE_WORDS = 10
STABILITY_SAMPLE = 4_000
"""Comments that the resampling works on; more change the figures little and cost much."""


def coherence(wording: Wording, words: Sequence[str]) -> float | None:
    """Mean normalised pointwise mutual information of word pairs, -1 to 1 (Bouma 2009).

    Two words meet where they stand in the same comment. None for fewer than two words.
    """
    place = {name: column for column, name in enumerate(wording.names)}
    columns = [place[word] for word in words[:COHERENCE_WORDS] if word in place]
    if len(columns) < 2:
        return None
    presence = wording.presence[:, columns]
    together = (presence.T @ presence).toarray() / presence.shape[0]
    upper = np.triu_indices(len(columns), 1)
    alone = np.diag(together)
    return float(npmi(together[upper], alone[upper[0]], alone[upper[1]]).mean())


def npmi(both: Matrix, one: Matrix, two: Matrix) -> Matrix:
    """log(p(a,b) / p(a)p(b)) / -log p(a,b); -1 where the two never meet, 1 where always."""
    safe = np.clip(both, 1e-12, None)
    score = np.log(safe / (one * two)) / np.maximum(-np.log(safe), 1e-12)
    clipped: Matrix = np.where(both > 0, np.clip(score, -1.0, 1.0), -1.0)
    return clipped


def separation(similarity: Matrix, labels: Labels) -> Matrix:
    """Simplified silhouette of each comment, -1 to 1 (Hruschka et al. 2004).

    ``similarity`` (n, topics) are cosines to the topics' centres; distance is one minus it.
    """
    if similarity.shape[1] == 1:
        return np.zeros(len(labels))
    distance = 1.0 - similarity
    rows = np.arange(len(labels))
    own = distance[rows, labels]
    others = distance.copy()
    others[rows, labels] = np.inf
    nearest = others.min(axis=1)
    score: Matrix = (nearest - own) / np.maximum(np.maximum(nearest, own), 1e-9)
    return score


def stability(
    vectors: Matrix,
    labels: Labels,
    runs: int,
    seed: int,
    on_step: Callable[[float], None],
) -> list[Stability | None]:
    """Stability of each topic over ``runs`` clusterings of 80% of the comments each."""
    count = int(labels.max()) + 1
    overlaps = np.full((runs, count), np.nan)
    rng = np.random.default_rng(seed)
    for run in range(runs):
        size = max(count, min(STABILITY_SAMPLE, int(0.8 * len(vectors))))
        sample = np.sort(rng.choice(len(vectors), size, replace=False))
        again = kmeans(vectors[sample], count, seed + 7919 * (run + 1), tries=1)
        overlaps[run] = _best_overlap(labels[sample], again, count)
        on_step((run + 1) / runs)
    return [_interval(column[~np.isnan(column)]) for column in overlaps.T]


def _best_overlap(labels: Labels, again: Labels, count: int) -> Matrix:
    """Of each topic, the largest Jaccard overlap with a cluster of the repetition."""
    table = np.zeros((count, count))
    np.add.at(table, (labels, again), 1.0)
    sizes = table.sum(axis=1)
    union = sizes[:, None] + table.sum(axis=0)[None, :] - table
    best = (table / np.maximum(union, 1.0)).max(axis=1)
    return np.where(sizes > 0, best, np.nan)


def _interval(values: Matrix) -> Stability | None:
    if not len(values):
        return None
    low, high = np.quantile(values, [0.1, 0.9])
    return Stability(*(round(float(value), 6) for value in (values.mean(), low, high)))
