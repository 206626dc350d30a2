"""A map in two dimensions: like topics near each other, comments around their topic."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analytics.cluster import Labels
from analytics.features import Matrix

_ROUNDS = 200  # of moving overlapping topics apart; it settles in far fewer


def place_topics(centers: Matrix, sizes: NDArray[np.intp]) -> tuple[Matrix, Matrix]:
    """Positions (topics, 2) within -1 to 1, and radii (topics,).

    Classical scaling of the cosine distances (Torgerson 1952), then circles whose area follows
    the number of comments are moved apart until none overlaps.
    """
    places = _classical_scaling(1.0 - np.clip(centers @ centers.T, -1.0, 1.0))
    radii = np.sqrt(sizes / max(sizes.sum(), 1)) * 0.55
    places = _apart(places, radii)
    reach = float(np.max(np.abs(places) + radii[:, None])) or 1.0
    return places / reach, radii / reach


def place_comments(
    vectors: Matrix, labels: Labels, shares: Matrix, places: Matrix, radii: Matrix
) -> Matrix:
    """Positions (n, 2): inside the circle of the topic, nearer its middle the better the fit.

    The direction leads towards the other topics that the comment touches more than its
    fellows do; ``shares`` (n, topics) are its memberships.
    """
    pull = _without_mean(shares @ places, labels)
    inner = _local_axes(vectors, labels)
    direction = _unit(pull) * 0.5 + inner * 0.5
    length = np.linalg.norm(direction, axis=1, keepdims=True)
    own = shares[np.arange(len(labels)), labels]
    distance = np.sqrt(np.clip(1.0 - own, 0.0, 1.0))[:, None]
    step = np.where(length > 0, direction / np.maximum(length, 1e-9), 0.0)
    spread = np.clip(0.25 * distance + 0.7 * np.minimum(length, 1.0), 0.0, 0.95)
    positions: Matrix = places[labels] + step * spread * radii[labels][:, None]
    return positions


def _classical_scaling(distances: Matrix) -> Matrix:
    count = len(distances)
    if count == 1:
        return np.zeros((1, 2))
    center = np.eye(count) - 1.0 / count
    values, vectors = np.linalg.eigh(-0.5 * center @ distances**2 @ center)
    scale = np.sqrt(np.maximum(values[-2:], 0.0))[::-1]
    spread: Matrix = _fix_signs(vectors[:, -2:][:, ::-1]) * scale
    return spread


def _fix_signs(columns: Matrix) -> Matrix:
    """Eigenvectors point either way: the largest entry of each is made positive."""
    largest = np.argmax(np.round(np.abs(columns), 9), axis=0)
    signs = np.sign(columns[largest, np.arange(columns.shape[1])])
    fixed: Matrix = columns * np.where(signs == 0, 1.0, signs)
    return fixed


def _apart(places: Matrix, radii: Matrix) -> Matrix:
    spread = float(np.abs(places).max()) or 1.0
    places = places / spread + _tiny_spiral(len(places))
    need = radii[:, None] + radii[None, :] + 0.02
    for _ in range(_ROUNDS):
        gap = places[:, None, :] - places[None, :, :]
        distance = np.maximum(np.linalg.norm(gap, axis=2), 1e-9)
        overlap = np.clip(need - distance, 0.0, None)
        np.fill_diagonal(overlap, 0.0)
        if overlap.max() <= 1e-6:
            break
        places = places + 0.5 * (gap / distance[..., None] * overlap[..., None]).sum(axis=1)
    centered: Matrix = places - places.mean(axis=0)
    return centered


def _tiny_spiral(count: int) -> Matrix:
    """Keeps two topics at the same place from having no direction to part in."""
    angle = np.arange(count) * 2.399963  # golden angle
    return np.column_stack([np.cos(angle), np.sin(angle)]) * 1e-4


def _local_axes(vectors: Matrix, labels: Labels) -> Matrix:
    """Within each topic, the two directions in which its comments differ most; scaled to 1."""
    local = np.zeros((len(labels), 2))
    for topic in range(int(labels.max()) + 1):
        members = np.flatnonzero(labels == topic)
        inside = vectors[members] - vectors[members].mean(axis=0)
        _, axes = np.linalg.eigh(inside.T @ inside)
        flat = inside @ _fix_signs(axes[:, -2:][:, ::-1])
        local[members] = flat / max(float(np.linalg.norm(flat, axis=1).max(initial=0.0)), 1e-9)
    return local


def _without_mean(rows: Matrix, labels: Labels) -> Matrix:
    """Rows less the mean of their topic, so that comments spread all around its middle."""
    sizes = np.bincount(labels)
    means = np.column_stack([np.bincount(labels, weights=rows[:, k]) for k in range(2)])
    centered: Matrix = rows - (means / np.maximum(sizes, 1)[:, None])[labels]
    return centered


def _unit(rows: Matrix) -> Matrix:
    unit: Matrix = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit
