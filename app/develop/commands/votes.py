"""Votes: cast, changed and withdrawn.

A vote changes the voter's own rows first (the vote, what they have used), then the counters of the
idea, in this order for everybody, and checks the rules last: by then every wait for another voter
is over. Whoever catches `Refused` rolls back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock
from app.core.actors import Actor
from app.core.db import db
from app.core.refusals import Refused, require
from app.develop import queries, rules
from app.develop.commands import allowances, ledger
from app.develop.models import CHOICES, Choice, Idea, IdeaVote
from app.develop.refusals import Why

FOR, NONE, AGAINST = 1, 0, -1
TRIES = 20
"""How often one person's own withdrawals at the same moment may get in the way of their vote."""


@dataclass(frozen=True)
class Voted:
    """How things stand after a vote. `used`: of a rationed ballot, where this vote changed it."""

    mine: int
    votes_count: int
    against_count: int
    changed: bool
    receipt: str | None = None
    used: int | None = None


def support_idea(actor: Actor, idea: Idea, network: str | None = None) -> Voted:
    """Vote for an idea: once a person; a second time changes nothing. Raises `Refused`.

    The vote's row, unique in the database, and its event in the ledger are the record: the audit
    log holds no second list of who voted for what. `network`: what may be kept of where it came
    from, see `core.networks`.
    """
    require(rules.can_take_part(actor), Why.NOT_ALLOWED)
    return _cast(actor, idea, FOR, network)


def oppose_idea(actor: Actor, idea: Idea, network: str | None = None) -> Voted:
    """Vote against it, in an up/down ballot. Raises `Refused`."""
    require(rules.can_take_part(actor), Why.NOT_ALLOWED)
    require(rules.is_up_or_down(idea.challenge), Why.NOT_THIS_BALLOT)
    return _cast(actor, idea, AGAINST, network)


def withdraw_support(actor: Actor, idea: Idea) -> Voted:
    """Take back one's vote while votes are taken, whatever became of the idea. Raises `Refused`."""
    require(rules.can_take_part(actor), Why.NOT_ALLOWED)
    before = _delete_vote(actor, idea)
    used = allowances.give_back(actor, idea) if before != NONE else None
    voted = _settle(actor, idea, before, NONE, at=clock.now(), used=used)
    now = queries.idea_as_it_is(idea.id)
    why_not = rules.why_not(actor, now.challenge, rules.Act.VOTE)
    require(rules.can_withdraw_vote(actor, now), why_not)
    return voted


def _cast(actor: Actor, idea: Idea, value: int, network: str | None) -> Voted:
    _require_vote(actor, idea)
    require(not rules.must_consent(actor), Why.NEEDS_CONSENT)
    at = clock.now()
    before = _put_vote(actor, idea, value, at, network)
    used = allowances.spend(actor, idea) if before == NONE else None
    voted = _settle(actor, idea, before, value, at=at, used=used)
    now = queries.idea_as_it_is(idea.id)
    _require_vote(actor, now)
    require(now.cost == idea.cost, Why.COST_CHANGED)
    return voted


def _require_vote(actor: Actor, idea: Idea) -> None:
    if not rules.can_vote(actor, idea):  # only then is it worked out why
        raise Refused(rules.why_no_vote(actor, idea))


def _settle(
    actor: Actor, idea: Idea, before: int, value: int, *, at: datetime, used: int | None
) -> Voted:
    """The event of a change, and the counters."""
    changed = before != value
    receipt = (
        ledger.append(actor, idea, CHOICES.get(value, Choice.WITHDRAWN), at) if changed else None
    )
    counts = _count(idea, before, value)
    return Voted(value, *counts, changed=changed, receipt=receipt, used=used)


def _put_vote(actor: Actor, idea: Idea, value: int, at: datetime, network: str | None) -> int:
    """Let the person's vote be `value`. Returns what it was before; the row is locked from here."""
    row = {
        "idea_id": idea.id, "person_id": actor.actor_id, "value": value, "cast_at": at,
        "network": network,
    }  # fmt: skip
    new = NEW_VOTE[db.engine.dialect.name]
    for _try in range(TRIES):
        if db.session.scalar(new, row) is not None:
            return NONE
        mine = sa.select(IdeaVote.value).where(*_mine(actor, idea)).with_for_update()
        before = db.session.scalar(mine)
        if before is not None:
            if before != value:
                _change_vote(actor, idea, value=value, cast_at=at, network=network)
            return before
    raise RuntimeError("this vote was withdrawn again and again while it was cast")


def _change_vote(actor: Actor, idea: Idea, **values: object) -> None:
    change = sa.update(IdeaVote).where(*_mine(actor, idea)).values(**values)
    db.session.execute(change.execution_options(synchronize_session=False))


def _delete_vote(actor: Actor, idea: Idea) -> int:
    """Returns what it was."""
    gone = sa.delete(IdeaVote).where(*_mine(actor, idea)).returning(IdeaVote.value)
    return db.session.scalar(gone.execution_options(synchronize_session=False)) or NONE


def _mine(actor: Actor, idea: Idea) -> tuple[sa.ColumnElement[bool], ...]:
    return (IdeaVote.idea_id == idea.id, IdeaVote.person_id == actor.actor_id)


def _count(idea: Idea, before: int, value: int) -> tuple[int, int]:
    """Move the counters in the database itself, in one statement; return what they are then."""
    if before == value:
        return tuple(db.session.execute(COUNTERS, {"idea": idea.id}).one())
    change = {
        "idea": idea.id,
        "more_for": int(value == FOR) - int(before == FOR),
        "more_against": int(value == AGAINST) - int(before == AGAINST),
    }
    return tuple(db.session.execute(MOVE, change).one())


# Made once, of tables and not of classes: a vote spends most of its time in such statements

VOTES, IDEAS = db.metadata.tables["idea_votes"], db.metadata.tables["ideas"]
NEW_VOTE = {
    "postgresql": postgresql.insert(VOTES).on_conflict_do_nothing().returning(VOTES.c.value),
    "sqlite": sqlite.insert(VOTES).on_conflict_do_nothing().returning(VOTES.c.value),
}
COUNTERS = sa.select(IDEAS.c.votes_count, IDEAS.c.against_count).where(
    IDEAS.c.id == sa.bindparam("idea")
)
MOVE = (
    sa.update(IDEAS)
    .where(IDEAS.c.id == sa.bindparam("idea"))
    .values(
        votes_count=IDEAS.c.votes_count + sa.bindparam("more_for"),
        against_count=IDEAS.c.against_count + sa.bindparam("more_against"),
    )
    .returning(IDEAS.c.votes_count, IDEAS.c.against_count)
)
