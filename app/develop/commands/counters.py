"""Counters that are always what they count.

Votes and comments move a counter of their idea, reactions one of their comment. They change their
row first, then the counter, in one order for everybody, and check the rules last: by then every
wait for another voter is over, so the clock, the phases and the idea are read as they are when the
change becomes real. Whoever catches `Refused` rolls back.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.core import audit
from app.core.actors import Actor
from app.core.db import db
from app.core.refusals import require
from app.develop import queries, rules
from app.develop.models import Comment, Idea
from app.develop.refusals import Why
from app.develop.rules import Act


def count(counter: InstrumentedAttribute[int], idea_id: int, change: int) -> int:
    """Move an idea's counter by `change` in the database itself, and return what it is then."""
    if not change:
        return db.session.scalars(sa.select(counter).where(Idea.id == idea_id)).one()
    moved = (
        sa.update(Idea)
        .where(Idea.id == idea_id)
        .values({counter: counter + change})
        .returning(counter)
        .execution_options(synchronize_session=False)
    )
    return db.session.scalars(moved).one()


def change_shown(comment: Comment, still: sa.ColumnElement[bool], **values: Any) -> None:
    """Hide, hold, withdraw a comment or bring it back: its idea's counter follows what is shown.

    Raises `Refused` where it is not `still` so, as somebody else was quicker.
    """
    found = sa.select(Comment).where(Comment.id == comment.id, still)
    locked = found.with_for_update(of=Comment).execution_options(populate_existing=True)
    row = db.session.scalars(locked).one_or_none()
    require(row is not None, Why.NOTHING_TO_DO)
    assert row is not None  # noqa: S101  for the type checker
    before = row.is_shown
    for name, value in (values | {"is_due": True}).items():
        setattr(row, name, value)
    db.session.flush()
    count(Idea.comments_count, row.idea_id, int(row.is_shown) - int(before))


def require_as_it_is_now(actor: Actor, idea: Idea, act: Act) -> None:
    now = queries.reread(idea)
    may = rules.can_vote(actor, now) if act is Act.VOTE else rules.can_comment(actor, now)
    require(may, rules.why_not_on(actor, now, act))


def recount(*, fix: bool) -> list[queries.Difference]:
    """Compare every counter with what it counts. Returns the differences found: expected, none.

    `fix` sets the counters right, one idea after the other, each with an audit entry.
    """
    found = queries.counter_differences()
    if fix:
        for difference in found:
            _set_right(difference)
    return found


def _set_right(difference: queries.Difference) -> None:
    # The row is locked before anything is counted: a vote on its way has either moved the counter
    # already and is counted here, or will move it after this.
    model = queries.COUNTERS[difference.kind].model
    row = db.session.scalars(
        sa.select(model).where(model.id == difference.id).with_for_update(of=model)
        .execution_options(populate_existing=True)
    ).one()  # fmt: skip
    before = {difference.counter: getattr(row, difference.counter)}
    after = {difference.counter: queries.counted(difference.kind, difference.counter, row.id)}
    db.session.execute(sa.update(model).where(model.id == row.id).values(after))
    audit.record(None, f"{difference.kind}.recount", row, before=before, after=after)
