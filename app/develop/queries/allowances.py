"""What voters have used of rationed ballots, against the votes that they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.develop import rules
from app.develop.models import Allowance, Ballot, Challenge, Idea, IdeaVote


@dataclass(frozen=True)
class AllowanceDifference:
    """What a person has used in a challenge is not what their votes there take."""

    challenge_id: int
    person_id: int
    stored: int
    counted: int
    kind: str = "allowance"
    counter: str = "used"

    @property
    def id(self) -> str:
        return f"of person {self.person_id} in challenge {self.challenge_id}"


def allowance_differences() -> list[AllowanceDifference]:
    """Also of voters who have used something by no row, and of rows without a vote."""
    taken = _taken().subquery()
    same = (
        (taken.c.challenge_id == Allowance.challenge_id)
        & (taken.c.person_id == Allowance.person_id)
    )  # fmt: skip
    counted = sa.func.coalesce(taken.c.used, 0)
    kept = (
        sa.select(Allowance.challenge_id, Allowance.person_id, Allowance.used, counted)
        .outerjoin(taken, same)
        .where(Allowance.used != counted)
    )
    lost = (
        sa.select(taken.c.challenge_id, taken.c.person_id, sa.literal(0), taken.c.used)
        .outerjoin(Allowance, same)
        .where(Allowance.used.is_(None), taken.c.used > 0)
    )
    rows = [*db.session.execute(kept), *db.session.execute(lost)]
    return [AllowanceDifference(row[0], row[1], int(row[2]), int(row[3])) for row in sorted(rows)]


def taken_by(challenge_id: int, person_id: int) -> int:
    """What the votes that a person holds in a challenge take together."""
    mine = (Idea.challenge_id == challenge_id, IdeaVote.person_id == person_id)
    row = db.session.execute(_taken().where(*mine)).one_or_none()
    return int(row.used) if row else 0


def _taken() -> Any:
    price = sa.case((Challenge.ballot == Ballot.BUDGET, sa.func.coalesce(Idea.cost, 0)), else_=1)
    return (
        sa.select(Idea.challenge_id, IdeaVote.person_id, sa.func.sum(price).label("used"))
        .join(Idea, Idea.id == IdeaVote.idea_id)
        .join(Challenge, Challenge.id == Idea.challenge_id)
        .where(Challenge.ballot.in_(rules.RATIONED))
        .group_by(Idea.challenge_id, IdeaVote.person_id)
    )
