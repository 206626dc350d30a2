"""Families of ideas, those who support them, and what is asked of authors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload, selectinload

from app.core.actors import Actor
from app.core.db import db
from app.core.paging import Page, paginate
from app.core.search import matches
from app.develop import rules
from app.develop.models import Challenge, FamilyMember, Idea, IdeaFamily, IdeaVote
from app.develop.queries.people import named
from app.develop.queries.similar import similar_ideas

CHOICES = 10


@dataclass(frozen=True)
class Supporters:
    """People who support ideas of a family: each once, wherever their votes stand."""

    people: int = 0
    of_several: int = 0
    """Those among them who support more than one of its ideas."""


@dataclass(frozen=True)
class Kin:
    """That an idea of a list is of a family: what the note beside it says."""

    family_id: int
    title: str
    ideas: int


@dataclass(frozen=True)
class FamilyBox:
    """What an idea's page shows: its family if it has one, and what is asked of its author."""

    family: IdeaFamily | None = None
    siblings: Sequence[Idea] = ()
    supporters: Supporters = field(default_factory=Supporters)
    asked: Sequence[FamilyMember] = ()


@dataclass(frozen=True)
class Choice:
    """An idea that may be asked into a family. `family_id`: it is of that one already."""

    idea: Idea
    family_id: int | None


def with_members() -> tuple[Any, ...]:
    """Options for loading a family with its ideas and the names on its page."""
    members = selectinload(IdeaFamily.members).joinedload(FamilyMember.idea)
    return (
        joinedload(IdeaFamily.challenge),
        named(IdeaFamily.created_by),
        members.options(named(Idea.author), defer(Idea.body), defer(Idea.search_text)),
        selectinload(IdeaFamily.members).options(named(FamilyMember.asked_by)),
    )


def with_request() -> tuple[Any, ...]:
    """Options for loading a request with its idea and the family it is asked into."""
    return (
        joinedload(FamilyMember.idea).joinedload(Idea.challenge),
        joinedload(FamilyMember.family),
    )


def supporters(family_id: int) -> Supporters:
    """Distinct people over all ideas of the family that are shown, in one statement."""
    each = (
        sa.select(IdeaVote.person_id, sa.func.count().label("ideas"))
        .join(FamilyMember, FamilyMember.idea_id == IdeaVote.idea_id)
        .join(Idea, Idea.id == IdeaVote.idea_id)
        .where(
            FamilyMember.family_id == family_id, FamilyMember.agreed_at.is_not(None),
            Idea.is_shown, IdeaVote.value == 1,
        )
        .group_by(IdeaVote.person_id)
        .subquery()
    )  # fmt: skip
    several = sa.func.sum(sa.case((each.c.ideas > 1, 1), else_=0))
    people, of_several = db.session.execute(
        sa.select(sa.func.count(), several).select_from(each)
    ).one()
    return Supporters(people, int(of_several or 0))


def family_box(actor: Actor, idea: Idea) -> FamilyBox:
    """One query for an idea that nobody has asked into a family."""
    rows = db.session.scalars(
        sa.select(FamilyMember)
        .where(FamilyMember.idea_id == idea.id)
        .options(joinedload(FamilyMember.family), named(FamilyMember.asked_by))
        .order_by(FamilyMember.id)
    ).all()
    asked = [row for row in rows if rules.is_waiting(row) and rules.is_asked(actor, row)]
    family = next((row.family for row in rows if rules.is_agreed(row)), None)
    siblings = _siblings(family, idea) if family else []
    if family is None or not siblings:
        return FamilyBox(asked=asked)
    return FamilyBox(family, siblings, supporters(family.id), asked)


def _siblings(family: IdeaFamily, idea: Idea) -> Sequence[Idea]:
    query = (
        sa.select(Idea)
        .join(FamilyMember, FamilyMember.idea_id == Idea.id)
        .where(
            FamilyMember.family_id == family.id, FamilyMember.agreed_at.is_not(None),
            Idea.is_shown, Idea.id != idea.id,
        )
        .options(named(Idea.author), defer(Idea.body), defer(Idea.search_text))
        .order_by(Idea.votes_count.desc(), Idea.id)
    )  # fmt: skip
    return db.session.scalars(query).all()


def families_of(ideas: Iterable[Idea]) -> dict[int, Kin]:
    """For a list: by idea, the family it is of. One query for all of them."""
    ids = [idea.id for idea in ideas]
    if not ids:
        return {}
    return {row[0]: Kin(*row[1:]) for row in db.session.execute(_kin(), {"ids": ids})}


@cache
def _kin() -> Any:
    """Built once: it costs more to build than to run."""
    other, other_idea = aliased(FamilyMember), aliased(Idea)
    ids: Any = sa.bindparam("ids", expanding=True)
    return (
        sa.select(FamilyMember.idea_id, IdeaFamily.id, IdeaFamily.title, sa.func.count(other.id))
        .join(IdeaFamily, IdeaFamily.id == FamilyMember.family_id)
        .join(other, (other.family_id == IdeaFamily.id) & other.agreed_at.is_not(None))
        .join(other_idea, (other_idea.id == other.idea_id) & other_idea.is_shown)
        .where(FamilyMember.idea_id.in_(ids), FamilyMember.agreed_at.is_not(None))
        .group_by(FamilyMember.idea_id, IdeaFamily.id, IdeaFamily.title)
        .having(sa.func.count(other.id) >= rules.LEAST_IDEAS)
    )


def family_requests(actor: Actor, number: int) -> Page[FamilyMember]:
    """What is asked of the author of these ideas and waits for an answer."""
    query = (
        sa.select(FamilyMember)
        .join(FamilyMember.idea)
        .where(
            Idea.author_id == actor.actor_id, FamilyMember.agreed_at.is_(None),
            FamilyMember.declined_at.is_(None), Idea.is_shown,
        )
        .options(
            contains_eager(FamilyMember.idea).joinedload(Idea.challenge),
            joinedload(FamilyMember.family), named(FamilyMember.asked_by),
        )
        .order_by(FamilyMember.asked_at.desc(), FamilyMember.id.desc())
    )  # fmt: skip
    return paginate(query, number)


def ideas_by_id(ids: Iterable[int]) -> list[Idea]:
    query = sa.select(Idea).where(Idea.id.in_(list(ids))).options(joinedload(Idea.challenge))
    return list(db.session.scalars(query.order_by(Idea.id)))


def choices(
    challenge: Challenge, like: Idea | None, search: str, *, but: Iterable[int] = ()
) -> list[Choice]:
    """Ideas to choose from: those that contain what is searched for, else the nearest to `like`."""
    left_out = {*but} | ({like.id} if like else set())
    found: Sequence[Idea] = ()
    if search:
        query = (
            sa.select(Idea)
            .where(
                Idea.challenge_id == challenge.id, Idea.is_shown, Idea.closed_at.is_(None),
                Idea.id.not_in(left_out), matches(Idea, search),
            )
            .options(named(Idea.author), joinedload(Idea.challenge))
            .order_by(Idea.votes_count.desc(), Idea.id.desc())
            .limit(CHOICES)
        )  # fmt: skip
        found = db.session.scalars(query).all()
    elif like:
        text = f"{like.title}\n{like.body}"
        found = similar_ideas(challenge, text, most=CHOICES, but=left_out).ideas
    kin = families_of(found)
    return [Choice(idea, kin[idea.id].family_id if idea.id in kin else None) for idea in found]
