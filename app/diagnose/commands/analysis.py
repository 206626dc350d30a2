"""Verbs of analysis: start and cancel a run, store what it found, name and mark topics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa

from app.core import audit, jobs
from app.core.access import refuse
from app.core.actors import Actor
from app.core.db import db
from app.diagnose.analysis import Found, code_version
from app.diagnose.models import AnalysisRun, RunItem, Topic, TopicAssignment
from app.diagnose.rules.analysis import can_cancel_run, can_curate_topic, can_start_run
from app.diagnose.selection import Selection

JOB = "analysis"
CHUNK = 5_000


def start_run(
    actor: Actor, *, title: str, selection: Selection, topics: int | None, seed: int
) -> AnalysisRun:
    """Add the run and its job. `topics` None: their number is found from the data."""
    if not can_start_run(actor):
        refuse(actor)
    job = jobs.enqueue(JOB, actor)
    run = AnalysisRun(
        title=title,
        selection=selection.to_json(),
        params={"topics": topics},
        seed=seed,
        code_version=code_version(),
        created_by_id=cast(int, actor.actor_id),
        job_id=job.id,
    )
    db.session.add(run)
    db.session.flush()
    job.args = {"run_id": run.id}
    after = {"selection": run.selection, "params": run.params, "seed": seed}
    audit.record(actor, "run.start", run, after=after)
    return run


def cancel_run(actor: Actor, run: AnalysisRun) -> bool:
    """Ask the run's job to stop. False: it was over already."""
    if not can_cancel_run(actor, run):
        refuse(actor)
    asked = jobs.request_cancel(run.job)
    if asked:
        audit.record(actor, "run.cancel", run)
    return asked


def store_findings(run: AnalysisRun, found: Found) -> None:
    """Write all that a run found. Called once, by its job, in the transaction that ends it."""
    for name, value in found.run.items():
        setattr(run, name, value)
    topics = [Topic(run_id=run.id, **values) for values in found.topics]
    db.session.add_all(topics)
    db.session.flush()
    ids = {topic.number: topic.id for topic in topics}
    _insert(RunItem, ({"run_id": run.id, **item} for item in found.items))
    _insert(TopicAssignment, (_in_topic(a, ids) for a in found.assignments))


def rename_topic(actor: Actor, topic: Topic, name: str) -> None:
    """An empty name gives the engine's label back."""
    if not can_curate_topic(actor, topic):
        refuse(actor)
    before, topic.name = topic.name, name or None
    audit.record(actor, "topic.rename", topic, before={"name": before}, after={"name": topic.name})


def mark_noise(actor: Actor, topic: Topic, reason: str) -> None:
    """Noise stays in the run, at the end of its list, and can be made no issue of."""
    _set_noise(actor, topic, True, reason)


def unmark_noise(actor: Actor, topic: Topic, reason: str) -> None:
    _set_noise(actor, topic, False, reason)


def _set_noise(actor: Actor, topic: Topic, is_noise: bool, reason: str) -> None:
    if not can_curate_topic(actor, topic):
        refuse(actor)
    before, topic.is_noise = topic.is_noise, is_noise
    audit.record(
        actor,
        "topic.mark_noise" if is_noise else "topic.unmark_noise",
        topic,
        before={"is_noise": before},
        after={"is_noise": is_noise},
        reason=reason,
    )


def _in_topic(assignment: Mapping[str, Any], ids: Mapping[int, int]) -> dict[str, Any]:
    kept = {key: value for key, value in assignment.items() if key != "number"}
    return {"topic_id": ids[assignment["number"]], **kept}


def _insert(model: Any, rows: Iterator[dict[str, Any]]) -> None:
    for chunk in _chunks(list(rows)):
        db.session.execute(sa.insert(model), chunk)


def _chunks(rows: Sequence[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
