"""Budget ballots counted by each method, with suspected votes and without, every step kept."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from fractions import Fraction
from typing import Any

from app.core import audit, jobs
from app.core.actors import Actor
from app.core.db import db, inserting
from app.core.models import Job
from app.core.refusals import require
from app.develop import queries, rules
from app.develop.counting import Election, Greedy, Shares, Step, equal_shares, greedy
from app.develop.models import BallotCount, Challenge, CountMethod
from app.develop.refusals import Why

Counts = dict[tuple[CountMethod, bool], dict[str, Any]]
"""By method and whether suspected voters are left out: a count as it is stored."""


def count_again(actor: Actor, challenge: Challenge) -> Job:
    """Ask the worker for a new count. Raises `Refused`."""
    require(rules.is_budget(challenge), Why.NOT_THIS_BALLOT)
    require(rules.results_are_in(challenge), Why.NOT_CLOSED_YET)
    require(rules.can_count_again(actor, challenge), Why.NOT_ALLOWED)
    audit.record(actor, "challenge.count", challenge)
    return jobs.enqueue("develop.count_ballot", actor, challenge_id=challenge.id)


def work_out_counts(challenge: Challenge) -> Counts:
    """Reads, and changes nothing."""
    counts: Counts = {}
    for without in (False, True):
        election = queries.election(challenge, without_suspected=without)
        common = {"voters": election.voters, "ideas": len(election.costs), "total": election.total}
        counts[CountMethod.GREEDY, without] = common | _greedy_told(greedy(election))
        counts[CountMethod.EQUAL_SHARES, without] = common | _shares_told(
            election, equal_shares(election)
        )
    return counts


def keep_counts(challenge_id: int, counts: Counts, at: datetime) -> None:
    """In place of those before. `at`: up to when they have seen everything."""
    for (method, without), result in counts.items():
        row = {"challenge_id": challenge_id, "method": method, "without_suspected": without,
               "result": result, "counted_at": at}  # fmt: skip
        kept = inserting(BallotCount).values(row).on_conflict_do_update(
            index_elements=["challenge_id", "method", "without_suspected"],
            set_={"result": result, "counted_at": at},
        )  # fmt: skip
        db.session.execute(kept)


def _greedy_told(counted: Greedy) -> dict[str, Any]:
    return {
        "funded": list(counted.funded),
        "spent": counted.spent,
        "steps": [_step_told(step) for step in counted.steps],
    }


def _shares_told(election: Election, counted: Shares) -> dict[str, Any]:
    return {
        "funded": list(counted.funded),
        "spent": counted.spent,
        "share": _baht(counted.share),
        "rounds": [
            {
                "idea": one.idea, "cost": one.cost, "votes": one.votes, "each": _baht(one.each),
                "full": one.full, "short": one.short, "short_paid": _baht(one.short_paid),
                "strength": _baht(1 / one.rho), "left_after": _baht(one.left_after),
            }
            for one in counted.purchases
        ],
        "out_of_reach": [
            {"idea": one.idea, "cost": one.cost, "votes": one.votes, "had": _baht(one.had)}
            for one in counted.out_of_reach
        ],
        "completion": [_step_told(step) for step in counted.completion],
        "left_to_complete": election.total - sum(one.cost for one in counted.purchases),
    }  # fmt: skip


def _step_told(step: Step) -> dict[str, Any]:
    return asdict(step) | {"left_after": step.left_after}


def _baht(amount: Fraction) -> float:
    """For people to read, to the satang: the count itself rounds nothing."""
    return round(float(amount), 2)
