"""Results on the disk: tables for a spreadsheet, JSON for a program, a page for a reader."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from analytics.errors import InputError
from analytics.report import build_report
from analytics.result import RunResult

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_all(result: RunResult, folder: Path, *, lang: str, title: str) -> list[Path]:
    """Write ``assignments.csv``, ``topics.csv``, ``result.json`` and ``report.html``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths = [
            folder / name
            for name in ("assignments.csv", "topics.csv", "result.json", "report.html")
        ]
        _write_csv(paths[0], ("id", "topic", "weight"), _assignment_rows(result))
        # The mark in front makes Excel read Thai; the assignments are for programs.
        _write_csv(paths[1], _TOPIC_COLUMNS, _topic_rows(result), encoding="utf-8-sig")
        paths[2].write_text(result.to_json() + "\n", encoding="utf-8")
        paths[3].write_text(build_report(result, lang=lang, title=title), encoding="utf-8")
    except OSError as error:
        raise InputError("bad_out", path=folder, reason=error.strerror) from error
    return paths


def safe_cell(value: object) -> object:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def _write_csv(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    encoding: str = "utf-8",
) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([safe_cell(value) for value in row] for row in rows)


def _assignment_rows(result: RunResult) -> Iterable[Sequence[object]]:
    return ((a.id, a.topic, a.weight) for a in result.assignments)


_TOPIC_COLUMNS = (
    "topic",
    "label",
    "comments",
    "people",
    "terms",
    "phrases",
    "quote_ids",
    "coherence",
    "separation",
    "stability",
    "x",
    "y",
)


def _topic_rows(result: RunResult) -> Iterable[Sequence[object]]:
    for topic in result.topics:
        yield (
            topic.id,
            topic.label,
            topic.comments,
            topic.people,
            " | ".join(term.text for term in topic.terms),
            " | ".join(term.text for term in topic.phrases),
            " | ".join(str(quote.id) for quote in topic.quotes),
            topic.coherence,
            topic.separation,
            topic.stability.mean if topic.stability else None,
            topic.x,
            topic.y,
        )
