"""Counters that are always what they count.

Votes and comments move a counter of their idea, reactions one of their comment. They change their
row first, then the counter, in one order for everybody, and check the rules last: by then every
wait for another voter is over, so the clock, the phases and the idea are read as they are when the
change becomes real. Whoever catches `Refused` rolls back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.core import audit
from app.core.actors import Actor
from app.core.db import db, inserting
from app.core.refusals import require
from app.develop import queries, rules
from app.develop.models import Allowance, Challenge, Comment, Idea
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


def make_due(thread_ids: Sequence[int]) -> None:
    """The threads' place in the order of a discussion is worked out anew."""
    due = sa.update(Comment).where(Comment.id.in_(thread_ids)).values(is_due=True)
    db.session.execute(due.execution_options(synchronize_session=False))


def require_as_it_is_now(actor: Actor, idea: Idea, act: Act) -> None:
    """For what is written on an idea; votes ask their own rules of `queries.idea_as_it_is`."""
    now = queries.reread(idea)
    require(rules.can_comment(actor, now), rules.why_not_on(actor, now, act))


def recount(*, fix: bool) -> list[queries.Difference | queries.AllowanceDifference]:
    """Compare every counter with what it counts, and what voters have used with their votes.

    Returns the differences found: expected, none. `fix` sets them right, one row after the other,
    each with an audit entry.
    """
    counters, allowances = queries.counter_differences(), queries.allowance_differences()
    if fix:
        for difference in counters:
            _set_right(difference)
        for used in allowances:
            _set_allowance_right(used)
    return [*counters, *allowances]


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


def _set_allowance_right(difference: queries.AllowanceDifference) -> None:
    # The row is there and locked before anything is counted, as above
    key = {"challenge_id": difference.challenge_id, "person_id": difference.person_id}
    made = inserting(Allowance).values(key | {"used": 0}).on_conflict_do_nothing()
    db.session.execute(made)
    mine = sa.select(Allowance).filter_by(**key).with_for_update()
    row = db.session.scalars(mine.execution_options(populate_existing=True)).one()
    before = row.used
    row.used = queries.taken_by(difference.challenge_id, difference.person_id)
    db.session.flush()
    audit.record(
        None, "allowance.recount", db.session.get_one(Challenge, difference.challenge_id),
        before={"person_id": difference.person_id, "used": before},
        after={"person_id": difference.person_id, "used": row.used},
    )  # fmt: skip
