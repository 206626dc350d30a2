"""Votes in doubt: flagged by the worker, cleared or put back by people. All of them count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.core import audit, clock
from app.core.actors import Actor
from app.core.db import db, inserting
from app.core.refusals import require
from app.develop import queries, rules
from app.develop.models import Challenge, VoteFlag
from app.develop.refusals import Why
from app.develop.suspicion import Doubt


def flag_voters(challenge: Challenge, found: Mapping[int, Doubt]) -> int:
    """Flag voters; who is flagged already, or was cleared, stays so. Returns how many are new."""
    known = sa.select(VoteFlag.person_id).where(VoteFlag.challenge_id == challenge.id)
    new = found.keys() - set(db.session.scalars(known))
    if not new:
        return 0
    at = clock.now()
    rows = [
        {"challenge_id": challenge.id, "person_id": person_id, "reason": found[person_id].value,
         "flagged_at": at}
        for person_id in sorted(new)
    ]  # fmt: skip
    db.session.execute(inserting(VoteFlag).on_conflict_do_nothing(), rows)
    after = {"voters": len(new), "reasons": sorted({row["reason"] for row in rows})}
    audit.record(None, "votes.flag", challenge, after=after)
    return len(new)


def clear_doubts(
    actor: Actor, challenge: Challenge, network: str | None, doubt: Doubt, *, reason: str
) -> int:
    """Say that a group's votes are not in doubt after all. Raises `Refused`."""
    require(rules.can_review_doubts(actor), Why.NOT_ALLOWED)
    values = {"cleared_at": clock.now(), "cleared_by_id": actor.actor_id, "cleared_reason": reason}
    standing = _group(challenge, network, doubt) & VoteFlag.cleared_at.is_(None)
    changed = _change(standing, values)
    after = {"network": network, "doubt": doubt.value, "voters": changed}
    audit.record(actor, "votes.clear", challenge, reason=reason, after=after)
    return changed


def restore_doubts(
    actor: Actor, challenge: Challenge, network: str | None, doubt: Doubt, *, reason: str
) -> int:
    """Undo that: the group's votes are in doubt again, as of now. Raises `Refused`."""
    require(rules.can_review_doubts(actor), Why.NOT_ALLOWED)
    values = {
        "flagged_at": clock.now(), "cleared_at": None, "cleared_by_id": None,
        "cleared_reason": None,
    }  # fmt: skip
    cleared = _group(challenge, network, doubt) & VoteFlag.cleared_at.is_not(None)
    changed = _change(cleared, values)
    after = {"network": network, "doubt": doubt.value, "voters": changed}
    audit.record(actor, "votes.doubt", challenge, reason=reason, after=after)
    return changed


def _change(which: sa.ColumnElement[bool], values: Mapping[str, Any]) -> int:
    """Two people at once: the second one finds it done."""
    change = sa.update(VoteFlag).where(which).values(**values)
    done: Any = db.session.execute(change.execution_options(synchronize_session=False))
    require(done.rowcount > 0, Why.NOTHING_TO_DO)
    return int(done.rowcount)


def _group(challenge: Challenge, network: str | None, doubt: Doubt) -> sa.ColumnElement[bool]:
    """The flags that `queries.doubt_groups` shows as one line."""
    cast = queries.votes_by_person(challenge.id).subquery()
    if network is None:  # also those who have taken back all their votes
        known = sa.select(cast.c.person_id).where(cast.c.network.is_not(None))
        people = VoteFlag.person_id.not_in(known)
    else:
        people = VoteFlag.person_id.in_(
            sa.select(cast.c.person_id).where(cast.c.network == network)
        )
    return sa.and_(VoteFlag.challenge_id == challenge.id, VoteFlag.reason == doubt.value, people)
