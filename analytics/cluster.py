"""Topics as clusters: many k-means, combined into one; and how many topics there should be."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.cluster import KMeans
from sklearn.utils.extmath import randomized_svd

from analytics.features import Matrix, unit_rows

Labels = NDArray[np.intp]
FIT_AT_MOST = 20_000
"""Comments that centres are learnt from; of more, a sample is drawn and the rest assigned."""


class ConsensusKMeans(ClusterMixin, BaseEstimator):
    """k-means over the agreement of many k-means with different numbers of clusters.

    Each of ``runs`` clusterings has between ``finest`` and ``coarsest`` times ``topics``
    clusters; a comment is described by the clusters it fell in, each weighted down by its
    size (Strehl and Ghosh 2002, Cluster ensembles), and those descriptions are clustered.
    """

    def __init__(
        self,
        topics: int = 10,
        runs: int = 12,
        coarsest: float = 0.75,
        finest: float = 2.0,
        seed: int = 0,
    ) -> None:
        self.topics = topics
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
        agreement = self._agreement(vectors, on_step)
        labels = kmeans(agreement, self.topics, self.seed, tries=10)
        self.labels_ = _settle(vectors, labels)
        self.centers_ = centers(vectors, self.labels_)
        return self

    def _agreement(self, vectors: Matrix, on_step: Callable[[float], None]) -> Matrix:
        rng = np.random.default_rng(self.seed)
        parts = []
        for run in range(self.runs):
            size = self.topics * np.exp(rng.uniform(np.log(self.coarsest), np.log(self.finest)))
            count = int(np.clip(round(size), 2, len(vectors) // 2))
            parts.append(_one_hot(kmeans(vectors, count, self.seed + 101 * (run + 1), tries=1)))
            on_step((run + 1) / (self.runs + 1))
        beside = np.hstack(parts)
        rank = max(2, min(self.topics, beside.shape[1] - 1))
        left, scale, _ = randomized_svd(beside, rank, n_iter=4, random_state=self.seed)
        return unit_rows(left * scale)


def kmeans(vectors: Matrix, count: int, seed: int, tries: int) -> Labels:
    """Labels of the best of ``tries`` k-means, learnt on at most `FIT_AT_MOST` comments."""
    model = KMeans(count, n_init=tries, random_state=seed)
    if len(vectors) <= FIT_AT_MOST:
        return model.fit_predict(vectors).astype(np.intp)
    rng = np.random.default_rng(seed)
    sample = np.sort(rng.choice(len(vectors), FIT_AT_MOST, replace=False))
    return model.fit(vectors[sample]).predict(vectors).astype(np.intp)


def centers(vectors: Matrix, labels: Labels) -> Matrix:
    """Mean vector of each cluster, scaled to length 1. Shape (clusters, d)."""
    total = np.zeros((int(labels.max()) + 1, vectors.shape[1]))
    np.add.at(total, labels, vectors)
    return unit_rows(total)


def _one_hot(labels: Labels) -> Matrix:
    columns = np.zeros((len(labels), int(labels.max()) + 1))
    columns[np.arange(len(labels)), labels] = 1.0
    scaled: Matrix = columns / np.sqrt(columns.sum(axis=0) + 1.0)
    return scaled


def _settle(vectors: Matrix, labels: Labels) -> Labels:
    """Number the clusters without gaps; drop none that has comments."""
    _, settled = np.unique(labels, return_inverse=True)
    return settled.astype(np.intp)
