"""What followers are told, each by one line in the verb that it tells of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from app.accounts.commands.notices import notify
from app.accounts.models import Person
from app.core import clock
from app.core.actors import Actor
from app.core.db import db, inserting
from app.core.pages import path_to
from app.develop import queries
from app.develop.commands.deciding import Decided
from app.develop.models import (
    Challenge,
    Comment,
    CommentMention,
    Follow,
    Idea,
    Phase,
    PhaseEvent,
    PhaseNews,
)

MOST_RELEASED = 20
CLOSING_SOON = timedelta(days=2)
OPENED_LATELY = timedelta(days=1)
"""An opening longer ago is no news any more: nobody ran the worker then."""


def tell_of_idea(actor: Actor | None, idea: Idea) -> None:
    """Followers of its challenge or mission group hear of an idea that can be seen now."""
    if not idea.is_shown:
        return
    challenge = idea.challenge or db.session.get_one(Challenge, idea.challenge_id)
    people = queries.followers_of_new(challenge)
    notify(
        people.where(Follow.person_id != idea.author_id), "idea.new", but=actor,
        about=f"challenge {challenge.id}", title=challenge.title,
        path=path_to("develop.idea", idea_id=idea.id), idea=idea.title,
    )  # fmt: skip


def tell_of_comment(actor: Actor, idea: Idea, comment: Comment) -> None:
    """Followers of the idea, but for those whom the comment mentions: they heard already."""
    if not comment.is_shown:
        return
    mentioned = sa.exists().where(
        CommentMention.comment_id == comment.id, CommentMention.person_id == Follow.person_id
    )
    notify(
        queries.followers(idea).where(~mentioned), "comment.new", but=actor,
        about=f"idea {idea.id}", title=idea.title,
        path=path_to("develop.idea", idea_id=idea.id, _anchor="comments"),
        author=getattr(actor, "display_name", ""),
    )  # fmt: skip


def tell_of_released(posts: Sequence[Decided]) -> None:
    """What a moderator let through is news now. Of a whole flood let through, it is none."""
    for post in posts if len(posts) <= MOST_RELEASED else ():
        found = db.session.get_one(post.model, post.id, populate_existing=True)
        author = db.session.get_one(Person, post.author_id)
        if isinstance(found, Idea):
            tell_of_idea(author, found)
        else:
            tell_of_comment(author, found.idea, found)


def tell_of_challenge(actor: Actor, challenge: Challenge) -> None:
    """Followers of its mission group hear of a challenge that was just published."""
    notify(
        queries.followers_of_group(challenge), "challenge.new", but=actor,
        about=f"challenge {challenge.id}", title=challenge.title,
        path=path_to("develop.challenge", challenge_id=challenge.id),
    )  # fmt: skip


def tell_of_phases() -> int:
    """Phases that opened or close soon, each told once. Returns how many. By the worker."""
    now = clock.now()
    opened = queries.phases_to_tell(
        Phase.opens_at <= now, Phase.opens_at > now - OPENED_LATELY, Phase.closes_at > now
    )
    closing = queries.phases_to_tell(
        Phase.closes_at > now, Phase.closes_at <= now + CLOSING_SOON, Phase.opens_at <= now
    )
    soon = [phase for phase in closing if phase.closes_at - phase.opens_at > 2 * CLOSING_SOON]
    return sum(_tell(phase, PhaseEvent.OPENED) for phase in opened) + sum(
        _tell(phase, PhaseEvent.CLOSING) for phase in soon
    )


def _tell(phase: Phase, event: PhaseEvent) -> bool:
    of = phase.opens_at if event is PhaseEvent.OPENED else phase.closes_at
    new = inserting(PhaseNews).values(
        phase_id=phase.id, event=event, of=of, told_at=clock.now()
    )  # fmt: skip
    taken = new.on_conflict_do_nothing().returning(PhaseNews.phase_id)
    if db.session.scalar(taken) is None:
        return False
    challenge = phase.challenge
    notify(
        queries.followers_of_phases(challenge), f"phase.{event.value}",
        about=f"challenge {challenge.id}", title=challenge.title,
        path=path_to("develop.challenge", challenge_id=challenge.id),
        phase=phase.kind.value, closes=phase.closes_at.isoformat(),
    )  # fmt: skip
    return True
