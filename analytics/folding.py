"""Texts as vectors by tables that were learnt before, in plain Python.

`analytics.vectors.learn` writes the tables into one file. Each view of `CommentVectors` is a
weighted sum of its terms' vectors: a new text is folded in by looking its terms up. The file is
mapped, not read, so that a web process holds the pages it looked at and no scikit-learn.
"""

from __future__ import annotations

import json
import math
import mmap
import random
import struct
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from operator import add, mul, sub
from pathlib import Path
from typing import Any

from analytics.vocabulary import pairs, parts, phrase_words, speaking_words, words_of

MAGIC = b"ruamkid words 1\n"
SIGN_BITS = 512
_HEAD = struct.Struct("<Q")
_START = struct.Struct("<I")

TermsOf = Callable[[Sequence[str], frozenset[str]], list[str]]
TERMS: dict[str, TermsOf] = {
    "phrases": lambda words, stop: (
        speaking_words(words, stop) + pairs(phrase_words(words, stop), stop)
    ),
    "syllables": lambda words, stop: parts(speaking_words(words, stop)),
    "words": lambda words, stop: list(words),
}
"""By a view's name: what it looks up of the words of a text. "words" knows no stop words itself:
those that it skips have no vector."""


class WordTables:
    """The tables of one training. `vector` gives a text's place, of length 1.

    Raises `OSError` where the file is not there, `ValueError` where it is something else.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._data[: len(MAGIC)] != MAGIC:
            raise ValueError(f"{path.name} holds no word vectors")
        begin = len(MAGIC) + _HEAD.size
        (length,) = _HEAD.unpack_from(self._data, len(MAGIC))
        head: dict[str, Any] = json.loads(self._data[begin : begin + length])
        self.dimensions: int = sum(view["dimensions"] for view in head["views"])
        self.stop = frozenset(head["stop"])
        self._views = [_View(self._data, begin + length, view) for view in head["views"]]

    def vector(self, text: str) -> array[float] | None:
        """None where no word of the text is known."""
        words = words_of(text)
        whole: list[float] = []
        for view in self._views:
            whole += _unit(view.sum_of(TERMS[view.name](words, self.stop)))
        return array("f", _unit(whole)) if any(whole) else None


class _View:
    """One sorted list of terms, where each one starts, and a row of half floats a term."""

    def __init__(self, data: mmap.mmap, begin: int, head: dict[str, Any]) -> None:
        self.name: str = head["name"]
        self._data = data
        self._dimensions: int = head["dimensions"]
        self._count: int = head["count"]
        self._dampens: bool = head["dampens"]
        self._keys, self._starts, self._rows = (begin + at for at in head["at"])
        self._row = struct.Struct(f"<{self._dimensions}e")

    def sum_of(self, terms: list[str]) -> list[float]:
        total = [0.0] * self._dimensions
        for term, times in Counter(terms).items():
            place = self._find(term.encode())
            if place is not None:
                weight = 1 + math.log(times) if self._dampens else times
                row = self._row.unpack_from(self._data, self._rows + place * self._row.size)
                total = [old + weight * new for old, new in zip(total, row, strict=True)]
        return total

    def _find(self, term: bytes) -> int | None:
        place = bisect_left(range(self._count), term, key=self._key)
        return place if place < self._count and self._key(place) == term else None

    def _key(self, place: int) -> bytes:
        at = self._starts + place * _START.size
        (start,), (end,) = (
            _START.unpack_from(self._data, at),
            _START.unpack_from(self._data, at + _START.size),
        )
        return self._data[self._keys + start : self._keys + end]


def likeness(one: Sequence[float], other: Sequence[float]) -> float:
    """Cosine of two vectors of length 1."""
    return float(sum(map(mul, one, other)))


def signs(vector: Sequence[float]) -> int:
    """On which side of 512 planes the vector lies, a bit each.

    Vectors at a small angle differ in few bits (Charikar 2002, Similarity estimation techniques
    from rounding algorithms): comparing two such numbers takes a tenth of a microsecond. The planes
    are those of two fast Hadamard transforms with random signs before each (Ailon and Chazelle
    2009, The fast Johnson-Lindenstrauss transform).
    """
    if len(vector) > SIGN_BITS:
        raise ValueError(f"a vector of at most {SIGN_BITS} dimensions is wanted")
    values = [*vector, *(0.0 for _ in range(SIGN_BITS - len(vector)))]
    for flips in _FLIPS:
        values = _hadamard(list(map(mul, values, flips)))
    return int("".join("1" if value > 0 else "0" for value in values), 2)


def _hadamard(values: list[float]) -> list[float]:
    for _ in range(len(values).bit_length() - 1):
        even, odd = values[::2], values[1::2]
        values = [*map(add, even, odd), *map(sub, even, odd)]
    return values


def _unit(values: list[float]) -> list[float]:
    length = math.sqrt(math.fsum(value * value for value in values))
    return [value / length for value in values] if length else values


# Always the same: stored signs must mean the same planes
_random = random.Random(2561)
_FLIPS = [[_random.getrandbits(1) * 2.0 - 1.0 for _ in range(SIGN_BITS)] for _ in range(2)]
