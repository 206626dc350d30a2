"""Which posts say nearly the same, and how often that was said lately."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.develop.fingerprints import NEAR, Fingerprint, distance
from app.develop.models import POSTS, Comment, Idea, TextGroup

MOST_CANDIDATES = 500


def group_near(mark: Fingerprint) -> TextGroup | None:
    """The first group that such a text belongs to. A short text belongs to its equals alone."""
    if mark.short:
        equal = sa.select(TextGroup).where(TextGroup.simhash == mark.hexadecimal, TextGroup.short)
        return db.session.scalars(equal).one_or_none()
    near = (
        ident
        for ident, simhash in _candidates(mark)
        if distance(mark.simhash, int(simhash, 16)) <= NEAR
    )
    first = min(near, default=None)
    return None if first is None else db.session.get(TextGroup, first)


def _candidates(mark: Fingerprint) -> list[Any]:
    """Of one band at least. In no order: ordered by id, SQLite would walk the whole table."""
    bands = (TextGroup.band_0, TextGroup.band_1, TextGroup.band_2, TextGroup.band_3)
    shared = sa.or_(*(band == value for band, value in zip(bands, mark.bands, strict=True)))
    query = sa.select(TextGroup.id, TextGroup.simhash).where(shared, ~TextGroup.short)
    return list(db.session.execute(query.limit(MOST_CANDIDATES)))


def said_lately(
    group_id: int, seconds: int, most: int, *, besides: Idea | Comment, by: int | None = None
) -> int:
    """How many other posts of the group there are since then, at most `most`; `by` one author."""
    since = clock.now() - timedelta(seconds=seconds)
    found = 0
    for model in POSTS:
        said = sa.select(model.id).where(
            model.text_group_id == group_id, model.created_at > since, model.withdrawn_at.is_(None)
        )
        if isinstance(besides, model):
            said = said.where(model.id != besides.id)
        if by is not None:
            said = said.where(model.author_id == by)
        some = said.limit(most).subquery()
        found += db.session.scalar(sa.select(sa.func.count()).select_from(some)) or 0
    return found
