"""Counters that are always what they count.

Votes and comments move a counter of their idea. They change their row first, then the counter, in
one order for everybody, and check the rules last: by then every wait for another voter is over, so
the clock, the phases and the idea are read as they are when the change becomes real. Whoever
catches `Refused` rolls back.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.core import audit
from app.core.actors import Actor
from app.core.db import db
from app.core.refusals import require
from app.develop import queries, rules
from app.develop.models import Idea
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
    idea = db.session.scalars(
        sa.select(Idea).where(Idea.id == difference.idea_id).with_for_update()
        .execution_options(populate_existing=True)
    ).one()  # fmt: skip
    before = {difference.counter: getattr(idea, difference.counter)}
    after = {difference.counter: queries.counted(difference.counter, idea.id)}
    db.session.execute(sa.update(Idea).where(Idea.id == idea.id).values(after))
    audit.record(None, "idea.recount", idea, before=before, after=after)
