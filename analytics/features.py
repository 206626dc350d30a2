"""Comments as vectors, learnt on the comments themselves: no model is downloaded.

Four views. Latent semantic analysis (tf-idf, truncated SVD) of words and phrases sees which
comments use the same words, of syllables which use kindred ones. Word vectors out of positive
pointwise mutual information (Levy and Goldberg 2014, Neural word embedding as implicit matrix
factorization), averaged with smooth inverse frequency (Arora, Liang and Ma 2017, A simple but
tough-to-beat baseline for sentence embeddings), see which use words of like company.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd

from analytics.vocabulary import MEANINGFUL, pairs, parts, phrase_words, speaking_words

Matrix = NDArray[np.floating[Any]]
Words = Sequence[str]
LEARN_FROM = 12_000
"""Comments that the directions are learnt from: of more, a sample is drawn."""


class TermView(TransformerMixin, BaseEstimator):
    """LSA of terms: single words and neighbouring pairs, or the syllables of the words.

    ``fit`` takes lists of words (n comments); ``transform`` gives (n, dimensions), rows of
    length 1, or all zero for a comment without a known word.
    """

    def __init__(
        self,
        stop: frozenset[str] = frozenset(),
        terms: str = "phrases",
        dimensions: int = 50,
        *,
        least_comments: int = 2,
        most_terms: int = 40_000,
        seed: int = 0,
    ) -> None:
        self.stop = stop
        self.terms = terms
        self.dimensions = dimensions
        self.least_comments = least_comments
        self.most_terms = most_terms
        self.seed = seed

    def fit(self, documents: Sequence[Words], y: object = None) -> TermView:
        self.fit_transform(documents)
        return self

    def fit_transform(self, documents: Sequence[Words], y: object = None) -> Matrix:
        self.vectorizer_ = TfidfVectorizer(
            analyzer=self._terms,
            min_df=self.least_comments if len(documents) > 2 * self.least_comments else 1,
            max_features=self.most_terms,
            sublinear_tf=True,
            dtype=np.float32,
        )
        weights = self.vectorizer_.fit_transform(documents)
        seen = weights[draw(weights.shape[0], LEARN_FROM, self.seed)]
        self.components_ = truncated_svd(seen, self.dimensions, self.seed)[2]
        return self._project(weights)

    def transform(self, documents: Sequence[Words]) -> Matrix:
        return self._project(self.vectorizer_.transform(documents))

    def _project(self, weights: sp.csr_matrix) -> Matrix:
        return unit_rows(weights @ self.components_.T)

    def _terms(self, words: Words) -> list[str]:
        single = speaking_words(words, self.stop)
        if self.terms == "syllables":
            return parts(single)
        return single + pairs(phrase_words(words, self.stop), self.stop)


class CompanyView(TransformerMixin, BaseEstimator):
    """Mean of word vectors (PPMI, SVD) by smooth inverse frequency, first component removed.

    ``skip`` are words that neither get a vector nor count as company. ``transform`` gives
    (n, dimensions), rows of length 1, or all zero for a comment without a known word.
    """

    def __init__(
        self,
        skip: frozenset[str] = frozenset(),
        *,
        dimensions: int = 50,
        window: int = 5,
        least_comments: int = 3,
        most_words: int = 8_000,
        smoothing: float = 1e-3,
        seed: int = 0,
    ) -> None:
        self.skip = skip
        self.dimensions = dimensions
        self.window = window
        self.least_comments = least_comments
        self.most_words = most_words
        self.smoothing = smoothing
        self.seed = seed

    def fit(self, documents: Sequence[Words], y: object = None) -> CompanyView:
        self.fit_transform(documents)
        return self

    def fit_transform(self, documents: Sequence[Words], y: object = None) -> Matrix:
        self.vocabulary_ = self._choose_words(documents)
        counts = self._count(documents)
        self.word_vectors_ = self._learn(documents)
        total = max(counts.sum(), 1.0)
        frequency = np.asarray(counts.sum(axis=0)).ravel() / total
        self.word_weights_ = self.smoothing / (self.smoothing + frequency)
        means = self._means(counts)
        self.common_ = _first_direction(means)
        return self._without_common(means)

    def transform(self, documents: Sequence[Words]) -> Matrix:
        return self._without_common(self._means(self._count(documents)))

    def _choose_words(self, documents: Sequence[Words]) -> dict[str, int]:
        seen = Counter(word for words in documents for word in set(words))
        least = self.least_comments if len(documents) > 10 * self.least_comments else 1
        known = [word for word, times in seen.items() if times >= least and word not in self.skip]
        known.sort(key=lambda word: (-seen[word], word))
        return {word: place for place, word in enumerate(sorted(known[: self.most_words]))}

    def _places(self, documents: Sequence[Words]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Word numbers of all comments in a row, and beside them the comments' numbers."""
        known = self.vocabulary_
        per_comment = [[known[word] for word in words if word in known] for words in documents]
        lengths = [len(words) for words in per_comment]
        flat = np.fromiter((word for words in per_comment for word in words), dtype=np.intp)
        return flat, np.repeat(np.arange(len(documents)), lengths)

    def _count(self, documents: Sequence[Words]) -> sp.csr_matrix:
        words, owners = self._places(documents)
        shape = (len(documents), max(len(self.vocabulary_), 1))
        return sp.csr_matrix((np.ones(len(words)), (owners, words)), shape=shape)

    def _learn(self, documents: Sequence[Words]) -> Matrix:
        company = self._company(documents)
        left, scale, _ = truncated_svd(_ppmi(company), self.dimensions, self.seed)
        vectors: Matrix = left * np.sqrt(scale)
        return vectors

    def _company(self, documents: Sequence[Words]) -> sp.csr_matrix:
        """How often two words stand within the window of each other, nearer counting more."""
        words, owners = self._places(documents)
        size = max(len(self.vocabulary_), 1)
        company = sp.csr_matrix((size, size))
        for gap in range(1, min(self.window, len(words) - 1) + 1):
            together = owners[gap:] == owners[:-gap]
            one, two = words[:-gap][together], words[gap:][together]
            weight = np.full(len(one), 1.0 / gap)
            company = company + sp.csr_matrix((weight, (one, two)), shape=(size, size))
        return (company + company.T).tocsr()

    def _means(self, counts: sp.csr_matrix) -> Matrix:
        lengths = np.maximum(np.asarray(counts.sum(axis=1)).ravel(), 1.0)
        total = (counts @ sp.diags(self.word_weights_)) @ self.word_vectors_
        means: Matrix = (total / lengths[:, None]).astype(np.float32)
        return means

    def _without_common(self, means: Matrix) -> Matrix:
        return unit_rows(means - np.outer(means @ self.common_, self.common_))


