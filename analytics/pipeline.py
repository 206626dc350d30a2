"""The run: from a frame to a `RunResult`, one stage after the other."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version

import pandas as pd
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

import analytics
from analytics.assemble import (
    Findings,
    build_assignments,
    build_left_out,
    build_topics,
    overall,
)
from analytics.comments import Comments, data_hash, read_comments
from analytics.describe import phrase_terms, word_terms
from analytics.features import CommentVectors, Matrix
from analytics.grouping import Grouping, group
from analytics.layout import place_comments, place_topics
from analytics.measures import separation, stability
from analytics.params import Params
from analytics.progress import Callback, Progress, Stage
from analytics.result import RunResult, Stability, Topic
from analytics.text.tokens import use_fast_cutter
from analytics.vocabulary import plain_words, stop_words

_PACKAGES = ("numpy", "scipy", "scikit-learn", "pandas", "pythainlp", "nlpo3")


def run(
    frame: pd.DataFrame, params: Params | None = None, progress: Callback | None = None
) -> RunResult:
    """Find the topics in ``frame``.

    ``frame`` has the columns ``id`` and ``text``, and may have ``person``, ``created_at``,
    ``channel`` and ``group``; it is not changed, and the order of its rows does not matter.
    ``progress(fraction, stage)`` is called often, with the values of `Stage`; what it raises
    ends the run and reaches the caller. Raises `InputError` for data that cannot be analysed.

    Works in this process, on one thread: equal bytes whatever the number of cores.
    """
    use_fast_cutter()
    with threadpool_limits(limits=1):
        return _Run(params or Params(), Progress(progress)).result(frame)


class _Run:
    """One run: the parameters and the stop words that all stages need, and the clock."""

    def __init__(self, params: Params, progress: Progress) -> None:
        self.params = params
        self.progress = progress
        self.stop = stop_words(params.extra_stop_words)
        self.timings: dict[str, float] = {}

    def result(self, frame: pd.DataFrame) -> RunResult:
        with self._timed("read"):
            comments = read_comments(frame, self.params, self.progress)
        with self._timed(Stage.FEATURES):
            vectors, widths = self._vectors(comments)
        with self._timed(Stage.CLUSTER):
            grouping = group(comments, vectors, widths, self.params, self.progress)
        findings, spots = self._findings(comments, grouping)
        topics = build_topics(comments, grouping, findings, self.params)
        self.progress.at(Stage.MEASURE, 1.0)
        return self._collect(comments, grouping, topics, spots, findings)

    def _vectors(self, comments: Comments) -> tuple[Matrix, tuple[int, ...]]:
        self.progress.at(Stage.FEATURES)
        documents = [plain_words(tokens) for tokens in comments.tokens]
        model = CommentVectors(self.stop, self.params.seed)
        vectors = model.fit_transform(
            documents, on_step=lambda done: self.progress.at(Stage.FEATURES, done)
        )
        return vectors, model.widths_

    def _findings(self, comments: Comments, grouping: Grouping) -> tuple[Findings, Matrix]:
        with self._timed(Stage.DESCRIBE):
            tokens = [comments.tokens[place] for place in grouping.places.tolist()]
            self.progress.at(Stage.DESCRIBE)
            words = word_terms(tokens, grouping.labels, self.stop)
            self.progress.at(Stage.DESCRIBE, 0.4)
            phrases = phrase_terms(tokens, grouping.labels, self.stop)
        with self._timed(Stage.MAP):
            self.progress.at(Stage.MAP)
            places, radii = place_topics(grouping.centers, grouping.totals)
            spots = place_comments(
                grouping.vectors, grouping.labels, grouping.shares, places, radii
            )
        with self._timed(Stage.MEASURE):
            self.progress.at(Stage.MEASURE)
            apart = separation(grouping.similarity, grouping.labels)
            steady = self._stability(grouping)
        return Findings(words, phrases, places, apart, steady), spots

    def _stability(self, grouping: Grouping) -> list[Stability | None]:
        if not self.params.stability_runs:
            return []
        return stability(
            grouping.vectors,
            grouping.labels,
            self.params.stability_runs,
            self.params.seed,
            on_step=lambda done: self.progress.at(Stage.MEASURE, 0.9 * done),
        )

    def _collect(
        self,
        comments: Comments,
        grouping: Grouping,
        topics: tuple[Topic, ...],
        spots: Matrix,
        findings: Findings,
    ) -> RunResult:
        assignments = build_assignments(comments, grouping, spots)
        left_out = build_left_out(comments)
        return RunResult(
            topics=topics,
            assignments=assignments,
            left_out=left_out,
            duplicates=comments.duplicates(),
            masked=dict(sorted(comments.masked.items())),
            counts={
                "received": len(comments.rows),
                "different": len(comments.rows) - len(comments.same_as),
                "assigned": len(assignments),
                "left_out": len(left_out),
                "duplicates": len(comments.same_as),
                "truncated": comments.truncated,
                "topics": len(topics),
            },
            measures=overall(topics, findings.separation),
            topic_counts_tried=grouping.tried,
            data_hash=data_hash(comments.rows),
            params=self.params,
            versions=versions(),
            timings=self.timings,
        )

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        begin = time.perf_counter()
        yield
        self.timings[str(stage)] = round(time.perf_counter() - begin, 3)


def versions() -> Mapping[str, str]:
    """Versions of all that the bytes of a result depend on."""
    found = {"analytics": analytics.__version__}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found
