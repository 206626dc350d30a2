"""Topics as clusters: many k-means, combined into one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.cluster import KMeans
from sklearn.utils.extmath import randomized_svd

from analytics.features import Matrix, draw, unit_rows

Labels = NDArray[np.intp]
LEARN_FROM = 6_000
"""Comments that clusters are learnt from: of more, a sample is drawn and the rest assigned."""

DIRECTIONS = 40
"""Leading directions of a look that are clustered: the rest is noise, and costs time."""


class ConsensusKMeans(ClusterMixin, BaseEstimator):
    """k-means over the agreement of many k-means that each look at the comments differently.

    Each of ``runs`` clusterings weighs the views anew (by .5 to 1.5), keeps 50 to 100% of the
    leading dimensions of each, and makes ``coarsest`` to ``finest`` times ``topics`` clusters.
    A comment is then described by the clusters it fell in, each weighted down by its size
    (Strehl and Ghosh 2002, Cluster ensembles), and those descriptions are clustered: what
    comes together whichever way one looks stays together.

    ``widths`` are the columns of each view in the vectors (n, sum of widths) given to ``fit``.
    """

    def __init__(
        self,
        topics: int = 10,
        widths: Sequence[int] = (),
        runs: int = 16,
        *,
        coarsest: float = 0.6,
        finest: float = 1.7,
        seed: int = 0,
    ) -> None:
        self.topics = topics
        self.widths = widths
        self.runs = runs
        self.coarsest = coarsest
        self.finest = finest
        self.seed = seed

    def fit(
        self,
        vectors: Matrix,
        y: object = None,
        on_step: Callable[[float], None] = lambda done: None,
    ) -> ConsensusKMeans:
        """Learn ``labels_`` (n,) and ``centers_`` (topics, d) from vectors (n, d)."""
        sample = draw(len(vectors), LEARN_FROM, self.seed)
        seen = vectors[sample]
        labels = kmeans(self._agreement(seen, on_step), self.topics, self.seed, tries=10)
        if len(seen) < len(vectors):
            labels = nearest(vectors, centers(seen, labels))
        self.labels_ = without_gaps(labels)
        self.centers_ = centers(vectors, self.labels_)
        return self

    def predict(self, vectors: Matrix) -> Labels:
        """The nearest topic of each comment."""
        return nearest(vectors, self.centers_)

    def _agreement(self, vectors: Matrix, on_step: Callable[[float], None]) -> Matrix:
        rng = np.random.default_rng(self.seed)
        memberships = []
        for run in range(self.runs):
            size = self.topics * np.exp(rng.uniform(np.log(self.coarsest), np.log(self.finest)))
            count = int(np.clip(round(size), 2, max(2, len(vectors) // 2)))
            look = leading(self._look(vectors, rng), DIRECTIONS, self.seed)
            labels = kmeans(look, count, self.seed + 101 * (run + 1), tries=1)
            memberships.append(_membership(labels))
            on_step((run + 1) / (self.runs + 1))
        beside = np.hstack(memberships)
        rank = max(2, min(self.topics, beside.shape[1] - 1))
        left, scale, _ = randomized_svd(beside, rank, n_iter=4, random_state=self.seed)
        return unit_rows(left * scale)

    def _look(self, vectors: Matrix, rng: np.random.Generator) -> Matrix:
        """The vectors with each view weighed anew and cut to its leading dimensions."""
        columns, begin = [], 0
        for width in self.widths or (vectors.shape[1],):
            kept = int(np.ceil(rng.uniform(0.5, 1.0) * width))
            leading = unit_rows(vectors[:, begin : begin + kept])
            columns.append(leading * np.float32(rng.uniform(0.5, 1.5)))
            begin += width
        return np.hstack(columns)


def kmeans(vectors: Matrix, count: int, seed: int, tries: int) -> Labels:
    """Labels (n,) of the best of ``tries`` k-means from different beginnings."""
    count = min(count, len(vectors))
    model = KMeans(count, n_init=tries, max_iter=100, tol=1e-3, random_state=seed)
    labels: Labels = model.fit_predict(vectors).astype(np.intp)
    return labels


def leading(vectors: Matrix, rank: int, seed: int) -> Matrix:
    """The vectors in their ``rank`` leading directions, scaled to length 1 again."""
    if rank >= min(vectors.shape):
        return vectors
    left, scale, _ = randomized_svd(vectors, rank, n_iter=3, random_state=seed)
    return unit_rows(left * scale)


def centers(vectors: Matrix, labels: Labels) -> Matrix:
    """Mean direction of each cluster, of length 1. Shape (clusters, d)."""
    total = np.zeros((int(labels.max()) + 1, vectors.shape[1]))
    np.add.at(total, labels, vectors)
    return unit_rows(total)


def nearest(vectors: Matrix, middle: Matrix) -> Labels:
    """Of each vector, the index of the centre with the largest cosine."""
    labels: Labels = np.argmax(vectors @ middle.T, axis=1)
    return labels


def without_gaps(labels: Labels) -> Labels:
    """The same clusters numbered from 0 without gaps."""
    _, settled = np.unique(labels, return_inverse=True)
    return settled.astype(np.intp)


def _membership(labels: Labels) -> Matrix:
    columns = np.zeros((len(labels), int(labels.max()) + 1), dtype=np.float32)
    columns[np.arange(len(labels)), labels] = 1.0
    scaled: Matrix = columns / np.sqrt(columns.sum(axis=0) + 1.0)
    return scaled
