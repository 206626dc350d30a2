"""Posts as decisions change them, one or a thousand at once.

A flood is decided in a handful of statements. Rows are locked in the order of their ids before
they change: two moderators at once never wait for each other in a circle, and the second one finds
nothing left to do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from app.core.db import db
from app.develop.commands.counters import make_due
from app.develop.models import (
    POST_KEY,
    POSTS,
    Action,
    Comment,
    Decision,
    HouseRule,
    Idea,
    Report,
)
from app.develop.queries.cases import is_reported, still_there

AT_ONCE = 500
Scope = Mapping[type[Any], sa.ColumnElement[bool]]
"""Which ideas and which comments."""

STATE = ("hidden_at", "hidden_by_id", "hidden_reason", "held_at", "held_for")
NOTHING: dict[str, Any] = dict.fromkeys(STATE)


@dataclass(frozen=True)
class Reason:
    """Why: a published rule where one was broken, and the moderator's own words."""

    note: str
    rule: HouseRule | None = None


@dataclass(frozen=True)
class Batch:
    """What is decided at once: who does what, why, and when."""

    actor_id: int
    action: Action
    reason: Reason
    at: datetime
    key: str = field(default_factory=lambda: uuid4().hex)


@dataclass(frozen=True)
class Decided:
    """A post with its state before, and whom it concerns."""

    model: type[Any]
    id: int
    author_id: int
    idea_id: int
    parent_id: int | None
    before: dict[str, Any]


def applies(action: Action, model: Any) -> sa.ColumnElement[bool]:
    """To which posts an action can still be done."""
    shown = model.hidden_at.is_(None) & model.held_at.is_(None)
    conditions: dict[Action, sa.ColumnElement[bool]] = {
        Action.HIDE: still_there(model),
        Action.RESTORE: model.hidden_at.is_not(None),
        Action.RELEASE: model.hidden_at.is_(None) & model.held_at.is_not(None),
        Action.DISMISS: shown & is_reported(model),
    }
    return conditions[action]


def change_posts(scope: Scope, action: Action, values: Mapping[str, Any] | None) -> list[Decided]:
    """Change the posts that the action still applies to, and the counters with them."""
    changed = []
    for model in POSTS:
        if model in scope:
            rows = _locked(model, scope[model] & applies(action, model))
            if values is not None:
                _set(model, {row.id: dict(values) for row in rows}, rows)
            changed += rows
    return changed


Left = tuple[Action, datetime, dict[str, Any]]
"""How a decision left a post: what was done and when, and its state before."""


def put_back(model: type[Any], states: Mapping[int, Left]) -> int:
    """Give posts the state they had before a decision, where they still are as it left them."""
    back: dict[int, dict[str, Any]] = {}
    rows = []
    for some in parts(sorted(states)):
        for row in _locked(model, model.id.in_(some)):
            action, decided_at, before = states[row.id]
            if action is not Action.DISMISS and _as_left(row.before, action, decided_at):
                back[row.id] = before
                rows.append(row)
    _set(model, back, rows)
    return len(back)


def _as_left(state: Mapping[str, Any], action: Action, decided_at: datetime) -> bool:
    left_at = decided_at if action is Action.HIDE else None
    return state["hidden_at"] == left_at and state["held_at"] is None


def parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def _locked(model: Any, where: sa.ColumnElement[bool]) -> list[Decided]:
    columns = [model.id, model.author_id, *(getattr(model, name) for name in STATE)]
    columns += [model.idea_id, model.parent_id] if model is Comment else []
    query = sa.select(*columns).where(where).order_by(model.id).with_for_update(of=model)
    return [_decided(model, row._mapping) for row in db.session.execute(query)]


def _decided(model: Any, row: Mapping[Any, Any]) -> Decided:
    return Decided(
        model, row["id"], row["author_id"], row.get("idea_id", row["id"]), row.get("parent_id"),
        {name: row[name] for name in STATE},
    )  # fmt: skip


