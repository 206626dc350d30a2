"""The parts of a run put together: topics, assignments, counts, as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analytics.comments import Comments, Row
from analytics.describe import Wording, choose_quotes, label
from analytics.features import Matrix
from analytics.grouping import Grouping
from analytics.measures import coherence
from analytics.params import Params
from analytics.result import Assignment, LeftOut, Quote, Stability, Topic
from analytics.text.mask import mask

_ALSO_FROM = 0.25  # share from which a further topic is worth telling
_MOST_ALSO = 2
_LIGHTEST = 1e-6  # what rounding would make nothing is still a share


@dataclass(frozen=True)
class Findings:
    """What the stages found about the topics of a `Grouping`, each beside the topics."""

    words: Wording
    phrases: Wording
    places: Matrix
    separation: Matrix
    stability: Sequence[Stability | None]


def build_topics(
    comments: Comments, grouping: Grouping, findings: Findings, params: Params
) -> tuple[Topic, ...]:
    """One `Topic` each, the largest first."""
    members_of = rows_by_topic(comments, grouping)
    taken: set[str] = set()
    return tuple(
        _topic(
            number,
            members,
            taken,
            comments=comments,
            grouping=grouping,
            findings=findings,
            params=params,
        )
        for number, members in enumerate(members_of)
    )


def rows_by_topic(comments: Comments, grouping: Grouping) -> list[list[Row]]:
    """Rows of each topic, duplicates included, in the order of their ids."""
    topic_of = dict(zip(grouping.rows.tolist(), grouping.labels.tolist(), strict=True))
    members: list[list[Row]] = [[] for _ in grouping.totals]
    for index, row in enumerate(comments.rows):
        topic = topic_of.get(comments.same_as.get(index, index))
        if topic is not None:
            members[topic].append(row)
    return members


def _topic(
    number: int,
    rows: Sequence[Row],
    taken: set[str],
    *,
    comments: Comments,
    grouping: Grouping,
    findings: Findings,
    params: Params,
) -> Topic:
    words = findings.words.best(number, max(params.terms, 10))
    phrases = findings.phrases.best(number, max(params.terms, 30))
    times = sorted(row.created_at for row in rows if row.created_at)
    own = findings.separation[grouping.labels == number]
    return Topic(
        id=number,
        label=label(phrases, words, taken),
        terms=tuple(words[: params.terms]),
        phrases=tuple(phrases[: params.terms]),
        quotes=_quotes(number, comments, grouping, params),
        comments=len(rows),
        people=_people(rows) if comments.has_person else None,
        channels=_tally(row.channel for row in rows),
        groups=_tally(row.group for row in rows),
        first_at=times[0] if times else None,
        last_at=times[-1] if times else None,
        coherence=_rounded(coherence(findings.words, [term.text for term in words])),
        separation=round(float(own.mean()), 6),
        stability=findings.stability[number] if findings.stability else None,
        x=round(float(findings.places[number, 0]), 6),
        y=round(float(findings.places[number, 1]), 6),
    )


def _people(rows: Sequence[Row]) -> int:
    """Different people; a comment whose writer is not known counts as one person's."""
    known = {row.person for row in rows if row.person is not None}
    return len(known) + sum(row.person is None for row in rows)


def _tally(values: Iterable[str | None]) -> Mapping[str, int]:
    counts = Counter(value for value in values if value is not None)
    return dict(sorted(counts.items()))


def _quotes(
    number: int, comments: Comments, grouping: Grouping, params: Params
) -> tuple[Quote, ...]:
    members = np.flatnonzero(grouping.labels == number)
    lengths = np.array([len(comments.rows[row].text) for row in grouping.rows[members]])
    chosen = choose_quotes(
        grouping.vectors[members], grouping.centers[number], lengths, params.quotes
    )
    rows = [comments.rows[grouping.rows[members[place]]] for place in chosen]
    return tuple(Quote(row.id, mask(row.text[: params.max_chars])[0]) for row in rows)


def build_assignments(
    comments: Comments, grouping: Grouping, spots: Matrix
) -> tuple[Assignment, ...]:
    """Where each comment went; a repeated comment goes with the one it repeats."""
    place_of = {row: place for place, row in enumerate(grouping.rows.tolist())}
    shares, spots = np.round(grouping.shares, 6), np.round(spots, 6)
    assignments = []
    for index, row in enumerate(comments.rows):
        place = place_of.get(comments.same_as.get(index, index))
        if place is not None:
            topic = int(grouping.labels[place])
            x, y = spots[place].tolist()
            also = _also(shares[place], topic)
            assignments.append(
                Assignment(row.id, topic, max(float(shares[place, topic]), _LIGHTEST), x, y, also)
            )
    return tuple(assignments)


def _also(shares: Matrix, own: int) -> tuple[tuple[int, float], ...]:
    others = [topic for topic in np.flatnonzero(shares >= _ALSO_FROM).tolist() if topic != own]
    others.sort(key=lambda topic: (-shares[topic], topic))
    return tuple((topic, float(shares[topic])) for topic in others[:_MOST_ALSO])


def build_left_out(comments: Comments) -> tuple[LeftOut, ...]:
    """Comments in no topic, in the order of their ids, with the reason."""
    return tuple(
        LeftOut(comments.rows[index].id, comments.left_out[index])
        for index in sorted(comments.left_out)
    )


def overall(topics: Sequence[Topic], separation: Matrix) -> Mapping[str, float]:
    """Means over the whole: coherence and stability weigh a topic by its comments."""
    measures = {"separation": round(float(separation.mean()), 6)}
    coherent = [(t.coherence, t.comments) for t in topics if t.coherence is not None]
    if coherent:
        measures["coherence"] = _weighted(coherent)
    stable = [(t.stability.mean, t.comments) for t in topics if t.stability is not None]
    if stable:
        measures["stability"] = _weighted(stable)
    return measures


def _weighted(pairs: Sequence[tuple[float, int]]) -> float:
    total = sum(weight for _, weight in pairs)
    return round(sum(value * weight for value, weight in pairs) / total, 6)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
