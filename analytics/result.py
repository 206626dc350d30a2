"""What a run returns: one frozen object, plain values all the way down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from analytics.params import Params

Id = int | str


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase that tells a topic apart; ``score`` is its class-based tf-idf."""

    text: str
    score: float
    comments: int
    """Comments of the topic that hold it (duplicates merged)."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A comment exactly as written, except that personal data reads [phone], [id] and so on."""

    id: Id
    text: str


@dataclass(frozen=True, slots=True)
class Stability:
    """How well a topic comes back when the run is repeated on 80% of the comments.

    Best Jaccard overlap, 0 to 1 (Hennig 2007, Cluster-wise assessment of cluster stability):
    under .5 dissolves, over .75 is steady. ``low`` and ``high`` are the 10th and 90th
    percentile over the repetitions.
    """

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Topic:
    """One group of comments. Topics are numbered from 0, the one with most comments first."""

    id: int
    label: str
    """A few words out of the comments, as a first name for the topic."""
    terms: tuple[Term, ...]
    phrases: tuple[Term, ...]
    """As ``terms``, of two words and more; each occurs in the comments as it stands."""
    quotes: tuple[Quote, ...]
    """Representative comments that differ from one another, the most typical first."""
    comments: int
    """Comments in it, duplicates counted each."""
    people: int | None
    """Different people who wrote them; None where the frame has no ``person``."""
    channels: Mapping[str, int]
    groups: Mapping[str, int]
    first_at: str | None
    last_at: str | None
    """ISO times of the earliest and latest comment; None where ``created_at`` is not known."""
    coherence: float | None
    """NPMI of its ten first words over the comments, -1 to 1 (Bouma 2009); None under 2 words."""
    separation: float
    """Mean simplified silhouette of its comments, -1 to 1: near 0 sits between topics."""
    stability: Stability | None
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where a comment went. Every comment that is not left out has exactly one."""

    id: Id
    topic: int
    weight: float
    """Share of the comment that belongs to the topic, 0 to 1."""
    x: float
    y: float
    """Its place on the map, in the same units as the topics' (about -1 to 1)."""
    also: tuple[tuple[int, float], ...] = ()
    """Further topics it touches, as (topic, weight), strongest first."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A comment in no topic, and why: ``empty``, ``no_words`` or ``no_fit``."""

    id: Id
    reason: str


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Comments that say the same but for spaces, signs, letter case and polite particles."""

    kept: Id
    merged: tuple[Id, ...]


@dataclass(frozen=True)
class RunResult:
    """All that a run found out, with what is needed to repeat it.

    Floats are rounded to 6 places. Comments are in the order of their ids.
    """

    topics: tuple[Topic, ...]
    assignments: tuple[Assignment, ...]
    left_out: tuple[LeftOut, ...]
    duplicates: tuple[Duplicates, ...]
    masked: Mapping[str, int]
    """Kind of personal data → how often it was masked (id, email, line, phone, plate)."""
    counts: Mapping[str, int]
    """received, different (after merging), assigned, left_out, duplicates, truncated, topics."""
    measures: Mapping[str, float]
    """Of the whole: coherence, separation and, where asked for, stability (means by comment)."""
    topic_counts_tried: tuple[tuple[int, float], ...]
    """(number of topics, score) that were compared; empty when the number was given."""
    data_hash: str
    """SHA-256 of the rows that went in, whatever their order."""
    params: Params
    versions: Mapping[str, str]
    timings: Mapping[str, float]
    """Seconds a stage; never part of `to_json` unless asked for."""

    def to_dict(self, *, timings: bool = False) -> dict[str, Any]:
        """Plain dictionaries and lists, in the fields' order."""
        values = asdict(self)
        values["params"] = self.params.to_dict()
        if not timings:
            del values["timings"]
        return values

    def to_json(self, *, timings: bool = False) -> str:
        """JSON: equal bytes for equal data, parameters, seed and versions."""
        values = self.to_dict(timings=timings)
        return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
