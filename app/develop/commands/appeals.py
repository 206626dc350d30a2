"""A second look: asked for once by whom a decision concerns, taken by another moderator."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.accounts.commands.notices import notify
from app.core import audit, clock
from app.core.actors import Actor
from app.core.db import db, inserting
from app.core.refusals import require
from app.develop import rules
from app.develop.commands.moderation import path_of, undo
from app.develop.models import Appeal, AppealOutcome, Decision
from app.develop.queries import decisions
from app.develop.refusals import Why


def appeal(actor: Actor, decision: Decision, text: str) -> Appeal:
    """Against all that was decided at once about oneself, by its first decision: so there is one.

    Raises `Refused`.
    """
    first = decisions.first_of(decision.batch, decision.person_id)
    require(rules.can_appeal(actor, first), Why.NOT_TO_APPEAL)
    new = inserting(Appeal).values(decision_id=first.id, text=text, created_at=clock.now())
    made = db.session.scalar(new.on_conflict_do_nothing().returning(Appeal.id))
    require(made is not None, Why.APPEALED_ALREADY)
    added = db.session.get_one(Appeal, made)
    audit.record(actor, "appeal.make", added, after={"decision_id": first.id})
    return added


def settle(actor: Actor, found: Appeal, outcome: AppealOutcome, answer: str) -> None:
    """Overturned: what was decided about this person is taken back at once. Raises `Refused`."""
    require(rules.can_moderate(actor), Why.NOT_ALLOWED)
    require(found.settled_at is None, Why.NOTHING_TO_DO)
    alone = decisions.is_alone(actor)
    require(rules.can_settle(actor, found, alone=alone), Why.OWN_DECISION)
    open_still = sa.update(Appeal).where(Appeal.id == found.id, Appeal.settled_at.is_(None))
    done: Any = db.session.execute(
        open_still.values(
            outcome=outcome, answer=answer, settled_at=clock.now(), settled_by_id=actor.actor_id
        )
    )
    require(done.rowcount == 1, Why.NOTHING_TO_DO)
    decision = found.decision
    audit.record(actor, "appeal.settle", found, reason=answer, after={"outcome": outcome.value})
    if outcome is AppealOutcome.OVERTURNED and decision.undone_at is None:
        undo(actor, decision, of_person=decision.person_id)
    notify(
        [decision.person_id], "moderation.appeal_settled", but=actor,
        about=f"decision {decision.batch}", title="", path=path_of(decision.batch),
        outcome=outcome.value,
    )  # fmt: skip
