"""Topics in words: distinctive terms and phrases, a short label, comments to quote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer

from analytics.cluster import Labels
from analytics.features import Matrix
from analytics.result import Term
from analytics.text.tokens import is_word
from analytics.vocabulary import MEANINGFUL, plain_words, speaking_words

LONGEST_PHRASE = 4  # words
_JOINER = "\x1f"  # between the tokens of a phrase while it is counted; no text holds it
LABEL_CHARS = 40
_QUOTE_POOL = 200
_LABEL_PARTS = 2


@dataclass(frozen=True)
class Wording:
    """How often each term stands in how many comments of each topic.

    ``names`` (terms), ``presence`` (comments, terms) of 0 and 1, ``scores`` (topics, terms) of
    class-based tf-idf.
    """

    names: list[str]
    presence: sp.csr_matrix
    scores: Matrix
    held: Matrix

    def best(self, topic: int, limit: int) -> list[Term]:
        """Terms of the topic, most distinctive first, each in two comments of it at least."""
        row, held = self.scores[topic], self.held[topic]
        order = sorted(np.flatnonzero(held > 1), key=lambda j: (-round(row[j], 9), self.names[j]))
        order = order or sorted(np.flatnonzero(held), key=lambda j: (-row[j], self.names[j]))
        return [Term(self.names[j], round(float(row[j]), 6), int(held[j])) for j in order[:limit]]


def word_terms(tokens: Sequence[list[str]], labels: Labels, stop: frozenset[str]) -> Wording:
    """Single words of each topic."""
    documents = [speaking_words(plain_words(part), stop) for part in tokens]
    return _wording(documents, labels)


def phrase_terms(tokens: Sequence[list[str]], labels: Labels, stop: frozenset[str]) -> Wording:
    """Runs of two to four words as they stand in the comments, function words inside allowed."""
    documents = [list(_phrases(part, stop)) for part in tokens]
    wording = _wording(documents, labels)
    names = [name.replace(_JOINER, "").strip() for name in wording.names]
    return Wording(names, wording.presence, wording.scores, wording.held)


def _wording(documents: Sequence[list[str]], labels: Labels) -> Wording:
    least = 2 if len(documents) > 2 else 1  # one comment proves no wording
    counter = CountVectorizer(
        analyzer=lambda terms: terms, binary=True, min_df=least, max_features=50_000
    )
    try:
        presence = counter.fit_transform(documents).tocsr().astype(np.float64)
    except ValueError:  # nothing is said twice
        presence = sp.csr_matrix((len(documents), 0))
        return Wording([], presence, *(np.zeros((int(labels.max()) + 1, 0)) for _ in range(2)))
    held = _by_topic(presence, labels)
    return Wording(list(counter.get_feature_names_out()), presence, class_tfidf(held), held)


def _by_topic(presence: sp.csr_matrix, labels: Labels) -> Matrix:
    count = int(labels.max()) + 1
    member = sp.csr_matrix(
        (np.ones(len(labels)), (labels, np.arange(len(labels)))), shape=(count, len(labels))
    )
    held: Matrix = (member @ presence).toarray()
    return held


def class_tfidf(held: Matrix) -> Matrix:
    """Class-based tf-idf (Grootendorst 2022, BERTopic): share in the topic × rarity outside.

    ``held`` (topics, terms) counts; the score is ``tf · log(1 + A / f)`` with ``tf`` the term's
    share of its topic, ``f`` its count over all topics and ``A`` the mean count of a topic.
    """
    share = held / np.maximum(held.sum(axis=1, keepdims=True), 1.0)
    rarity = np.log1p(held.sum() / max(len(held), 1) / np.maximum(held.sum(axis=0), 1.0))
    scores: Matrix = np.sqrt(share) * rarity
    return scores


def _phrases(tokens: Sequence[str], stop: frozenset[str]) -> Iterator[str]:
    """Phrases of two to four words that neither begin nor end with a filler."""
    for run in _runs(tokens):
        edge = [_may_edge(word, stop) for word in run]
        spoken = [word not in stop for word in run]
        for start in range(len(run) - 1):
            if edge[start]:
                for end in range(start + 1, min(len(run), start + LONGEST_PHRASE)):
                    if edge[end] and any(spoken[start : end + 1]):
                        yield _JOINER.join(run[start : end + 1])


def _may_edge(word: str, stop: frozenset[str]) -> bool:
    return (word not in stop and len(word) > 1) or word in MEANINGFUL


def _runs(tokens: Sequence[str]) -> Iterator[list[str]]:
    """Words that stand together, between white space, signs and masks.

    English words are set apart by single spaces, so a space between two of them is kept.
    """
    run: list[str] = []
    for place, piece in enumerate(tokens):
        if is_word(piece):
            run.append(piece)
        elif piece == " " and _between_latin(tokens, place):
            run[-1] += " "
        elif run:
            yield run
            run = []
    if run:
        yield run


def _between_latin(tokens: Sequence[str], place: int) -> bool:
    if not 0 < place < len(tokens) - 1:
        return False
    around = (tokens[place - 1], tokens[place + 1])
    return all(token.isascii() and is_word(token) for token in around)


def label(phrases: Sequence[Term], words: Sequence[Term], taken: set[str]) -> str:
    """A first name for a topic: up to two telling expressions that share no word.

    A phrase wins over the words it holds where it is about as frequent as they are. Labels
    in ``taken`` are not given twice; the one returned is added.
    """
    parts = _telling(phrases, words)
    for count in range(min(_LABEL_PARTS, len(parts)), len(parts) + 1):
        name = _join(parts[:count])
        if name and name not in taken:
            taken.add(name)
            return name
    name = f"{_join(parts[:_LABEL_PARTS]) or '–'} ({len(taken) + 1})"
    taken.add(name)
    return name


def _telling(phrases: Sequence[Term], words: Sequence[Term]) -> list[str]:
    chosen: list[str] = []
    for term in words:
        better = next((p.text for p in phrases if _replaces(p, term)), term.text)
        overlaps = any(better in other or other in better for other in chosen)
        if not overlaps and len(better) <= LABEL_CHARS // 2 + 4:
            chosen.append(better)
    return chosen


def _replaces(phrase: Term, word: Term) -> bool:
    """Whether the phrase stands for a good part of what the word stands for."""
    return word.text in phrase.text and 3 * phrase.comments >= word.comments


def _join(parts: Sequence[str]) -> str:
    text = ""
    for part in parts:
        longer = f"{text} · {part}" if text else part
        if len(longer) > LABEL_CHARS and text:
            break
        text = longer
    return text


def choose_quotes(
    vectors: Matrix, center: Matrix, lengths: NDArray[np.intp], limit: int
) -> list[int]:
    """Which rows of ``vectors`` are typical of ``center`` and differ from one another.

    Maximal marginal relevance (Carbonell and Goldstein 1998) with λ = .7 among the 200 most
    typical; very short and very long comments, which quote badly, come last.
    """
    fit = np.round(vectors @ center - _reading_penalty(lengths), 9)
    pool = np.argsort(-fit, kind="stable")[:_QUOTE_POOL]
    near, chosen = np.zeros(len(pool)), list[int]()
    while len(chosen) < min(limit, len(pool)):
        score = np.round(0.7 * fit[pool] - 0.3 * near, 9)
        score[chosen] = -np.inf
        best = int(np.argmax(score))
        chosen.append(best)
        near = np.maximum(near, vectors[pool] @ vectors[pool[best]])
    return [int(pool[place]) for place in chosen]


def _reading_penalty(lengths: NDArray[np.intp]) -> Matrix:
    """0 for 20 to 250 characters; up to .5 for what is shorter or longer."""
    short = np.clip((20 - lengths) / 20, 0, 1)
    long = np.clip((lengths - 250) / 1000, 0, 1)
    penalty: Matrix = 0.5 * np.maximum(short, long)
    return penalty
