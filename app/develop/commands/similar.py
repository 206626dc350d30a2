"""Where ideas lie among each other. No verbs of anybody's: parts of posting, editing, a job."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Protocol

import sqlalchemy as sa

from app.core import clock, files
from app.core.db import db, inserting
from app.core.models import StoredFile
from app.develop import similar
from app.develop.models import Idea, IdeaVector, WordVectors

KEPT_TRAININGS = 2
"""The one in use, and the one before, which another process may be about to open."""


class Learnt(Protocol):
    """What a training says of itself: see `analytics.vectors.Learnt`."""

    @property
    def dimensions(self) -> int: ...

    @property
    def words(self) -> int: ...


@dataclass(frozen=True)
class Place:
    """Where an idea lies, by its text as it was at `read_at`."""

    idea_id: int
    challenge_id: int
    placed: similar.Placed
    read_at: datetime


def place_idea(idea: Idea) -> None:
    """Give a new or changed idea its vector, where words have been learnt."""
    training = similar.training()
    if training is not None:
        placed = similar.place(training.tables, idea.title, idea.body)
        store_places(training.id, [Place(idea.id, idea.challenge_id, placed, clock.now())])


def store_places(word_vectors_id: int, places: Iterable[Place]) -> None:
    rows = [_row(word_vectors_id, place) for place in sorted(places, key=lambda p: p.idea_id)]
    if not rows:
        return
    insert = inserting(IdeaVector)
    changed = {name: insert.excluded[name] for name in rows[0] if name != "idea_id"}
    upsert = insert.on_conflict_do_update(index_elements=["idea_id"], set_=changed)
    db.session.execute(upsert, rows)


def store_training(file: IO[bytes], learnt: Learnt, texts: int, places: list[Place]) -> None:
    """Put newly learnt words and the places of all ideas in the place of the old ones."""
    stored = files.store(file, "words.bin", None)
    made = WordVectors(
        file_id=stored.id, dimensions=learnt.dimensions, words_count=learnt.words,
        texts_count=texts,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    store_places(made.id, places)
    _forget_old_trainings()


def _row(word_vectors_id: int, place: Place) -> dict[str, Any]:
    return {
        "idea_id": place.idea_id,
        "challenge_id": place.challenge_id,
        "word_vectors_id": word_vectors_id,
        "vector": place.placed.vector,
        "signs": place.placed.signs,
        "made_at": place.read_at,
    }


def _forget_old_trainings() -> None:
    """Vectors by old words first, then the words and their files."""
    kept = sa.select(WordVectors.id).order_by(WordVectors.id.desc()).limit(KEPT_TRAININGS)
    ids = list(db.session.scalars(kept))
    db.session.execute(sa.delete(IdeaVector).where(IdeaVector.word_vectors_id.not_in(ids)))
    for old in db.session.scalars(sa.select(WordVectors).where(WordVectors.id.not_in(ids))).all():
        file = db.session.get_one(StoredFile, old.file_id)
        db.session.delete(old)
        db.session.flush()
        files.discard(file)