class CommentVectors(TransformerMixin, BaseEstimator):
    """The four views side by side: what topics are found in. Rows have length 1.

    Company is counted twice: among all words, where particles tell kinds of sentences apart,
    and among the words that speak of a subject. After ``fit``, ``widths_`` are the dimensions
    of each view in the columns of the result.
    """

    def __init__(self, stop: frozenset[str] = frozenset(), seed: int = 0) -> None:
        self.stop = stop
        self.seed = seed

    def fit(self, documents: Sequence[Words], y: object = None) -> CommentVectors:
        self.fit_transform(documents)
        return self

    def fit_transform(
        self,
        documents: Sequence[Words],
        y: object = None,
        on_step: Callable[[float], None] = lambda done: None,
    ) -> Matrix:
        dimensions = term_dimensions(len(documents))
        self.views_: list[TermView | CompanyView] = [
            TermView(self.stop, "phrases", dimensions, seed=self.seed),
            TermView(self.stop, "syllables", dimensions, seed=self.seed),
            CompanyView(seed=self.seed),
            CompanyView(self.stop - MEANINGFUL, seed=self.seed),
        ]
        columns = []
        for number, view in enumerate(self.views_, start=1):
            columns.append(view.fit_transform(documents))
            on_step(number / len(self.views_))
        self.widths_ = tuple(part.shape[1] for part in columns)
        return unit_rows(np.hstack(columns))

    def transform(self, documents: Sequence[Words]) -> Matrix:
        return unit_rows(np.hstack([view.transform(documents) for view in self.views_]))


def term_dimensions(comments: int) -> int:
    """More comments bear out more dimensions: about their square root, from 20 to 100."""
    return int(np.clip(round(1.2 * np.sqrt(comments)), 20, 100))


def truncated_svd(matrix: sp.csr_matrix, rank: int, seed: int) -> tuple[Matrix, Matrix, Matrix]:
    """Largest singular triplets (U, s, Vt), at most ``rank``; signs fixed, so repeatable."""
    rank = max(1, min(rank, min(matrix.shape) - 1))
    left, scale, right = randomized_svd(matrix, rank, n_iter=4, random_state=seed)
    return left, scale, right


def draw(total: int, most: int, seed: int) -> NDArray[np.intp]:
    """Indices in rising order: all of them, or ``most`` drawn at random."""
    if total <= most:
        return np.arange(total)
    return np.sort(np.random.default_rng(seed).choice(total, most, replace=False))


def unit_rows(matrix: Matrix) -> Matrix:
    """Rows scaled to length 1; rows of zeros stay."""
    scaled: Matrix = normalize(matrix).astype(np.float32)
    return scaled


def _ppmi(company: sp.csr_matrix, context_power: float = 0.75) -> sp.csr_matrix:
    """Positive PMI; contexts are smoothed by the power .75, as word2vec does (Levy et al. 2015)."""
    pairs_ = company.tocoo()
    margin = np.maximum(np.asarray(company.sum(axis=1)).ravel(), 1e-12)
    context = margin**context_power / (margin**context_power).sum()
    value = np.log(pairs_.data / (margin[pairs_.row] * context[pairs_.col]))
    positive = value > 0
    where = (pairs_.row[positive], pairs_.col[positive])
    return sp.csr_matrix((value[positive], where), shape=company.shape)


def _first_direction(matrix: Matrix) -> Matrix:
    """The direction that all comments share, which says nothing about any of them."""
    _, _, right = np.linalg.svd(matrix.T @ matrix)
    direction: Matrix = right[0]
    return direction
