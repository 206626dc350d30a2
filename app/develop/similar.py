"""The only file of Develop that talks to the engine: texts in, vectors and near ones out.

Learning needs scikit-learn and happens in a job. All else is plain Python, for web processes: a
text's vector is looked up in a mapped file, near ideas are found by 512 signs each, which every
process keeps, and put in order by their whole vectors, which the database keeps (ADR 8).
"""

from __future__ import annotations

import sys
import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING

import sqlalchemy as sa
from flask import current_app

from app.core import files
from app.core.db import db
from app.core.models import StoredFile
from app.develop.models import Idea, IdeaVector, WordVectors

if TYPE_CHECKING:
    from analytics.folding import WordTables
    from analytics.vectors import Learnt

LEAST_LIKENESS = 0.35
"""Below this, two texts are no more alike than any two on the same subject (ADR 8)."""
CANDIDATES = 200
"""Ideas whose whole vectors are compared: among them are 999 of 1,000 of the nearest five."""
CHECKED_AT_ONCE = 20
LATE_COMMITS = timedelta(minutes=5)
MOST_CHALLENGES = 50


@dataclass(frozen=True)
class Near:
    idea_id: int
    likeness: float


@dataclass(frozen=True)
class Placed:
    """A text's vector and signs as they are stored; both empty where no word is known."""

    vector: bytes
    signs: bytes


@dataclass(frozen=True)
class Training:
    """The newest word vectors, opened."""

    id: int
    tables: WordTables
    made_at: datetime


