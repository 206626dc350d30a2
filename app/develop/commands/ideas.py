"""Ideas: posted and changed."""

from __future__ import annotations

import sqlalchemy as sa

from app.core import audit, clock
from app.core.actors import Actor
from app.core.db import db
from app.core.refusals import require
from app.core.search import search_text
from app.develop import rules
from app.develop.commands.details import as_it_reads, change_files, keep_version, set_details
from app.develop.commands.following import follow_own
from app.develop.commands.holding import take_in, words_of
from app.develop.commands.news import tell_of_idea
from app.develop.commands.similar import place_idea
from app.develop.details import Details, FileChanges
from app.develop.models import Challenge, Idea
from app.develop.rules import Act

NOTHING_MORE = Details()
NO_FILES = FileChanges()


def post_idea(
    actor: Actor,
    challenge: Challenge,
    *,
    title: str,
    body: str,
    details: Details = NOTHING_MORE,
    files: FileChanges = NO_FILES,
) -> Idea:
    """Raises `Refused` where the challenge takes no ideas now."""
    may = rules.can_post_idea(actor, challenge)
    require(may, rules.why_not(actor, challenge, Act.POST))
    idea = Idea(
        challenge_id=challenge.id, author_id=actor.actor_id, title=title, body=body,
        search_text=search_text(title, body),
    )  # fmt: skip
    db.session.add(idea)
    db.session.flush()
    place_idea(idea)
    set_details(idea, details)
    change_files(actor, idea, files)
    take_in(actor, idea)
    audit.record(actor, "idea.post", idea, after={"title": title})
    follow_own(actor, idea)
    tell_of_idea(actor, idea)
    return idea


def edit_idea(
    actor: Actor,
    idea: Idea,
    *,
    title: str,
    body: str,
    details: Details | None = None,
    files: FileChanges = NO_FILES,
) -> None:
    """Change one's own idea while ideas are taken. How it read before stays as a version.

    `details` None leaves the tags and the place as they are. Raises `Refused`.
    """
    _hold(idea)
    may = rules.can_edit_idea(actor, idea)
    require(may, rules.why_not_on(actor, idea, Act.EDIT))
    before, written_at = as_it_reads(idea), idea.edited_at or idea.created_at
    words = words_of(idea)
    idea.title, idea.body, idea.search_text = title, body, search_text(title, body)
    if details is not None:
        set_details(idea, details)
    change_files(actor, idea, files)
    after = as_it_reads(idea)
    if after == before:
        return
    idea.edited_at = clock.now()
    db.session.flush()
    take_in(actor, idea, before=words)
    place_idea(idea)
    changed = sorted(name for name in after if after[name] != before[name])
    number = keep_version(idea, before, written_at)
    audit.record(actor, "idea.edit", idea, after={"keeps_version": number, "changed": changed})


def _hold(idea: Idea) -> None:
    """One change after the other, each on what the one before left."""
    held = sa.select(Idea).where(Idea.id == idea.id).with_for_update()
    db.session.scalars(held.execution_options(populate_existing=True)).one()