def _set(model: Any, states: Mapping[int, Mapping[str, Any]], rows: Iterable[Decided]) -> None:
    """Write each post's new state, and move the counters of the ideas under which they stand."""
    if not states:
        return
    change = sa.update(model).where(model.id == sa.bindparam("of_id")).values(
        {name: sa.bindparam(f"new_{name}") for name in STATE}
    )  # fmt: skip
    db.session.connection().execute(
        change,
        [
            {"of_id": ident} | {f"new_{name}": state.get(name) for name in STATE}
            for ident, state in states.items()
        ],
    )
    if model is Comment:
        _count_comments(states, [row for row in rows if row.id in states])
    db.session.expire_all()


def _count_comments(states: Mapping[int, Mapping[str, Any]], rows: Sequence[Decided]) -> None:
    withdrawn = _withdrawn([row.id for row in rows])
    moved: Counter[int] = Counter()
    for row in rows:
        if row.id not in withdrawn:
            moved[row.idea_id] += _is_shown(states[row.id]) - _is_shown(row.before)
    change = sa.update(Idea).where(Idea.id == sa.bindparam("of_id")).values(
        comments_count=Idea.comments_count + sa.bindparam("moved")
    )  # fmt: skip
    by_id = [{"of_id": key, "moved": n} for key, n in sorted(moved.items()) if n]
    if by_id:
        db.session.connection().execute(change, by_id)
    for some in parts(sorted({row.parent_id or row.id for row in rows})):
        make_due(some)


def _withdrawn(ids: Sequence[int]) -> set[int]:
    """What its author has taken back counts nowhere, whatever is decided on it."""
    found: set[int] = set()
    for some in parts(ids):
        gone = sa.select(Comment.id).where(Comment.id.in_(some), Comment.withdrawn_at.is_not(None))
        found |= set(db.session.scalars(gone))
    return found


def _is_shown(state: Mapping[str, Any]) -> int:
    return int(state.get("hidden_at") is None and state.get("held_at") is None)


@dataclass(frozen=True)
class Settled:
    """Who reported, and since when the earliest report of each post waited."""

    reporters: frozenset[int]
    since: Mapping[tuple[type[Any], int], datetime]


def settle_reports(decided: Sequence[Decided], at: datetime) -> Settled:
    """Close the open reports of the posts; their time is the decision's own."""
    reporters: set[int] = set()
    since: dict[tuple[type[Any], int], datetime] = {}
    for model in POSTS:
        key = getattr(Report, POST_KEY[model])
        for some in parts([row.id for row in decided if row.model is model]):
            closed = (
                sa.update(Report)
                .where(key.in_(some), Report.settled_at.is_(None))
                .values(settled_at=at)
                .returning(key, Report.reporter_id, Report.created_at)
                .execution_options(synchronize_session=False)
            )
            for post_id, reporter_id, reported_at in db.session.execute(closed):
                reporters.add(reporter_id)
                known = since.get((model, post_id), reported_at)
                since[model, post_id] = min(known, reported_at)
    return Settled(frozenset(reporters), since)


def write_down(batch: Batch, decided: Sequence[Decided], settled: Settled) -> None:
    """A row a post: what was decided, and what undoing it puts back."""
    rows = [
        {
            "action": batch.action, "rule": batch.reason.rule, "note": batch.reason.note,
            "decided_by_id": batch.actor_id, "decided_at": batch.at, "batch": batch.key,
            "person_id": row.author_id,
            "idea_id": row.id if row.model is Idea else None,
            "comment_id": row.id if row.model is Comment else None,
            "before": to_json(row.before), "waited_seconds": _waited(row, settled, batch.at),
        }
        for row in decided
    ]  # fmt: skip
    if rows:
        db.session.execute(sa.insert(Decision), rows)


def _waited(row: Decided, settled: Settled, at: datetime) -> int | None:
    moments = [settled.since.get((row.model, row.id)), row.before["held_at"]]
    known = [moment for moment in moments if moment is not None]
    return int((at - min(known)).total_seconds()) if known else None


def to_json(state: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in state.items()
    }


def from_json(state: Mapping[str, Any] | None) -> dict[str, Any]:
    """A post's state as a decision remembers it."""
    kept = NOTHING | dict(state or {})
    return kept | {
        name: datetime.fromisoformat(kept[name])
        for name in ("hidden_at", "held_at")
        if kept[name] is not None
    }
