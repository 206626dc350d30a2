"""Comments into numbered topics, with what each comment shares with each topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.choose import choose_count
from analytics.cluster import ConsensusKMeans, Labels, centers
from analytics.comments import Comments
from analytics.errors import InputError
from analytics.features import Matrix
from analytics.params import Params
from analytics.progress import Progress, Stage

_SHARPNESS = 12.0  # of memberships: a cosine .1 nearer makes a topic about three times as likely
_FEWEST = 4  # comments that two topics need
_CHOOSING = 0.4  # share of the stage that finding the number takes


@dataclass(frozen=True)
class Grouping:
    """Comments in topics, the largest topic first.

    ``rows`` (n,) are indices into `Comments.rows`, ``places`` (n,) into `Comments.kept`;
    ``vectors`` (n, d), ``labels`` (n,), ``centers`` (topics, d); ``similarity`` (n, topics) are
    cosines and ``shares`` (n, topics) memberships that sum to 1. ``totals`` (topics,) count
    duplicates too.
    """

    rows: NDArray[np.intp]
    places: NDArray[np.intp]
    vectors: Matrix
    labels: Labels
    centers: Matrix
    similarity: Matrix
    shares: Matrix
    totals: NDArray[np.intp]
    tried: tuple[tuple[int, float], ...]


def group(
    comments: Comments,
    vectors: Matrix,
    widths: Sequence[int],
    params: Params,
    progress: Progress,
) -> Grouping:
    """Cluster ``vectors`` (one row a kept comment); what fits nowhere is left out of it.

    ``widths`` are the columns of each view in ``vectors``.
    """
    progress.at(Stage.CLUSTER)
    known = np.flatnonzero(np.abs(vectors).sum(axis=1) > 0)
    if len(known) < _FEWEST:
        raise InputError("too_few", usable=len(known), minimum=params.least_comments)
    count, tried = _count(vectors[known], params, progress)
    begin = 0.0 if params.topics else _CHOOSING
    model = ConsensusKMeans(count, widths, params.consensus_runs, seed=params.seed).fit(
        vectors[known],
        on_step=lambda done: progress.at(Stage.CLUSTER, begin + done * (1.0 - begin)),
    )
    fits = _fit(vectors[known], model.labels_, model.centers_) >= params.least_fit
    kept, labels = known[fits], model.labels_[fits]
    _leave_out(comments, kept)
    return _numbered(comments, vectors, kept, labels, tried)


def _count(
    vectors: Matrix, params: Params, progress: Progress
) -> tuple[int, tuple[tuple[int, float], ...]]:
    if params.topics is not None:
        return min(params.topics, len(vectors) // 2), ()
    return choose_count(
        vectors,
        params.least_topics,
        params.most_topics,
        params.seed,
        on_step=lambda done: progress.at(Stage.CLUSTER, _CHOOSING * done),
    )


def _fit(vectors: Matrix, labels: Labels, middle: Matrix) -> Matrix:
    fit: Matrix = np.einsum("nd,nd->n", vectors, middle[labels])
    return fit


def _leave_out(comments: Comments, kept: NDArray[np.intp]) -> None:
    for place in np.setdiff1d(np.arange(len(comments.kept)), kept).tolist():
        comments.left_out[comments.kept[place]] = "no_fit"
    for row, original in comments.same_as.items():
        if original in comments.left_out:
            comments.left_out[row] = comments.left_out[original]


def _numbered(
    comments: Comments,
    vectors: Matrix,
    kept: NDArray[np.intp],
    labels: Labels,
    tried: tuple[tuple[int, float], ...],
) -> Grouping:
    rows = np.array(comments.kept, dtype=np.intp)[kept]
    labels, totals = _by_size(rows, labels, comments.same_as)
    vectors = vectors[kept]
    middle = centers(vectors, labels)
    similarity = vectors @ middle.T
    return Grouping(
        rows, kept, vectors, labels, middle, similarity, _shares(similarity), totals, tried
    )


def _by_size(
    rows: NDArray[np.intp], labels: Labels, same_as: dict[int, int]
) -> tuple[Labels, NDArray[np.intp]]:
    """Topics numbered by comments, duplicates counted; the earlier comment decides a tie."""
    weight = dict.fromkeys(rows.tolist(), 1)
    for original in same_as.values():
        if original in weight:
            weight[original] += 1
    present, first, compact = np.unique(labels, return_index=True, return_inverse=True)
    totals = np.bincount(compact, weights=[weight[row] for row in rows.tolist()]).astype(np.intp)
    order = sorted(range(len(present)), key=lambda topic: (-totals[topic], first[topic]))
    number = np.empty(len(present), dtype=np.intp)
    number[order] = np.arange(len(present))
    return number[compact], totals[order]


def _shares(similarity: Matrix) -> Matrix:
    """Memberships: soft maximum of the cosines; each row sums to 1."""
    scaled = _SHARPNESS * (similarity - similarity.max(axis=1, keepdims=True))
    weight = np.exp(scaled)
    shares: Matrix = weight / weight.sum(axis=1, keepdims=True)
    return shares
