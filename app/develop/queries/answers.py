"""Official answers: of an idea, of a page of ideas, and what waits for one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload, load_only

from app.core import clock
from app.core.actors import Actor
from app.core.db import db
from app.core.models import AuditEntry
from app.core.paging import Page, paginate
from app.core.privacy import SMALLEST_CELL
from app.develop import rules
from app.develop.models import (
    Answer,
    AnswerRating,
    AnswerState,
    Challenge,
    FamilyMember,
    Follow,
    Idea,
    IdeaFamily,
    IdeaVote,
)
from app.develop.queries.people import named
from app.diagnose.models import Issue
from app.missions.models import MissionGroup, mission_group_units


@dataclass(frozen=True)
class Ratings:
    """What those concerned said of an answer. None where one of so few might be known."""

    total: int | None
    yes: int | None


@dataclass(frozen=True)
class ToAnswer:
    """An idea on the work list of a unit. `answer`: that it is under review."""

    idea: Idea
    answer: Answer | None


def family_id_of(idea_id: Any) -> Any:
    """The family that an idea is of, as a scalar subquery."""
    wanted = sa.select(FamilyMember.family_id).where(
        FamilyMember.idea_id == idea_id, FamilyMember.agreed_at.is_not(None)
    )
    # said expressly: two selects deep, SQLAlchemy would take another row of ideas for this one
    return wanted.correlate(Idea).scalar_subquery()


def answer_of(idea: Idea) -> Answer | None:
    """The answer to an idea: its own, or its family's."""
    query = (
        sa.select(Answer)
        .where((Answer.idea_id == idea.id) | (Answer.family_id == family_id_of(idea.id)))
        .options(joinedload(Answer.unit), joinedload(Answer.family))
        .order_by(Answer.family_id.is_not(None))
        .limit(1)
    )
    return db.session.scalar(query)


def family_of(idea: Idea) -> IdeaFamily | None:
    return db.session.scalar(sa.select(IdeaFamily).where(IdeaFamily.id == family_id_of(idea.id)))


def answer_states(ideas: Iterable[Idea]) -> dict[int, AnswerState]:
    """How the ideas of a page are answered, by id; those that wait are missing. One query."""
    ids = [idea.id for idea in ideas]
    if not ids:
        return {}
    rows = db.session.execute(_states(), {"ids": ids})
    return {row[0]: row[1] for row in rows if row[1] is not None}


@cache
def _states() -> sa.Select[Any]:
    """Built once: it costs more to build than to run."""
    return sa.select(Idea.id, answer_state()).where(
        Idea.id.in_(sa.bindparam("ids", expanding=True))
    )


def answer_state() -> Any:
    """The state of an idea's answer as a column, for lists and filters; NULL where it waits."""
    own = sa.select(Answer.state).where(Answer.idea_id == Idea.id).scalar_subquery()
    kin = sa.select(Answer.state).where(Answer.family_id == family_id_of(Idea.id)).scalar_subquery()
    return sa.func.coalesce(own, kin, type_=Answer.state.type)


def ideas_of(answer: Answer) -> sa.Select[Any]:
    """Ids of the ideas that an answer answers: of a family, those without an answer of their own,
    which `answer_of` would rather give."""
    if answer.idea_id is not None:
        return sa.select(Idea.id).where(Idea.id == answer.idea_id)
    return sa.select(FamilyMember.idea_id).where(
        FamilyMember.family_id == answer.family_id, _is_answered_by_family()
    )


def _is_answered_by_family() -> sa.ColumnElement[bool]:
    own = aliased(Answer)
    alone = sa.exists().where(own.idea_id == FamilyMember.idea_id)
    return FamilyMember.agreed_at.is_not(None) & ~alone


def first_idea_of(answer: Answer) -> Idea | None:
    return first_ideas([answer]).get(answer.id)


def first_ideas(answers: Sequence[Answer]) -> dict[int, Idea]:
    """The idea to show each answer with, by answer: its own, or the first of its family's that it
    answers and everybody sees. One query, for families alone."""
    found = {answer.id: answer.idea for answer in answers if answer.idea is not None}
    ids = [answer.id for answer in answers if answer.family_id is not None]
    if not ids:
        return found
    query = (
        sa.select(Answer.id, Idea)
        .join(FamilyMember, FamilyMember.family_id == Answer.family_id)
        .join(FamilyMember.idea)
        .where(Answer.id.in_(ids), _is_answered_by_family(), Idea.is_shown)
        .options(load_only(Idea.title))
        .order_by(Idea.id.desc())
    )
    return found | dict(db.session.execute(query).tuples().all())


def concerned_by(answer: Answer) -> sa.SelectBase:
    """Ids of the people an answer is delivered to: who wrote, follows or supports its ideas."""
    ideas = ideas_of(answer)
    return sa.union(
        sa.select(Idea.author_id).where(Idea.id.in_(ideas)),
        sa.select(Follow.person_id).where(Follow.idea_id.in_(ideas)),
        sa.select(IdeaVote.person_id).where(IdeaVote.idea_id.in_(ideas), IdeaVote.value > 0),
    )


