"""The discussion of an idea: threads in an order, and the replies of a page at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Person, Role, RoleGrant
from app.core.actors import Actor
from app.core.db import db
from app.core.paging import Page, paginate
from app.develop import rules
from app.develop.models import Comment, CommentMention, CommentReaction, Idea, Stance
from app.develop.queries.people import named, shown_to

THREADS_A_PAGE = 20
REPLIES_SHOWN = 3
REPLIES_A_PAGE = 50
_BETWEEN = "\x1f"


class ThreadOrder(StrEnum):
    FAIR = "fair"
    NEWEST = "newest"
    OLDEST = "oldest"


THREAD_ORDERS: dict[ThreadOrder, tuple[Any, ...]] = {
    ThreadOrder.FAIR: (Comment.place, Comment.id),
    ThreadOrder.NEWEST: (Comment.created_at.desc(), Comment.id.desc()),
    ThreadOrder.OLDEST: (Comment.created_at, Comment.id),
}


@dataclass(frozen=True)
class Wanted:
    """Which threads a reader asks for, and in which order."""

    order: ThreadOrder = ThreadOrder.FAIR
    stance: Stance | None = None
    unanswered: bool = False


@dataclass(frozen=True)
class Said:
    """A comment as one reader meets it: whom it mentions, and whether they find it helpful."""

    comment: Comment
    mentioned: Sequence[str]
    helpful: bool


@dataclass
class Thread:
    """`first` begins it; `replies` are the latest ones, of `replies_count`."""

    first: Said
    replies: list[Said] = field(default_factory=list)
    replies_count: int = 0


@dataclass(frozen=True)
class Discussion:
    """A page of threads; `stances`: how many shown ones there are of each, filtered or not."""

    page: Page[Thread]
    stances: dict[Stance, int]
    unanswered: int


def discussion(actor: Actor, idea: Idea, wanted: Wanted, number: int) -> Discussion:
    """Three queries, or one where nobody has commented.

    `wanted.unanswered` must be asked for only by those who `can_see_unanswered`.
    """
    visible, stances, unanswered = _counts(actor, idea)
    total = unanswered if wanted.unanswered else sum(
        count for stance, count in visible.items() if wanted.stance in (None, stance)
    )  # fmt: skip
    number = min(number, max(1, -(-total // THREADS_A_PAGE)))
    rows = _threads(actor, idea, wanted, number) if total else []
    return Discussion(Page(rows, number, THREADS_A_PAGE, total), stances, unanswered)


def thread(actor: Actor, first: Comment, number: int) -> tuple[Said, Page[Said]] | None:
    """A whole thread, from its first reply on; None where the reader sees nothing of it."""
    found = sa.select(Comment, *_seen_by(actor)).where(Comment.id == first.id)
    row = db.session.execute(found.where(_thread_is_visible(actor)).options(*_names())).first()
    if row is None:
        return None
    replies = (
        sa.select(Comment, *_seen_by(actor))
        .where(Comment.parent_id == first.id, _is_readable(actor, Comment))
        .options(*_names())
        .order_by(Comment.created_at, Comment.id)
    )
    page = paginate(replies, number, REPLIES_A_PAGE, scalars=False)
    said = [_said(one) for one in page.rows]
    return _said(row), Page(said, page.number, page.per_page, page.total)


def page_of_thread(actor: Actor, first: Comment) -> int:
    """On which page of the default order a thread stands."""
    before = sa.tuple_(Comment.place, Comment.id) < sa.tuple_(first.place, first.id)
    query = sa.select(sa.func.count()).where(
        Comment.idea_id == first.idea_id, Comment.parent_id.is_(None),
        _thread_is_visible(actor), before,
    )  # fmt: skip
    return 1 + (db.session.scalar(query) or 0) // THREADS_A_PAGE


def page_of_reply(actor: Actor, reply: Comment) -> int:
    """On which page of its thread a reply stands."""
    at = sa.tuple_(Comment.created_at, Comment.id)
    query = sa.select(sa.func.count()).where(
        Comment.parent_id == reply.parent_id, _is_readable(actor, Comment),
        at < sa.tuple_(sa.bindparam("at", reply.created_at, Comment.created_at.type), reply.id),
    )  # fmt: skip
    return 1 + (db.session.scalar(query) or 0) // REPLIES_A_PAGE


def comment_is_shown(comment: Comment) -> bool:
    """As it stands now, whatever this session has loaded before."""
    query = sa.select(Comment.is_shown).where(Comment.id == comment.id)
    return bool(db.session.scalar(query))


def _counts(actor: Actor, idea: Idea) -> tuple[dict[Stance, int], dict[Stance, int], int]:
    """By stance: threads the reader sees, and those that everybody sees; questions that wait."""
    waits: Any = _waits_for_answer(idea) if rules.can_see_unanswered(actor, idea) else sa.false()
    query = (
        sa.select(
            Comment.stance,
            sa.func.count(),
            sa.func.sum(sa.case((Comment.is_shown, 1), else_=0)),
            sa.func.sum(sa.case((waits, 1), else_=0)),
        )
        .where(
            Comment.idea_id == idea.id, Comment.parent_id.is_(None), _thread_is_visible(actor)
        )
        .group_by(Comment.stance)
    )  # fmt: skip
    rows = db.session.execute(query).all()
    shown = {row[0]: int(row[2]) for row in rows if row[2]}
    stances = {stance: shown[stance] for stance in Stance if stance in shown}
    return {row[0]: row[1] for row in rows}, stances, sum(int(row[3]) for row in rows)


def _threads(actor: Actor, idea: Idea, wanted: Wanted, number: int) -> list[Thread]:
    query = (
        sa.select(Comment, *_seen_by(actor))
        .where(Comment.idea_id == idea.id, Comment.parent_id.is_(None), _thread_is_visible(actor))
        .options(*_names())
        .order_by(*THREAD_ORDERS[wanted.order])
    )
    if wanted.unanswered:
        query = query.where(_waits_for_answer(idea))
    elif wanted.stance:
        query = query.where(Comment.stance == wanted.stance)
    page = query.limit(THREADS_A_PAGE).offset((number - 1) * THREADS_A_PAGE)
    threads = {row[0].id: Thread(_said(row)) for row in db.session.execute(page)}
    _add_replies(actor, threads)
    return list(threads.values())


def _add_replies(actor: Actor, threads: dict[int, Thread]) -> None:
    """The latest replies of all threads in one query, and how many each has."""
    thread_id = Comment.parent_id
    latest_first = (Comment.created_at.desc(), Comment.id.desc())
    back = sa.func.row_number().over(partition_by=thread_id, order_by=latest_first)
    all_of_them = sa.func.count().over(partition_by=thread_id)
    ranked = (
        sa.select(Comment.id, back.label("back"), all_of_them.label("all_of_them"))
        .where(Comment.parent_id.in_(_padded(threads)), _is_readable(actor, Comment))
        .subquery()
    )
    query = (
        sa.select(Comment, *_seen_by(actor), ranked.c.all_of_them)
        .join(ranked, ranked.c.id == Comment.id)
        .where(ranked.c.back <= REPLIES_SHOWN)
        .options(*_names())
        .order_by(Comment.created_at, Comment.id)
    )
    for row in db.session.execute(query):
        found = threads[row[0].parent_id]
        found.replies.append(_said(row))
        found.replies_count = row[3]


def _padded(ids: Iterable[int]) -> list[int]:
    """As many as a page has threads, the last one again and again: one statement for all pages,
    which the database prepares once."""
    found = list(ids)
    return found + found[-1:] * (THREADS_A_PAGE - len(found))


def _names() -> tuple[Any, ...]:
    return (named(Comment.author),)


def _seen_by(actor: Actor) -> tuple[Any, Any]:
    """Columns beside a comment: the names it mentions, whether this reader finds it helpful."""
    if actor.actor_id is None:
        return _mentioned(), sa.literal(False)
    helpful = sa.exists().where(
        CommentReaction.comment_id == Comment.id, CommentReaction.person_id == actor.actor_id
    )
    return _mentioned(), helpful


@cache
def _mentioned() -> Any:
    """Built once, as the other parts below: they cost more to build than to run."""
    return (
        sa.select(sa.func.aggregate_strings(Person.display_name, _BETWEEN))
        .select_from(CommentMention)
        .join(Person, Person.id == CommentMention.person_id)
        .where(CommentMention.comment_id == Comment.id)
        .correlate(Comment)
        .scalar_subquery()
    )


def _said(row: Any) -> Said:
    return Said(row[0], row[1].split(_BETWEEN) if row[1] else (), bool(row[2]))


def _is_readable(actor: Actor, model: Any) -> sa.ColumnElement[bool]:
    """What was taken back nobody reads; what is hidden or held, its author and moderators."""
    kept: sa.ColumnElement[bool] = model.withdrawn_at.is_(None)
    return kept if rules.can_moderate(actor) else kept & shown_to(actor, model)


def _thread_is_visible(actor: Actor) -> sa.ColumnElement[bool]:
    """It keeps its place while anything of it is shown, though its first words are gone."""
    if actor.actor_id is None:
        return _thread_is_shown()
    return _is_readable(actor, Comment) | _has_shown_reply()


@cache
def _thread_is_shown() -> sa.ColumnElement[bool]:
    shown: Any = Comment.is_shown
    return cast(sa.ColumnElement[bool], shown | _has_shown_reply())


@cache
def _has_shown_reply() -> sa.ColumnElement[bool]:
    reply = aliased(Comment)
    return sa.exists().where(reply.parent_id == Comment.id, reply.is_shown).correlate(Comment)


def _waits_for_answer(idea: Idea) -> sa.ColumnElement[bool]:
    """A question to which neither the idea's author nor an officer has replied."""
    reply = aliased(Comment)
    is_officer = sa.exists().where(
        RoleGrant.person_id == reply.author_id, RoleGrant.role == Role.OFFICER
    )
    answer = sa.exists().where(
        reply.parent_id == Comment.id, reply.is_shown, reply.author_id != Comment.author_id,
        (reply.author_id == idea.author_id) | is_officer.correlate(reply),
    )  # fmt: skip
    question = (Comment.stance == Stance.QUESTION) & Comment.is_shown
    return question & ~answer.correlate(Comment)
