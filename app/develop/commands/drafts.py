"""Drafts: saved as somebody types, deleted, posted.

None leaves an entry in the audit log: until it is posted, what somebody writes is their own affair.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.actors import Actor
from app.core.db import db
from app.core.refusals import require
from app.develop import queries, rules
from app.develop.commands.details import change_files, drop_file
from app.develop.commands.ideas import post_idea
from app.develop.details import Details, FileChanges
from app.develop.models import Attachment, Challenge, Idea, IdeaDraft
from app.develop.refusals import Why
from app.develop.rules import Act

Typed = dict[str, Any]
"""`title`, `body` and `details`: the form as it stands, fit to be posted or not."""


def begin_draft(actor: Actor, challenge: Challenge, typed: Typed, files: FileChanges) -> IdeaDraft:
    """Raises `Refused` where no ideas are taken, or the actor has as many drafts as one may."""
    may = rules.can_post_idea(actor, challenge)
    require(may, rules.why_not(actor, challenge, Act.POST))
    require(queries.how_many_drafts(actor) < rules.MOST_DRAFTS, Why.TOO_MANY_DRAFTS)
    draft = IdeaDraft(challenge_id=challenge.id, author_id=actor.actor_id, **typed)
    db.session.add(draft)
    db.session.flush()
    change_files(actor, draft, files)
    return draft


def save_draft(actor: Actor, draft: IdeaDraft, typed: Typed, files: FileChanges) -> IdeaDraft:
    """Also after the challenge has closed: it is theirs to keep. Raises `Refused`."""
    require(rules.can_write_draft(actor, draft), Why.NOT_ALLOWED)
    for name, value in typed.items():
        setattr(draft, name, value)
    draft.saved_at = clock.now()
    db.session.flush()
    change_files(actor, draft, files)
    return draft


def delete_draft(actor: Actor, draft: IdeaDraft) -> None:
    require(rules.owns_draft(actor, draft), Why.NOT_ALLOWED)
    for attachment in queries.attachments(draft):
        drop_file(attachment)
    _gone(draft)


def post_draft(
    actor: Actor, draft: IdeaDraft, *, title: str, body: str, details: Details, files: FileChanges
) -> Idea:
    """Make a draft an idea, its files with it. Raises `Refused`; of two at once the second."""
    require(rules.can_write_draft(actor, draft), Why.NOT_ALLOWED)
    change_files(actor, draft, files)
    idea = post_idea(actor, draft.challenge, title=title, body=body, details=details)
    moved = sa.update(Attachment).where(Attachment.draft_id == draft.id)
    db.session.execute(
        moved.values(draft_id=None, idea_id=idea.id).execution_options(synchronize_session="fetch")
    )
    _gone(draft)
    return idea


def _gone(draft: IdeaDraft) -> None:
    """Posted or deleted once, however many requests ask for it."""
    ident = draft.id
    db.session.expunge(draft)
    done: Any = db.session.execute(sa.delete(IdeaDraft).where(IdeaDraft.id == ident))
    require(done.rowcount == 1, Why.NOTHING_TO_DO)


def forget_drafts(before: datetime) -> int:
    """Drafts that nobody has saved since, with their files. Returns how many."""
    old = sa.select(IdeaDraft).where(IdeaDraft.saved_at < before)
    drafts = db.session.scalars(old).all()
    for draft in drafts:
        for attachment in queries.attachments(draft):
            drop_file(attachment)
        db.session.delete(draft)
    db.session.flush()
    return len(drafts)
