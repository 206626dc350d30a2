"""Comments on ideas: written, answered, changed, taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from app.accounts.commands.notices import notify
from app.core import audit, clock
from app.core.actors import Actor
from app.core.db import db
from app.core.refusals import require
from app.develop import queries, rules
from app.develop.commands.counters import change_shown, count, make_due, require_as_it_is_now
from app.develop.commands.following import follow_commented
from app.develop.commands.holding import take_in
from app.develop.commands.news import tell_of_comment
from app.develop.models import Comment, CommentMention, Idea, Stance
from app.develop.refusals import Why
from app.develop.rules import Act


def comment_on(
    actor: Actor,
    idea: Idea,
    body: str,
    *,
    stance: Stance = Stance.REMARK,
    mentions: Iterable[int] = (),
) -> Comment:
    """Begin a thread. `mentions`: ids of people who take part here; others are left out.

    Raises `Refused` where the idea is hidden or its challenge takes no comments now.
    """
    require(rules.can_take_part(actor), Why.NOT_ALLOWED)
    comment = Comment(idea_id=idea.id, author_id=actor.actor_id, body=body, stance=stance)
    _post(actor, idea, comment, mentions)
    return comment


def reply_to(actor: Actor, answered: Comment, body: str, mentions: Iterable[int] = ()) -> Comment:
    """Answer a comment, in its thread; whoever wrote it is mentioned. Raises `Refused`."""
    require(rules.can_take_part(actor), Why.NOT_ALLOWED)
    idea = answered.idea
    comment = Comment(
        idea_id=idea.id, author_id=actor.actor_id, body=body,
        parent_id=answered.parent_id or answered.id,
    )  # fmt: skip
    _post(actor, idea, comment, [*mentions, answered.author_id])
    require(queries.comment_is_shown(answered), Why.COMMENT_GONE)
    return comment


def edit_comment(actor: Actor, comment: Comment, *, body: str, stance: Stance) -> None:
    """Change one's words shortly after writing them. Those before stay in the audit log."""
    require(rules.owns_comment(actor, comment), Why.NOT_ALLOWED)
    require(rules.is_just_written(comment), Why.EDIT_TIME_OVER)
    before = _words(comment)
    comment.body, comment.edited_at = body, clock.now()
    if comment.parent_id is None:
        comment.stance = stance
    db.session.flush()
    require(queries.comment_is_shown(comment), Why.COMMENT_GONE)
    take_in(actor, comment, before=before["body"])
    count(Idea.comments_count, comment.idea_id, int(comment.is_shown) - 1)
    require_as_it_is_now(actor, comment.idea, Act.COMMENT)
    audit.record(actor, "comment.edit", comment, before=before, after=_words(comment))


def withdraw_comment(actor: Actor, comment: Comment) -> None:
    """Take one's words back, whenever one likes. Replies stay; the words stay with the office."""
    require(rules.owns_comment(actor, comment), Why.NOT_ALLOWED)
    change_shown(comment, Comment.withdrawn_at.is_(None), withdrawn_at=clock.now())
    audit.record(actor, "comment.withdraw", comment)


def announce(comment_ids: Sequence[int]) -> None:
    """Tell the people whom comments mention that were held until now."""
    mentions: dict[int, list[int]] = {}
    found = sa.select(CommentMention).where(CommentMention.comment_id.in_(comment_ids))
    for mention in db.session.scalars(found.order_by(CommentMention.comment_id)):
        mentions.setdefault(mention.comment_id, []).append(mention.person_id)
    for comment_id, people in mentions.items():
        comment = db.session.get_one(Comment, comment_id)
        _tell_mentioned(people, comment, comment.idea, comment.author.display_name)


def _post(actor: Actor, idea: Idea, comment: Comment, mentions: Iterable[int]) -> None:
    db.session.add(comment)
    db.session.flush()
    take_in(actor, comment)
    if comment.parent_id is not None:  # a new thread is due of itself
        make_due([comment.parent_id])
    count(Idea.comments_count, idea.id, int(comment.is_shown))
    require_as_it_is_now(actor, idea, Act.COMMENT)
    audit.record(actor, "comment.post", comment)
    _mention(actor, idea, comment, mentions)
    follow_commented(actor, comment)
    tell_of_comment(actor, idea, comment)


def _mention(actor: Actor, idea: Idea, comment: Comment, mentions: Iterable[int]) -> None:
    wanted = set(mentions) - {actor.actor_id}
    if not wanted:
        return
    people = queries.taking_part(idea, wanted)
    db.session.add_all(
        CommentMention(comment_id=comment.id, person_id=person_id) for person_id in sorted(people)
    )
    if comment.is_shown:
        _tell_mentioned(people, comment, idea, getattr(actor, "display_name", ""))


def _tell_mentioned(people: Iterable[int], comment: Comment, idea: Idea, author: str) -> None:
    notify(
        [person_id for person_id in people if person_id != comment.author_id], "comment.mention",
        about=f"idea {idea.id}", title=idea.title, path=f"/comments/{comment.id}", author=author,
    )  # fmt: skip


def _words(comment: Comment) -> dict[str, Any]:
    return {"body": comment.body, "stance": comment.stance.value}