def is_concerned(actor: Actor, answer: Answer) -> bool:
    people = concerned_by(answer).subquery()
    there = sa.exists().where(people.c[0] == actor.actor_id)
    return actor.actor_id is not None and bool(db.session.scalar(sa.select(there)))


def history_of(answer: Answer) -> Sequence[AuditEntry]:
    """Every state and every wording that an answer had, from the first on."""
    query = (
        sa.select(AuditEntry)
        .where(
            AuditEntry.object_type == Answer.__tablename__,
            AuditEntry.object_id == str(answer.id),
            AuditEntry.action.in_(("answer.give", "answer.change")),
        )
        .order_by(AuditEntry.id)
    )
    return db.session.scalars(query).all()


def ratings_of(answer: Answer) -> Ratings:
    yes = sa.func.count().filter(AnswerRating.answered.is_(True))
    query = sa.select(sa.func.count(), yes).where(AnswerRating.answer_id == answer.id)
    total, said_yes = db.session.execute(query).one()
    return Ratings(total, said_yes) if total >= SMALLEST_CELL else Ratings(None, None)


def my_rating(actor: Actor, answer: Answer) -> AnswerRating | None:
    if actor.actor_id is None:
        return None
    return db.session.get(AnswerRating, (answer.id, actor.actor_id))


def notes_on(answer: Answer, number: int) -> Page[AnswerRating]:
    """What those concerned wrote beside their yes or no, for the unit, without names."""
    query = (
        sa.select(AnswerRating)
        .where(AnswerRating.answer_id == answer.id, AnswerRating.note != "")
        .order_by(AnswerRating.at.desc(), AnswerRating.person_id)
    )
    return paginate(query, number)


def latest_answers(state: AnswerState | None, number: int) -> Page[Answer]:
    """Answers to what everybody sees, the last changed first."""
    shown = sa.exists().where(
        FamilyMember.family_id == Answer.family_id, _is_answered_by_family(),
        FamilyMember.idea_id == Idea.id, Idea.is_shown,
    )  # fmt: skip
    query = (
        sa.select(Answer)
        .outerjoin(Answer.idea)
        .where(sa.or_(Idea.is_shown & Answer.idea_id.is_not(None), shown.correlate(Answer)))
        .options(contains_eager(Answer.idea).load_only(Idea.title))
        .options(joinedload(Answer.unit), joinedload(Answer.family))
        .order_by(Answer.changed_at.desc(), Answer.id.desc())
    )
    if state is not None:
        query = query.where(Answer.state == state)
    return paginate(query, number)


def waiting_ideas(actor: Actor, number: int) -> Page[ToAnswer]:
    """What the actor's units have to answer; after it what they answered with "under review".

    First those that many support and that wait long: by days of waiting × supporters, counting
    each idea as one supporter more.
    """
    units = rules.unit_ids(actor)
    under_review = (Answer.state == AnswerState.UNDER_REVIEW) & Answer.unit_id.in_(units)
    query: Any = (
        sa.select(Idea, Answer)
        .join(Idea.challenge).join(Challenge.issue).join(Issue.mission_group)
        .outerjoin(Answer, Answer.id == _answer_id())
        .where(
            _of_units(units), Challenge.published_at.is_not(None),
            Idea.is_shown, Idea.duplicate_of_id.is_(None), Answer.id.is_(None) | under_review,
        )
        .options(
            contains_eager(Idea.challenge).contains_eager(Challenge.issue)
            .contains_eager(Issue.mission_group),
            named(Idea.author), defer(Idea.body), defer(Idea.search_text),
        )
        .order_by(
            Answer.id.is_not(None),
            (days_since(Idea.created_at) * (Idea.votes_count + 1)).desc(), Idea.id,
        )
    )  # fmt: skip
    page = paginate(query, number, scalars=False)
    return Page([ToAnswer(*row) for row in page.rows], page.number, page.per_page, page.total)


def _answer_id() -> Any:
    """Of an idea, as `answer_of` finds it."""
    own, kin = aliased(Answer), aliased(Answer)
    its_own = sa.select(own.id).where(own.idea_id == Idea.id)
    its_familys = sa.select(kin.id).where(kin.family_id == family_id_of(Idea.id))
    return sa.func.coalesce(its_own.scalar_subquery(), its_familys.scalar_subquery())


def days_since(moment: Any) -> Any:
    """Days from a column's moment to now, as a number with a fraction, on both databases."""
    return days_between(moment, sa.literal(clock.now(), moment.type))


def days_between(start: Any, end: Any) -> Any:
    if db.engine.dialect.name == "postgresql":
        return sa.func.extract("epoch", end - start) / 86_400.0
    return sa.func.julianday(end) - sa.func.julianday(start)


def _of_units(ids: Iterable[int]) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        mission_group_units.c.mission_group_id == MissionGroup.id,
        mission_group_units.c.unit_id.in_(list(ids)),
    )
