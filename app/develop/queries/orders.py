"""From what the fair order of threads and of ideas is worked out."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa

from app.core.db import db
from app.develop.models import Comment, CommentReaction, Idea, IdeaOrder
from app.develop.ordering import Entry

Sums = dict[str, int]


def threads_to_order(idea_ids: Sequence[int]) -> Iterator[tuple[int, float, Entry]]:
    """Idea, place, and the thread: found helpful by so many of those who could.

    Who reads what is not recorded. Those who could are the people who found anything helpful in
    this discussion since the thread was begun.
    """
    threads = db.session.execute(
        sa.select(Comment.idea_id, Comment.id, Comment.created_at, Comment.place)
        .where(Comment.idea_id.in_(idea_ids), Comment.parent_id.is_(None))
        .order_by(Comment.id)
    ).all()
    by_thread, last_of_person = _reactions(idea_ids)
    times = {idea_id: sorted(last.values()) for idea_id, last in last_of_person.items()}
    for idea_id, thread_id, created_at, place in threads:
        since = times.get(idea_id, [])
        could = len(since) - bisect_left(since, created_at)
        yield idea_id, place, Entry(thread_id, len(by_thread[thread_id]), could)


def _reactions(
    idea_ids: Sequence[int],
) -> tuple[dict[int, set[int]], dict[int, dict[int, datetime]]]:
    """People by thread, replies included; and by idea, when each last found something helpful."""
    query = (
        sa.select(
            Comment.idea_id,
            sa.func.coalesce(Comment.parent_id, Comment.id),
            CommentReaction.person_id,
            CommentReaction.at,
        )
        .join(CommentReaction, CommentReaction.comment_id == Comment.id)
        .where(Comment.idea_id.in_(idea_ids), Comment.is_shown)
    )
    people: dict[int, set[int]] = defaultdict(set)
    last: dict[int, dict[int, datetime]] = defaultdict(dict)
    for idea_id, thread_id, person_id, at in db.session.execute(query):
        people[thread_id].add(person_id)
        last[idea_id][person_id] = max(at, last[idea_id].get(person_id, at))
    return people, last


def challenges_to_order() -> list[int]:
    """Challenges whose ideas, votes or impressions are not those of their last order."""
    now = (
        sa.select(Idea.challenge_id, *_sums()).where(Idea.is_shown).group_by(Idea.challenge_id)
    ).subquery()
    then = IdeaOrder.__table__.alias()
    same = sa.and_(*(now.c[name] == then.c[name] for name in ("ideas", "votes", "views")))
    query = (
        sa.select(now.c.challenge_id)
        .outerjoin(then, (then.c.challenge_id == now.c.challenge_id) & same)
        .where(then.c.challenge_id.is_(None))
        .order_by(now.c.challenge_id)
    )
    return list(db.session.scalars(query))


def ideas_to_order(challenge_id: int) -> tuple[Sums, list[Entry], dict[int, float]]:
    """What they sum up to, the shown ideas from the oldest on, and where each stands now."""
    query = (
        sa.select(Idea.id, Idea.votes_count, Idea.views_count, Idea.place)
        .where(Idea.challenge_id == challenge_id, Idea.is_shown)
        .order_by(Idea.created_at, Idea.id)
    )
    rows = db.session.execute(query).all()
    sums = {
        "ideas": len(rows),
        "votes": sum(row.votes_count for row in rows),
        "views": sum(row.views_count for row in rows),
    }
    entries = [Entry(row.id, row.votes_count, row.views_count) for row in rows]
    return sums, entries, {row.id: row.place for row in rows}


def order_of(challenge_id: int) -> IdeaOrder | None:
    """When and from what the order was last worked out; None: not yet."""
    return db.session.get(IdeaOrder, challenge_id)


def _sums() -> tuple[sa.Label[int], ...]:
    """As `ideas_to_order` sums them up."""
    return (
        sa.func.count().label("ideas"),
        sa.func.sum(Idea.votes_count).label("votes"),
        sa.func.sum(Idea.views_count).label("views"),
    )
