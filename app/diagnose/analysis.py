"""The only file of Diagnose that talks to the engine: submissions in, rows to store out.

The engine and pandas are imported inside functions: web processes load this module too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.core.jobs import JobError

if TYPE_CHECKING:
    import pandas as pd

    from analytics import RunResult

COLUMNS = ("id", "text", "person", "created_at", "channel", "group")
FEWEST_TOPICS, MOST_TOPICS = 2, 500
LIGHTEST = 0.000_001
"""The engine rounds to 6 places, and the database holds no weight of nothing."""


@dataclass(frozen=True)
class Found:
    """What a run stores: values of its own row, and of the rows of each table.

    `assignments` name their topic by its number: its id is not known before it is stored.
    """

    run: dict[str, Any]
    topics: list[dict[str, Any]]
    items: list[dict[str, Any]]
    assignments: list[dict[str, Any]]


def code_version() -> str:
    """Which engine a run that starts now is made by."""
    import analytics

    return f"analytics {analytics.__version__}"


def analyse(
    rows: Sequence[Any],
    params: Mapping[str, Any],
    seed: int,
    progress: Callable[[float, str], None],
) -> Found:
    """Run the engine over rows of (id, text, person, created_at, channel, group).

    Raises `JobError` with the engine's code where the data or the parameters cannot be used.
    """
    import analytics

    try:
        wanted = analytics.Params.from_dict({**params, "seed": seed})
        result = analytics.run(to_frame(rows), wanted, progress)
    except analytics.InputError as error:
        raise JobError(error.code, str(error)) from error
    return to_rows(result, {row.id: row.person for row in rows})


def to_frame(rows: Sequence[Any]) -> pd.DataFrame:
    """One row a submission, in the columns that the engine knows."""
    import pandas as pd

    columns = {name: [getattr(row, name) for row in rows] for name in COLUMNS}
    return pd.DataFrame(columns, columns=list(COLUMNS))


def to_rows(result: RunResult, people: Mapping[int, str]) -> Found:
    """`people`: submission id → who wrote it."""
    return Found(
        run=_run_values(result, people),
        topics=[_topic_values(topic) for topic in result.topics],
        items=_items(result),
        assignments=_assignments(result),
    )


def _run_values(result: RunResult, people: Mapping[int, str]) -> dict[str, Any]:
    return {
        "code_version": code_version(),
        "data_hash": result.data_hash,
        "submissions_count": result.counts["received"],
        "people_count": len(set(people.values())),
        "left_out_count": len(result.left_out),
        "duplicates_count": sum(len(group.merged) for group in result.duplicates),
        "masked": dict(result.masked),
        "measures": {
            **result.measures,
            "truncated": result.counts["truncated"],
            "tried": [list(pair) for pair in result.topic_counts_tried],
            "params": result.params.to_dict(),
            "versions": dict(result.versions),
            "timings": dict(result.timings),
        },
    }


def _topic_values(topic: Any) -> dict[str, Any]:
    return {
        "number": topic.id,
        "label": topic.label[:200],
        "terms": [_term(term) for term in topic.terms],
        "representatives": [quote.id for quote in topic.quotes],
        "comments_count": topic.comments,
        "people_count": topic.people,
        "coherence": topic.coherence,
        "stability": topic.stability.mean if topic.stability else None,
        "x": topic.x,
        "y": topic.y,
    }


def _term(term: Any) -> dict[str, Any]:
    return {"term": term.text, "score": term.score, "count": term.comments}


def _items(result: RunResult) -> list[dict[str, Any]]:
    merged = {ident: group.kept for group in result.duplicates for ident in group.merged}
    placed = [_item(a.id, merged, x=a.x, y=a.y) for a in result.assignments]
    return placed + [_item(out.id, merged, left_out=out.reason) for out in result.left_out]


def _item(
    ident: Any,
    merged: Mapping[Any, Any],
    *,
    x: float | None = None,
    y: float | None = None,
    left_out: str | None = None,
) -> dict[str, Any]:
    return {
        "submission_id": ident,
        "x": x,
        "y": y,
        "left_out": left_out,
        "duplicate_of_id": merged.get(ident),
    }


def _assignments(result: RunResult) -> list[dict[str, Any]]:
    return [
        {"number": a.topic, "submission_id": a.id, "weight": min(max(a.weight, LIGHTEST), 1.0)}
        for a in result.assignments
    ]
