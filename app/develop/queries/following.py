"""Who follows what, and who is to be told."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, load_only

from app.core.actors import Actor
from app.core.db import db
from app.core.paging import Page, paginate
from app.develop.models import Challenge, Follow, Idea, Phase
from app.develop.queries.people import shown_to
from app.develop.rules import Followed
from app.diagnose.models import Issue
from app.missions.models import MissionGroup

COLUMNS: dict[type[Any], InstrumentedAttribute[int | None]] = {
    Idea: Follow.idea_id,
    Challenge: Follow.challenge_id,
    MissionGroup: Follow.mission_group_id,
}


def column_of(thing: Followed) -> InstrumentedAttribute[int | None]:
    """The column of a follow that names such a thing."""
    return COLUMNS[type(thing)]


def follows(actor: Actor, thing: Followed) -> bool:
    if actor.actor_id is None:
        return False
    there = sa.exists().where(Follow.person_id == actor.actor_id, column_of(thing) == thing.id)
    return bool(db.session.scalar(sa.select(there)))


def followed(actor: Actor, number: int) -> Page[Follow]:
    """What the actor follows and may see, the latest first."""
    query = (
        sa.select(Follow)
        .outerjoin(Follow.idea).outerjoin(Follow.challenge).outerjoin(Follow.mission_group)
        .where(
            Follow.person_id == actor.actor_id,
            Follow.idea_id.is_(None) | shown_to(actor, Idea),
            Follow.challenge_id.is_(None) | Challenge.published_at.is_not(None),
        )
        .options(
            contains_eager(Follow.idea).options(load_only(Idea.title)),
            contains_eager(Follow.challenge), contains_eager(Follow.mission_group),
        )
        .order_by(Follow.since.desc(), Follow.id.desc())
    )  # fmt: skip
    return paginate(query, number)


def followers(thing: Followed) -> sa.Select[Any]:
    """Ids of those who follow just this."""
    return sa.select(Follow.person_id).where(column_of(thing) == thing.id)


def followers_of_new(challenge: Challenge) -> sa.Select[Any]:
    """Ids of those who want to hear of new ideas in a challenge: they follow it, or its field."""
    group = _of_group(challenge)
    return sa.select(Follow.person_id).where(
        (Follow.challenge_id == challenge.id) | (Follow.mission_group_id == group)
    )


def followers_of_phases(challenge: Challenge) -> sa.SelectBase:
    """Those, and whoever follows one of its ideas: the authors do, unless they left off."""
    ideas = sa.select(Idea.id).where(Idea.challenge_id == challenge.id, Idea.is_shown)
    of_ideas = sa.select(Follow.person_id).where(Follow.idea_id.in_(ideas))
    return sa.union(followers_of_new(challenge), of_ideas)


def followers_of_group(challenge: Challenge) -> sa.Select[Any]:
    return sa.select(Follow.person_id).where(Follow.mission_group_id == _of_group(challenge))


def _of_group(challenge: Challenge) -> Any:
    wanted = sa.select(Issue.mission_group_id).where(Issue.id == challenge.issue_id)
    return wanted.scalar_subquery()


def phases_to_tell(*conditions: sa.ColumnElement[bool]) -> list[Phase]:
    """Phases of published challenges, with the challenge."""
    query = (
        sa.select(Phase)
        .join(Phase.challenge)
        .where(Challenge.published_at.is_not(None), *conditions)
        .options(contains_eager(Phase.challenge))
        .order_by(Phase.id)
    )
    return list(db.session.scalars(query).unique())
