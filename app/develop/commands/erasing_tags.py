"""Tags that hold the address of somebody who is erased: a tag is one row, whoever wrote it."""

from __future__ import annotations

import sqlalchemy as sa

from app.accounts import erasure
from app.accounts.models import Person
from app.core.db import db
from app.develop.models import IdeaTag, Tag


@erasure.contribute
def forget_tags(person: Person) -> None:
    """Deleted, not changed: of two people the tags would become one, and keys are unique."""
    traces = erasure.traces_of(person)
    named = db.session.execute(sa.select(Tag.id, Tag.key, Tag.name).where(Tag.key.contains("@")))
    gone = [
        row.id for row in named.all()
        if any(traces.out_of_addresses(text) != text for text in (row.key, row.name))
    ]  # fmt: skip
    db.session.execute(sa.delete(IdeaTag).where(IdeaTag.tag_id.in_(gone)))
    db.session.execute(sa.delete(Tag).where(Tag.id.in_(gone)))
