"""Named reads of Develop. None makes more queries for more rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload, load_only

from app.accounts.models import Person
from app.core import clock
from app.core.actors import Actor
from app.core.db import db
from app.core.models import AuditEntry
from app.core.paging import Page, paginate
from app.core.search import matches
from app.develop import rules
from app.develop.models import Challenge, Comment, Idea, IdeaVote, Phase
from app.diagnose.models import Issue, IssueState, IssueTopic, Topic


class Order(StrEnum):
    NEWEST = "newest"
    SUPPORTED = "supported"
    DISCUSSED = "discussed"


class Shown(StrEnum):
    """Which contributions a moderator looks through."""

    VISIBLE = "visible"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Figures:
    """Of a challenge's visible ideas."""

    ideas: int = 0
    votes: int = 0
    comments: int = 0


@dataclass(frozen=True)
class Difference:
    """A counter that is not what it counts. `counter` is the column's name."""

    idea_id: int
    counter: str
    stored: int
    counted: int


def named(person: Any) -> Any:
    """Load people for their names alone: no roles, no addresses, no passwords."""
    return joinedload(person).options(load_only(Person.display_name), lazyload(Person.grants))


# Challenges


def challenges(actor: Actor, number: int) -> Page[Challenge]:
    """What the actor may see: drafts, then open, then to come, then closed ones."""
    now = clock.now()
    last_closing = (
        sa.select(sa.func.max(Phase.closes_at))
        .where(Phase.challenge_id == Challenge.id)
        .scalar_subquery()
    )
    rank = sa.case(
        (Challenge.published_at.is_(None), 0),
        (is_open_at(now), 1),
        (last_closing > now, 2),
        else_=3,
    )
    query = (
        sa.select(Challenge)
        .options(joinedload(Challenge.issue).joinedload(Issue.mission_group))
        .order_by(rank, Challenge.published_at.desc(), Challenge.id.desc())
    )
    if not rules.can_manage_challenges(actor):
        query = query.where(Challenge.published_at.is_not(None))
    return paginate(query, number, 12)


def is_open_at(moment: Any) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        Phase.challenge_id == Challenge.id, Phase.opens_at <= moment, Phase.closes_at > moment
    )


def open_challenges() -> Sequence[Challenge]:
    query = (
        sa.select(Challenge)
        .where(Challenge.published_at.is_not(None), is_open_at(clock.now()))
        .options(joinedload(Challenge.issue))
        .order_by(Challenge.id)
    )
    return db.session.scalars(query).all()


def challenges_of_issues(actor: Actor, issue_ids: Sequence[int]) -> list[Challenge]:
    query = sa.select(Challenge).where(Challenge.issue_id.in_(issue_ids)).order_by(Challenge.id)
    return [row for row in db.session.scalars(query) if rules.can_see_challenge(actor, row)]


def figures(challenge_ids: Iterable[int]) -> dict[int, Figures]:
    """By challenge; one without ideas is missing from the answer."""
    query = (
        sa.select(
            Idea.challenge_id,
            sa.func.count(),
            sa.func.sum(Idea.votes_count),
            sa.func.sum(Idea.comments_count),
        )
        .where(Idea.challenge_id.in_(list(challenge_ids)), Idea.hidden_at.is_(None))
        .group_by(Idea.challenge_id)
    )
    return {
        row[0]: Figures(*(int(value) for value in row[1:])) for row in db.session.execute(query)
    }


def with_issue() -> tuple[Any, ...]:
    """Options for loading a challenge with what its page names."""
    return (joinedload(Challenge.issue).joinedload(Issue.mission_group),)


def selected_issues(number: int) -> Page[Issue]:
    query = (
        sa.select(Issue)
        .where(Issue.state == IssueState.SELECTED)
        .options(joinedload(Issue.mission_group))
        .order_by(Issue.created_at.desc(), Issue.id.desc())
    )
    return paginate(query, number)


def topics_of(issue_id: int) -> Sequence[Topic]:
    """The link of the evidence chain before the issue."""
    query = (
        sa.select(Topic)
        .join(IssueTopic, IssueTopic.topic_id == Topic.id)
        .where(IssueTopic.issue_id == issue_id)
        .order_by(Topic.comments_count.desc(), Topic.id)
    )
    return db.session.scalars(query).all()


def extensions(challenge: Challenge) -> Sequence[AuditEntry]:
    """When and why phases were made longer or opened again: everybody may know."""
    query = (
        sa.select(AuditEntry)
        .where(
            AuditEntry.object_type == Phase.__tablename__,
            AuditEntry.object_id.in_([str(phase.id) for phase in challenge.phases]),
            AuditEntry.action.in_(("phase.extend", "phase.reopen")),
        )
        .order_by(AuditEntry.id)
    )
    return db.session.scalars(query).all()


