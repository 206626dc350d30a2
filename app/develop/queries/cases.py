"""What a case of the moderators' queue is about: posts that say the same, reports, authors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core import clock
from app.core.actors import Actor
from app.core.db import UtcDateTime, db
from app.core.paging import Page, paginate
from app.develop.models import (
    POST_KEY,
    POSTS,
    Action,
    Comment,
    Decision,
    HouseRule,
    Idea,
    Report,
    TextGroup,
)
from app.develop.queries.people import named

REPORTS_SHOWN = 20


@dataclass(frozen=True)
class Posts:
    """What a case is about: how many posts, by how many, between when, and two of them."""

    count: int = 0
    seen: int = 0
    """How many of them everybody sees now."""
    authors: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    samples: Sequence[Idea | Comment] = field(default_factory=list)
    reported_for: Mapping[HouseRule, int] = field(default_factory=dict)
    held_for: Sequence[str] = ()


def scope_of_case(group: TextGroup) -> dict[type[Any], sa.ColumnElement[bool]]:
    """The posts that are decided together: all that say the same and are not hidden or withdrawn.

    Of a few words that many people write, only those that were reported or held themselves.
    """
    return {model: _in_case(model, model.text_group_id == group.id, group.short) for model in POSTS}


def _in_case(model: Any, of_group: sa.ColumnElement[bool], short: Any) -> sa.ColumnElement[bool]:
    itself = sa.or_(model.held_at.is_not(None), is_reported(model))
    alike = itself if short is True else sa.true() if short is False else sa.or_(~short, itself)
    return sa.and_(of_group, still_there(model), alike)


def names_post(model: Any) -> sa.ColumnElement[bool]:
    """The report is of this post: to join by."""
    return cast(sa.ColumnElement[bool], getattr(Report, POST_KEY[model]) == model.id)


def is_reported(model: Any) -> sa.ColumnElement[bool]:
    """An open report says that the post breaks a rule."""
    return sa.exists().where(names_post(model), Report.settled_at.is_(None))


def still_there(model: Any) -> sa.ColumnElement[bool]:
    """There is something to decide: nobody has hidden the post, nor its author taken it back."""
    return sa.and_(model.hidden_at.is_(None), model.withdrawn_at.is_(None))


def posts_of(group_ids: Sequence[int]) -> dict[int, Posts]:
    """What each of the cases is about."""
    if not group_ids:
        return {}
    figures = {row.group_id: row for row in db.session.execute(_figures(group_ids))}
    samples = _samples(figures.values())
    reported = _reported_for(group_ids)
    return {
        key: Posts(
            row.posts, row.seen, row.authors, row.first_at, row.last_at, samples[key],
            reported.get(key, {}), sorted({row.held_first, row.held_last} - {None}),
        )
        for key, row in figures.items()
    }  # fmt: skip


def _figures(group_ids: Sequence[int]) -> sa.Select[Any]:
    posts = sa.union_all(*(_posts(model, group_ids) for model in POSTS)).subquery()
    return sa.select(
        posts.c.group_id,
        sa.func.count().label("posts"),
        sa.func.sum(posts.c.seen).label("seen"),
        sa.func.count(sa.distinct(posts.c.author_id)).label("authors"),
        sa.func.min(posts.c.created_at, type_=UtcDateTime()).label("first_at"),
        sa.func.max(posts.c.created_at, type_=UtcDateTime()).label("last_at"),
        sa.func.min(posts.c.held_for).label("held_first"),
        sa.func.max(posts.c.held_for).label("held_last"),
        sa.func.min(posts.c.idea_id).label("first_idea"),
        sa.func.max(posts.c.idea_id).label("last_idea"),
        sa.func.min(posts.c.comment_id).label("first_comment"),
        sa.func.max(posts.c.comment_id).label("last_comment"),
    ).group_by(posts.c.group_id)


def _posts(model: Any, group_ids: Sequence[int]) -> sa.Select[Any]:
    nothing = sa.null().cast(sa.Integer)
    return (
        sa.select(
            model.text_group_id.label("group_id"), model.author_id, model.created_at,
            model.held_for, sa.case((model.is_shown, 1), else_=0).label("seen"),
            (model.id if model is Idea else nothing).label("idea_id"),
            (model.id if model is Comment else nothing).label("comment_id"),
        )
        .join(TextGroup, TextGroup.id == model.text_group_id)
        .where(_in_case(model, model.text_group_id.in_(group_ids), TextGroup.short))
    )  # fmt: skip


def _samples(figures: Iterable[Any]) -> dict[int, list[Idea | Comment]]:
    """The first and the last post of each case."""
    ends = {
        row.group_id: (
            sorted({row.first_idea, row.last_idea} - {None}),
            sorted({row.first_comment, row.last_comment} - {None}),
        )
        for row in figures
    }
    ideas = _loaded(Idea, {ident for pair in ends.values() for ident in pair[0]})
    comments = _loaded(Comment, {ident for pair in ends.values() for ident in pair[1]})
    return {
        key: [ideas[ident] for ident in pair[0]] + [comments[ident] for ident in pair[1]]
        for key, pair in ends.items()
    }


def _loaded(model: Any, ids: set[int]) -> dict[int, Any]:
    if not ids:
        return {}
    query = sa.select(model).where(model.id.in_(ids)).options(*with_context(model))
    return {row.id: row for row in db.session.scalars(query)}


def with_context(model: Any) -> tuple[Any, ...]:
    """Options for loading posts with their author's name and where they stand."""
    where = (
        joinedload(Idea.challenge)
        if model is Idea
        else joinedload(Comment.idea).joinedload(Idea.challenge)
    )
    return (named(model.author), where)


