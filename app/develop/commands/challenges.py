"""Challenges: opened, changed, published, made longer.

Each verb holds the challenge before it looks: two coordinators at once go one after the other, the
second by what the first has left.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.core import audit, clock
from app.core.actors import Actor
from app.core.db import db
from app.core.refusals import require
from app.develop import rules
from app.develop.commands.news import tell_of_challenge
from app.develop.models import Ballot, Challenge, Phase, PhaseKind
from app.develop.refusals import Why
from app.diagnose.models import Issue


@dataclass(frozen=True)
class BallotTerms:
    """How a challenge's ideas are voted on, with the number or the total that this takes."""

    ballot: Ballot = Ballot.SUPPORT
    votes_each: int | None = None
    budget_total: int | None = None


SUPPORT = BallotTerms()
Windows = dict[PhaseKind, tuple[datetime, datetime]]
"""When each phase opens and closes."""


def open_challenge(
    actor: Actor, issue: Issue, *, title: str, question: str, description: str, windows: Windows,
    ballot: BallotTerms = SUPPORT,
) -> Challenge:  # fmt: skip
    """Draft a challenge on a selected issue. Raises `Refused`."""
    require(rules.can_manage_challenges(actor), Why.NOT_ALLOWED)
    require(rules.can_open_challenge(actor, issue), Why.ISSUE_NOT_SELECTED)
    _check_windows(windows)
    challenge = Challenge(
        issue_id=issue.id, title=title, question=question, description=description,
        created_by_id=actor.actor_id,
    )  # fmt: skip
    _set_ballot(challenge, issue, ballot)
    for kind, (opens_at, closes_at) in windows.items():
        challenge.phases.append(Phase(kind=kind, opens_at=opens_at, closes_at=closes_at))
    db.session.add(challenge)
    db.session.flush()
    audit.record(actor, "challenge.open", challenge, after=_terms(challenge))
    return challenge


def edit_challenge(
    actor: Actor,
    challenge: Challenge,
    *,
    title: str,
    description: str,
    question: str | None = None,
    windows: Windows | None = None,
    ballot: BallotTerms | None = None,
) -> None:
    """Change the words; the question, the phases and the ballot too while it is a draft."""
    _hold(challenge)
    require(rules.can_edit_challenge(actor, challenge), Why.NOT_ALLOWED)
    before = _terms(challenge)
    challenge.title, challenge.description = title, description
    if question is not None or windows is not None or ballot is not None:
        require(rules.can_edit_terms(actor, challenge), Why.ALREADY_PUBLISHED)
        challenge.question = question or challenge.question
        _set_windows(challenge, windows or {})
        _set_ballot(challenge, challenge.issue, ballot or _ballot(challenge))
    db.session.flush()
    audit.record(actor, "challenge.edit", challenge, before=before, after=_terms(challenge))


def publish_challenge(actor: Actor, challenge: Challenge) -> None:
    _hold(challenge)
    require(rules.can_edit_challenge(actor, challenge), Why.NOT_ALLOWED)
    require(not rules.is_published(challenge), Why.ALREADY_PUBLISHED)
    require(not rules.is_over(challenge), Why.ALL_OVER)
    challenge.published_at = clock.now()
    db.session.flush()
    audit.record(actor, "challenge.publish", challenge, after=_terms(challenge))
    tell_of_challenge(actor, challenge)


def extend_phase(
    actor: Actor,
    challenge: Challenge,
    kind: PhaseKind,
    closes_at: datetime,
    reason: str,
    *,
    reopen: bool = False,
) -> None:
    """Let a phase close later. A phase that is over opens again only when `reopen` says so."""
    _hold(challenge)
    require(rules.can_extend(actor, challenge), Why.NOT_ALLOWED)
    phase = challenge.phase(kind)
    require(phase is not None, Why.BAD_PHASES)
    assert phase is not None  # noqa: S101  for the type checker
    was_over = rules.phase_state(phase) is rules.PhaseState.CLOSED
    require(reopen or not was_over, Why.IS_OVER)
    require(closes_at > max(phase.closes_at, clock.now()), Why.NOT_LONGER)
    before = {"kind": kind.value, "closes_at": phase.closes_at.isoformat()}
    phase.closes_at = closes_at
    db.session.flush()
    audit.record(
        actor, "phase.reopen" if was_over else "phase.extend", phase, reason=reason,
        before=before, after={"kind": kind.value, "closes_at": closes_at.isoformat()},
    )  # fmt: skip


def _hold(challenge: Challenge) -> None:
    """Read it and its phases as they are now, and let nobody else change them meanwhile."""
    held = sa.select(Challenge).where(Challenge.id == challenge.id).with_for_update()
    db.session.scalars(held.execution_options(populate_existing=True)).one()


def _check_windows(windows: Windows) -> None:
    ideas, voting = windows[PhaseKind.IDEAS], windows[PhaseKind.VOTING]
    in_order = all(opens_at < closes_at for opens_at, closes_at in windows.values())
    require(in_order and voting[1] > ideas[0], Why.BAD_PHASES)


def _set_windows(challenge: Challenge, windows: Windows) -> None:
    kept = {phase.kind: (phase.opens_at, phase.closes_at) for phase in challenge.phases}
    _check_windows(kept | windows)
    for phase in challenge.phases:
        phase.opens_at, phase.closes_at = windows.get(phase.kind, kept[phase.kind])


def _set_ballot(challenge: Challenge, issue: Issue, terms: BallotTerms) -> None:
    numbers = {Ballot.LIMITED: terms.votes_each, Ballot.BUDGET: terms.budget_total}
    given = {ballot: number for ballot, number in numbers.items() if number is not None}
    needed = {terms.ballot} & numbers.keys()
    require(given.keys() == needed and all(n > 0 for n in given.values()), Why.BAD_BALLOT)
    may = terms.ballot is not Ballot.BUDGET or rules.is_the_funds(issue)
    require(may, Why.FUND_ONLY)
    challenge.ballot, challenge.votes_each = terms.ballot, terms.votes_each
    challenge.budget_total = terms.budget_total


def _ballot(challenge: Challenge) -> BallotTerms:
    return BallotTerms(challenge.ballot, challenge.votes_each, challenge.budget_total)


def _terms(challenge: Challenge) -> dict[str, Any]:
    """A challenge as the audit log keeps it."""
    return {
        "title": challenge.title,
        "question": challenge.question,
        "description": challenge.description,
        "ballot": challenge.ballot.value,
        "votes_each": challenge.votes_each,
        "budget_total": challenge.budget_total,
        "phases": {
            phase.kind.value: [phase.opens_at.isoformat(), phase.closes_at.isoformat()]
            for phase in challenge.phases
        },
    }