def place(tables: WordTables, title: str, body: str) -> Placed:
    """Where an idea lies. A millisecond for a page of text."""
    from analytics import folding

    vector = tables.vector(f"{title}\n{body}")
    if vector is None:
        return Placed(b"", b"")
    signs = folding.signs(vector).to_bytes(folding.SIGN_BITS // 8, "little")
    return Placed(_swapped(vector).tobytes(), signs)


def training() -> Training | None:
    """None: nothing is learnt yet, or its file is not here."""
    newest = (
        sa.select(WordVectors.id, WordVectors.made_at, StoredFile)
        .join(StoredFile, StoredFile.id == WordVectors.file_id)
        .order_by(WordVectors.id.desc())
        .limit(1)
    )
    row = db.session.execute(newest).first()
    if row is None:
        return None
    try:
        return Training(row[0], _kept_open(files.path_of(row[2])), row[1])
    except OSError as error:
        current_app.logger.warning("no word vectors: %s", error)
        return None


def read_tables(path: Path) -> WordTables:
    from analytics.folding import WordTables

    return WordTables(path)


_kept_open = lru_cache(maxsize=2)(read_tables)


def nearest(
    challenge_id: int, text: str, most: int, *, but: Iterable[int] = ()
) -> list[Near] | None:
    """The nearest shown ideas of a challenge, nearest first.

    None where vectors can tell nothing: none are learnt, or they know no word of the text.
    """
    from analytics import folding

    learnt = training()
    vector = learnt.tables.vector(text) if learnt else None
    if learnt is None or vector is None:
        return None
    kept, signs = _signs_of(learnt, challenge_id), folding.signs(vector)
    wanted = CANDIDATES
    while True:
        alike = _compare(learnt.id, vector, set(kept.near(signs, wanted)) - set(but))
        found = _shown(challenge_id, alike, most)
        # A flood of ideas that were hidden again must not fill all places
        if len(found) == most or len(alike) < wanted - len(set(but)):
            return found
        wanted *= 5


def telling_words(text: str) -> list[str]:
    """Words of a text that may stand for its subject, each once."""
    from analytics.vocabulary import speaking_words, thai_stop_words, words_of

    return list(dict.fromkeys(speaking_words(words_of(text), thai_stop_words())))


def learn(texts: Iterable[str], out: IO[bytes], progress: Callable[[float], None]) -> Learnt | None:
    """For a job: takes scikit-learn, and seconds. None where too few different texts are there."""
    import analytics
    from analytics.vectors import learn as learn_tables

    try:
        return learn_tables(texts, out, progress=progress)
    except analytics.InputError as error:
        current_app.logger.info("words are not learnt yet: %s", error)
        return None


class Signs:
    """The signs of a challenge's ideas, kept up with what other processes add and change."""

    def __init__(self, learnt: Training, challenge_id: int) -> None:
        self._of = (
            IdeaVector.word_vectors_id == learnt.id,
            IdeaVector.challenge_id == challenge_id,
        )
        self._learnt_at = learnt.made_at
        self._by_idea: dict[int, int] = {}
        self._until: datetime | None = None
        self._busy = threading.Lock()

    def refresh(self) -> None:
        with self._busy:
            new = sa.select(IdeaVector.idea_id, IdeaVector.signs, IdeaVector.made_at)
            new = new.where(*self._of)
            if self._until is not None:
                # All that came with the training itself was there at the first time
                since = max(self._until - LATE_COMMITS, self._learnt_at)
                new = new.where(IdeaVector.made_at > since)
            for idea_id, signs, made_at in db.session.execute(new):
                self._by_idea[idea_id] = int.from_bytes(signs, "little")
                self._until = max(made_at, self._until or made_at)

    def near(self, signs: int, most: int) -> list[int]:
        """Ideas whose signs differ least from these, nearest first."""
        pairs = list(self._by_idea.items())  # at once: other threads go on adding
        differing = [(signs ^ theirs).bit_count() for _, theirs in pairs]
        nearest_first = sorted(range(len(pairs)), key=differing.__getitem__)
        return [pairs[place][0] for place in nearest_first[:most]]


def _signs_of(learnt: Training, challenge_id: int) -> Signs:
    kept: OrderedDict[tuple[int, int, datetime], Signs] = current_app.extensions.setdefault(
        "idea_signs", OrderedDict()
    )
    # With its time: a number may come again where a back-up was restored
    key = (learnt.id, challenge_id, learnt.made_at)
    found = kept.setdefault(key, Signs(learnt, challenge_id))
    kept.move_to_end(key)
    while len(kept) > MOST_CHALLENGES:
        kept.popitem(last=False)
    found.refresh()
    return found


def _compare(word_vectors_id: int, vector: Sequence[float], ids: Iterable[int]) -> list[Near]:
    """Those of the ideas that are alike enough, likest first."""
    from analytics.folding import likeness

    rows = db.session.execute(
        sa.select(IdeaVector.idea_id, IdeaVector.vector).where(
            IdeaVector.idea_id.in_(ids), IdeaVector.word_vectors_id == word_vectors_id
        )
    )
    found = [Near(row[0], likeness(vector, _from_bytes(row[1]))) for row in rows]
    alike = [near for near in found if near.likeness >= LEAST_LIKENESS]
    return sorted(alike, key=lambda near: (-near.likeness, near.idea_id))


def _shown(challenge_id: int, alike: Sequence[Near], most: int) -> list[Near]:
    """The first that everybody sees and that are not closed. Ideas are long rows: few are read."""
    found: list[Near] = []
    for start in range(0, len(alike), CHECKED_AT_ONCE):
        some = alike[start : start + CHECKED_AT_ONCE]
        shown = sa.select(Idea.id).where(
            Idea.id.in_([near.idea_id for near in some]), Idea.challenge_id == challenge_id,
            Idea.is_shown, Idea.closed_at.is_(None),
        )  # fmt: skip
        ids = set(db.session.scalars(shown))
        found += [near for near in some if near.idea_id in ids]
        if len(found) >= most:
            break
    return found[:most]


def _from_bytes(stored: bytes) -> array[float]:
    return _swapped(array("f", stored))


def _swapped(vector: array[float]) -> array[float]:
    """Between this machine's order of bytes and little-endian, either way."""
    if sys.byteorder == "big":
        vector.byteswap()
    return vector