def _reported_for(group_ids: Sequence[int]) -> dict[int, dict[HouseRule, int]]:
    found: dict[int, dict[HouseRule, int]] = {}
    for group_id, rule, count in db.session.execute(_rules_reported(group_ids)):
        found.setdefault(group_id, {})[rule] = count
    return found


def _rules_reported(group_ids: Sequence[int]) -> sa.Select[Any]:
    parts = [
        sa.select(model.text_group_id.label("group_id"), Report.rule)
        .join(Report, names_post(model))
        .where(Report.settled_at.is_(None), still_there(model), model.text_group_id.in_(group_ids))
        for model in POSTS
    ]
    reported = sa.union_all(*parts).subquery()
    return sa.select(reported.c.group_id, reported.c.rule, sa.func.count()).group_by(
        reported.c.group_id, reported.c.rule
    )


def case_posts(group: TextGroup, number: int) -> Page[Idea | Comment]:
    """The posts of a case, newest first: of ideas and comments one list."""
    scope = scope_of_case(group)
    rows = [
        sa.select(
            sa.literal(model.__tablename__).label("kind"), model.id.label("id"), model.created_at
        ).where(scope[model])
        for model in POSTS
    ]
    both = sa.union_all(*rows).subquery()
    query = sa.select(both.c.kind, both.c.id).order_by(both.c.created_at.desc(), both.c.id.desc())
    page = paginate(query, number, scalars=False)
    known = {
        model.__tablename__: _loaded(
            model, {i for kind, i in page.rows if kind == model.__tablename__}
        )
        for model in POSTS
    }
    return Page([known[kind][i] for kind, i in page.rows], page.number, page.per_page, page.total)


def open_reports(group: TextGroup) -> Sequence[Report]:
    """The latest open reports of a case, with what people wrote."""
    query = (
        sa.select(Report)
        .outerjoin(Report.idea)
        .outerjoin(Report.comment)
        .where(
            Report.settled_at.is_(None),
            sa.or_(*((model.text_group_id == group.id) & still_there(model) for model in POSTS)),
        )
        .order_by(Report.id.desc())
        .limit(REPORTS_SHOWN)
    )
    return db.session.scalars(query).all()


def authors_of(group: TextGroup, most: int) -> Sequence[tuple[Person, int]]:
    """Who wrote the posts of a case, and how many each, most first; without erased accounts."""
    authors = _authors(group)
    query = (
        sa.select(Person, authors.c.posts)
        .join(authors, authors.c.author_id == Person.id)
        .where(Person.erased_at.is_(None))
        .order_by(authors.c.posts.desc(), Person.id)
        .limit(most)
    )
    return [(person, posts) for person, posts in db.session.execute(query)]


def authors_for(
    action: Action, actor: Actor, group: TextGroup, most: int
) -> tuple[Sequence[Person], int]:
    """Whom of a case a moderator can still warn or suspend: the first of them, how many are left.

    A warning since somebody's last post of the case is taken as one for the case.
    """
    authors = _authors(group)
    query = (
        sa.select(Person)
        .join(authors, authors.c.author_id == Person.id)
        .where(
            Person.erased_at.is_(None), Person.id != actor.actor_id, ~Person.grants.any(),
            sa.or_(Person.suspended_at.is_(None), Person.suspended_until <= clock.now()),
        )
    )  # fmt: skip
    if action is Action.WARN:
        warned = sa.exists().where(
            Decision.person_id == Person.id, Decision.action == Action.WARN,
            Decision.undone_at.is_(None), Decision.decided_at >= authors.c.last_at,
        )  # fmt: skip
        query = query.where(~warned)
    first = query.order_by(authors.c.posts.desc(), Person.id).limit(most)
    people = db.session.scalars(first).all()
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    return people, total - len(people)


def _authors(group: TextGroup) -> sa.Subquery:
    """A line an author of the case: how many posts, and when the last."""
    scope = scope_of_case(group)
    posts = sa.union_all(
        *(sa.select(model.author_id, model.created_at).where(scope[model]) for model in POSTS)
    ).subquery()
    return (
        sa.select(
            posts.c.author_id,
            sa.func.count().label("posts"),
            sa.func.max(posts.c.created_at).label("last_at"),
        )
        .group_by(posts.c.author_id)
        .subquery()
    )
