"""Tags, place and files of an idea, and the version that a change leaves behind."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.core import files
from app.core.actors import Actor
from app.core.db import db, inserting
from app.core.refusals import require
from app.develop import queries
from app.develop.details import MOST_FILES, MOST_TAGS, Details, FileChanges, tag_key
from app.develop.models import (
    Attachment,
    AttachmentKind,
    Idea,
    IdeaDraft,
    IdeaTag,
    IdeaVersion,
    Tag,
)
from app.develop.refusals import Why


def set_details(idea: Idea, details: Details) -> None:
    """Give a flushed idea its tags and its place."""
    idea.province_id, idea.district_id = details.province_id, details.district_id
    wanted = _tag_ids(details.tags[:MOST_TAGS])
    had = set(db.session.scalars(sa.select(IdeaTag.tag_id).where(IdeaTag.idea_id == idea.id)))
    for tag_id in had - wanted:
        db.session.execute(
            sa.delete(IdeaTag).where(IdeaTag.idea_id == idea.id, IdeaTag.tag_id == tag_id)
        )
    for tag_id in sorted(wanted - had):
        db.session.add(IdeaTag(idea_id=idea.id, tag_id=tag_id))
    db.session.flush()


def _tag_ids(names: Iterable[str]) -> set[int]:
    """Of the tags by these names; a new one is spelt as it was first written."""
    keys = {tag_key(name): name for name in names}
    if not keys:
        return set()
    for key in sorted(keys):  # in one order for everybody: two writers never wait for each other
        new = inserting(Tag).values(key=key, name=keys[key])
        db.session.execute(new.on_conflict_do_nothing(index_elements=["key"]))
    return set(db.session.scalars(sa.select(Tag.id).where(Tag.key.in_(keys))))


def change_files(actor: Actor, owner: Idea | IdeaDraft, changes: FileChanges) -> None:
    """Remove, describe and add files of the actor's own draft or idea. Raises `Refused`."""
    there = {attachment.id: attachment for attachment in queries.attachments(owner)}
    for ident in changes.removed & there.keys():
        drop_file(there.pop(ident))
    for ident, about in changes.about.items():
        if ident in there:
            there[ident].description = about
    require(len(there) + len(changes.new) <= MOST_FILES, Why.TOO_MANY_FILES)
    position = max((attachment.position for attachment in there.values()), default=0)
    for number, prepared in enumerate(changes.new, position + 1):
        stored = files.store(prepared.stream(), prepared.name, actor)
        row = Attachment(
            file_id=stored.id, kind=AttachmentKind(prepared.kind.value), position=number,
            width=prepared.width, height=prepared.height,
        )  # fmt: skip
        row.idea_id, row.draft_id = _owned(owner)
        db.session.add(row)
    db.session.flush()


def _owned(owner: Idea | IdeaDraft) -> tuple[int | None, int | None]:
    return (owner.id, None) if isinstance(owner, Idea) else (None, owner.id)


def drop_file(attachment: Attachment) -> None:
    stored = attachment.file
    db.session.delete(attachment)
    db.session.flush()
    files.discard(stored)


def keep_version(idea: Idea, before: dict[str, Any], written_at: datetime) -> int:
    """Keep how the idea read before a change. Returns the number of that version.

    The caller holds the idea's row: two changes at once get two numbers.
    """
    last = sa.select(sa.func.max(IdeaVersion.number)).where(IdeaVersion.idea_id == idea.id)
    number = (db.session.scalar(last) or 0) + 1
    db.session.add(IdeaVersion(idea_id=idea.id, number=number, written_at=written_at, **before))
    db.session.flush()
    return number


def as_it_reads(idea: Idea) -> dict[str, Any]:
    return {"title": idea.title, "body": idea.body, "details": queries.details_of(idea)}
