"""Thai word vectors, learnt by the worker, and each idea's own."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Model, UtcDateTime


class WordVectors(Model):
    """Word vectors of one training, in a stored file. Old ones go when new ones are in use."""

    __tablename__ = "word_vectors"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_files.id"))
    dimensions: Mapped[int]
    words_count: Mapped[int]
    texts_count: Mapped[int]
    """Texts they were learnt from."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class IdeaVector(Model):
    """Where an idea lies among the others, by one training's words."""

    __tablename__ = "idea_vectors"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    word_vectors_id: Mapped[int] = mapped_column(sa.ForeignKey("word_vectors.id"))
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"), index=True)
    """The idea's: what is searched lies in one index."""
    vector: Mapped[bytes] = mapped_column(sa.LargeBinary)
    """float32, little-endian, of length 1."""
    signs: Mapped[bytes] = mapped_column(sa.LargeBinary)
    """Which side of 512 planes it lies on: near ones are first looked for among these."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    __table_args__ = (
        sa.Index("ix_idea_vectors_new", "word_vectors_id", "challenge_id", "made_at"),
    )
