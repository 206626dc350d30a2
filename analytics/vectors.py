"""Learn the vectors of the analysis on a collection of texts, and write them as tables of terms.

What is learnt are the four views of `CommentVectors`. Each is linear in its terms up to its length,
so the vector of any later text is a sum of rows: `analytics.folding` reads them without numpy.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from analytics.comments import duplicate_key
from analytics.errors import InputError
from analytics.features import CommentVectors, CompanyView, Matrix, TermView
from analytics.folding import MAGIC
from analytics.vocabulary import stop_words, words_of

LEAST_TEXTS = 20


@dataclass(frozen=True)
class Learnt:
    """`texts` are the different ones that had words; `words` the terms of all views together."""

    dimensions: int
    words: int
    texts: int


def learn(
    texts: Iterable[str],
    out: IO[bytes],
    seed: int = 0,
    progress: Callable[[float], None] = lambda done: None,
) -> Learnt:
    """Write the tables learnt on ``texts`` into ``out``.

    Texts that say the same count once. Raises `InputError` ("too_few") under 20 different ones.
    """
    documents = _different(texts)
    if len(documents) < LEAST_TEXTS:
        raise InputError("too_few", usable=len(documents), minimum=LEAST_TEXTS)
    stop = stop_words()
    with threadpool_limits(limits=1):
        model = CommentVectors(stop, seed)
        model.fit_transform(documents, on_step=progress)
    tables = [_table(view) for view in model.views_]
    _write(out, tables, stop)
    return Learnt(
        dimensions=sum(model.widths_),
        words=sum(len(table.terms) for table in tables),
        texts=len(documents),
    )


@dataclass(frozen=True)
class _Table:
    """Terms of a view and the vector of each: (terms, dimensions)."""

    name: str
    terms: Sequence[str]
    rows: Matrix
    dampens: bool
    """Whether a term that is repeated counts by the logarithm of how often."""


def _different(texts: Iterable[str]) -> list[list[str]]:
    first: dict[str, list[str]] = {}
    for text in texts:
        words = words_of(text)
        if words:
            first.setdefault(duplicate_key("".join(words)), words)
    return list(first.values())


def _table(view: TermView | CompanyView) -> _Table:
    if isinstance(view, TermView):
        known = view.vectorizer_.vocabulary_
        rows = view.components_.T * view.vectorizer_.idf_[:, None]
        return _Table(view.terms, _by_place(known), rows, dampens=True)
    weighted = view.word_vectors_ * view.word_weights_[:, None]
    rows = weighted - np.outer(weighted @ view.common_, view.common_)
    return _Table("words", _by_place(view.vocabulary_), rows, dampens=False)


def _by_place(known: dict[str, int]) -> list[str]:
    return sorted(known, key=known.__getitem__)


def _write(out: IO[bytes], tables: Sequence[_Table], stop: frozenset[str]) -> None:
    heads: list[dict[str, Any]] = []
    body = bytearray()
    for table in tables:
        heads.append(_append(body, table))
    head = json.dumps({"stop": sorted(stop), "views": heads}, ensure_ascii=False).encode()
    out.write(MAGIC + len(head).to_bytes(8, "little") + head + body)


def _append(body: bytearray, table: _Table) -> dict[str, Any]:
    keys = [term.encode() for term in table.terms]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    starts = np.cumsum([0, *(len(keys[place]) for place in order)]).astype("<u4")
    scale = max(float(np.abs(table.rows).max(initial=0.0)), 1e-30)  # half floats end at 65,504
    rows = (table.rows[order] / scale).astype("<f2")
    at = []
    for part in (b"".join(keys[place] for place in order), starts.tobytes(), rows.tobytes()):
        at.append(len(body))
        body += part
    return {
        "name": table.name,
        "dimensions": int(table.rows.shape[1]),
        "count": len(keys),
        "dampens": table.dampens,
        "at": at,
    }
