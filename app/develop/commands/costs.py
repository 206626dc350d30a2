"""What ideas cost, in a budget ballot."""

from __future__ import annotations

import sqlalchemy as sa

from app.core import audit
from app.core.actors import Actor
from app.core.db import db
from app.core.refusals import require
from app.develop import queries, rules
from app.develop.models import Idea
from app.develop.refusals import Why


def set_cost(actor: Actor, idea: Idea, cost: int | None) -> None:
    """Until voting opens. None: it has no cost, and cannot be chosen. Raises `Refused`.

    The rules are checked after the change: a vote at the same moment waits for it, or it for the
    vote, and neither goes by a cost that is not the idea's.
    """
    require(rules.can_set_cost(actor, idea), Why.NOT_ALLOWED)
    before = idea.cost
    change = sa.update(Idea).where(Idea.id == idea.id).values(cost=cost)
    db.session.execute(change.execution_options(synchronize_session="fetch"))
    require(rules.costs_are_open(queries.idea_as_it_is(idea.id).challenge), Why.COSTS_ARE_FIXED)
    if cost != before:
        audit.record(actor, "idea.cost", idea, before={"cost": before}, after={"cost": cost})