# Ideas

ORDERS: dict[Order, tuple[Any, ...]] = {
    Order.NEWEST: (Idea.created_at.desc(), Idea.id.desc()),
    Order.SUPPORTED: (Idea.votes_count.desc(), Idea.id.desc()),
    Order.DISCUSSED: (Idea.comments_count.desc(), Idea.id.desc()),
}


def ideas(actor: Actor, challenge: Challenge, order: Order, search: str, number: int) -> Page[Idea]:
    """Visible ideas, and the actor's own hidden ones, which the page marks."""
    query = (
        sa.select(Idea)
        .where(Idea.challenge_id == challenge.id, _shown_to(actor, Idea))
        .options(named(Idea.author))
        .order_by(*ORDERS[order])
    )
    if search:
        query = query.where(matches(Idea, search))
    return paginate(query, number)


def _shown_to(actor: Actor, model: Any) -> sa.ColumnElement[bool]:
    visible: sa.ColumnElement[bool] = model.hidden_at.is_(None)
    return visible if actor.actor_id is None else visible | (model.author_id == actor.actor_id)


def supported_by(actor: Actor, ideas: Iterable[Idea]) -> set[int]:
    """Which of the ideas the actor supports, by id."""
    if actor.actor_id is None:
        return set()
    query = sa.select(IdeaVote.idea_id).where(
        IdeaVote.person_id == actor.actor_id, IdeaVote.idea_id.in_([idea.id for idea in ideas])
    )
    return set(db.session.scalars(query))


def with_challenge() -> tuple[Any, ...]:
    """Options for loading an idea with its author and the chain behind it."""
    chain = joinedload(Idea.challenge).joinedload(Challenge.issue).joinedload(Issue.mission_group)
    return (chain, named(Idea.author))


def reread(idea: Idea) -> Idea:
    """The idea, its challenge and its phases as they stand now, in this transaction."""
    query = (
        sa.select(Idea)
        .where(Idea.id == idea.id)
        .options(joinedload(Idea.challenge).selectinload(Challenge.phases))
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(query).one()


# Comments


def comments(actor: Actor, idea: Idea, number: int) -> Page[Comment]:
    """From the first on; a moderator sees hidden ones too, an author their own."""
    query = (
        sa.select(Comment)
        .where(Comment.idea_id == idea.id)
        .options(named(Comment.author))
        .order_by(Comment.created_at, Comment.id)
    )
    if not rules.can_moderate(actor):
        query = query.where(_shown_to(actor, Comment))
    return paginate(query, number)


# Moderation


def ideas_to_moderate(shown: Shown, number: int) -> Page[Idea]:
    query = (
        sa.select(Idea)
        .where(_is(shown, Idea))
        .options(named(Idea.author), joinedload(Idea.challenge))
        .order_by(Idea.created_at.desc(), Idea.id.desc())
    )
    return paginate(query, number)


def comments_to_moderate(shown: Shown, number: int) -> Page[Comment]:
    query = (
        sa.select(Comment)
        .where(_is(shown, Comment))
        .options(named(Comment.author), joinedload(Comment.idea).joinedload(Idea.challenge))
        .order_by(Comment.created_at.desc(), Comment.id.desc())
    )
    return paginate(query, number)


def _is(shown: Shown, model: Any) -> sa.ColumnElement[bool]:
    hidden: sa.ColumnElement[bool] = model.hidden_at.is_not(None)
    return hidden if shown is Shown.HIDDEN else ~hidden


# Counters


def counter_differences() -> list[Difference]:
    """Every counter that is not what it counts, seen at one moment."""
    found = []
    for counter in COUNTED:
        stored, actual = getattr(Idea, counter), _count_of(counter, Idea.id)
        query = sa.select(Idea.id, stored, actual).where(stored != actual).order_by(Idea.id)
        found += [Difference(row[0], counter, row[1], row[2]) for row in db.session.execute(query)]
    return found


def counted(counter: str, idea_id: int) -> int:
    return int(db.session.scalar(sa.select(_count_of(counter, sa.literal(idea_id)))) or 0)


def _count_of(counter: str, idea_id: Any) -> Any:
    model, condition = COUNTED[counter]
    query = sa.select(sa.func.count()).select_from(model).where(model.idea_id == idea_id)
    return (query if condition is None else query.where(condition)).scalar_subquery()


COUNTED: dict[str, tuple[Any, Any]] = {
    "votes_count": (IdeaVote, None),
    "comments_count": (Comment, Comment.hidden_at.is_(None)),
}
