"""What a voter has left of a limited or a budget ballot: never below nothing, at any moment."""

from __future__ import annotations

import sqlalchemy as sa

from app.core.actors import Actor
from app.core.db import db, inserting
from app.develop import rules
from app.develop.models import Allowance, Idea
from app.develop.refusals import NotEnoughLeft


def spend(actor: Actor, idea: Idea) -> int | None:
    """Use what a vote for the idea takes, and return what is used then; None: nothing is rationed.

    One conditional statement: of any number of requests at once, only so many succeed as there is
    to spend. Raises `NotEnoughLeft`.
    """
    if not rules.is_rationed(idea.challenge):
        return None
    needed, most = rules.price(idea), rules.most(idea.challenge)
    row = {"challenge_id": idea.challenge_id, "person_id": actor.actor_id, "used": needed}
    spent = inserting(Allowance).values(row).on_conflict_do_update(
        index_elements=["challenge_id", "person_id"],
        set_={"used": Allowance.used + needed},
        where=Allowance.used + needed <= most,
    ).returning(Allowance.used)  # fmt: skip
    used = db.session.scalar(spent) if needed <= most else None
    if used is None:
        raise NotEnoughLeft(idea.challenge.ballot, needed, most - _used(actor, idea))
    return used


def give_back(actor: Actor, idea: Idea) -> int | None:
    """What a vote took is the voter's again. Returns what is used then; None: not rationed."""
    if not rules.is_rationed(idea.challenge):
        return None
    given = (
        sa.update(Allowance)
        .where(*_mine(actor, idea))
        .values(used=Allowance.used - rules.price(idea))
        .returning(Allowance.used)
        .execution_options(synchronize_session=False)
    )
    return db.session.scalar(given)


def _used(actor: Actor, idea: Idea) -> int:
    return db.session.scalar(sa.select(Allowance.used).where(*_mine(actor, idea))) or 0


def _mine(actor: Actor, idea: Idea) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Allowance.challenge_id == idea.challenge_id,
        Allowance.person_id == actor.actor_id,
    )
