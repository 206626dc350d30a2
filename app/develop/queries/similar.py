"""Ideas that say something like a text, and what the words for that are learnt from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload

from app.core import clock
from app.core.db import db
from app.core.search import shares_a_word
from app.develop import similar
from app.develop.models import Challenge, Idea, IdeaVector, WordVectors
from app.develop.queries.people import named
from app.diagnose.models import Submission

SIMILAR = 5
LEAST_TEXTS = 20
MOST_TEXTS = 60_000
GROWN_BY = 1.2
OLD_AFTER_DAYS = 30
MOST_BY_WORDS = 500
LEAST_SHARE = 0.3
"""Of a text's telling words, how many an idea must have to be called similar."""
MISSING_AT_ONCE = 2_000


@dataclass(frozen=True)
class Similar:
    """`by_meaning` False: no words are learnt yet, and the ideas share words with the text."""

    ideas: Sequence[Idea]
    by_meaning: bool


def similar_ideas(
    challenge: Challenge, text: str, *, most: int = SIMILAR, but: Iterable[int] = ()
) -> Similar:
    """The nearest shown ideas of the challenge, nearest first; none that are closed."""
    found = similar.nearest(challenge.id, text, most, but=but)
    ids = by_words(challenge, text, most, but) if found is None else [n.idea_id for n in found]
    return Similar(_in_order(ids), by_meaning=found is not None)


def _in_order(ids: Sequence[int]) -> list[Idea]:
    if not ids:
        return []
    query = (
        sa.select(Idea)
        .where(Idea.id.in_(ids))
        .options(named(Idea.author), joinedload(Idea.challenge), defer(Idea.search_text))
    )
    by_id = {idea.id: idea for idea in db.session.scalars(query)}
    return [by_id[ident] for ident in ids if ident in by_id]


def by_words(challenge: Challenge, text: str, most: int, but: Iterable[int]) -> list[int]:
    """Ideas that share words with the text: of the newest that share one, those that share most."""
    wanted = set(similar.telling_words(text))
    if not wanted:
        return []
    query = (
        sa.select(Idea.id, Idea.search_text)
        .where(
            Idea.challenge_id == challenge.id, Idea.is_shown, Idea.closed_at.is_(None),
            Idea.id.not_in(list(but)), shares_a_word(Idea, wanted),
        )
        .order_by(Idea.id.desc())
        .limit(MOST_BY_WORDS)
    )  # fmt: skip
    shares = [(len(wanted & set(row[1].split())), row[0]) for row in db.session.execute(query)]
    enough = [row for row in shares if row[0] >= LEAST_SHARE * len(wanted)]
    return [ident for _, ident in sorted(enough, reverse=True)[:most]]


# Learning


def training_is_due() -> bool:
    """Enough was written since words were last learnt, or they are old and something is new."""
    newest = db.session.scalars(
        sa.select(WordVectors).order_by(WordVectors.id.desc()).limit(1)
    ).first()
    texts = min(_count_texts(), MOST_TEXTS)
    if newest is None:
        return texts >= LEAST_TEXTS
    days = (clock.now() - newest.made_at).days
    return texts >= GROWN_BY * newest.texts_count or (
        days >= OLD_AFTER_DAYS and texts != newest.texts_count
    )


def texts_to_learn_from() -> list[str]:
    """Shown ideas and submissions that were not withdrawn: the newest ones."""
    ideas = sa.select(Idea.title, Idea.body).where(Idea.is_shown).order_by(Idea.id.desc())
    submissions = (
        sa.select(Submission.text)
        .where(Submission.withdrawn_at.is_(None))
        .order_by(Submission.id.desc())
    )
    texts = [f"{row.title}\n{row.body}" for row in db.session.execute(ideas.limit(MOST_TEXTS))]
    left = MOST_TEXTS - len(texts)
    return texts + list(db.session.scalars(submissions.limit(left)))


def _count_texts() -> int:
    ideas = sa.select(sa.func.count()).select_from(Idea).where(Idea.is_shown)
    submissions = (
        sa.select(sa.func.count()).select_from(Submission).where(Submission.withdrawn_at.is_(None))
    )
    return int(db.session.scalar(ideas) or 0) + int(db.session.scalar(submissions) or 0)


def ideas_to_place(word_vectors_id: int) -> list[Any]:
    """Ideas without a vector by these words, or whose text is newer than it."""
    mine = (IdeaVector.idea_id == Idea.id) & (IdeaVector.word_vectors_id == word_vectors_id)
    query = (
        _texts()
        .outerjoin(IdeaVector, mine)
        .where(IdeaVector.idea_id.is_(None) | (Idea.edited_at > IdeaVector.made_at))
        .limit(MISSING_AT_ONCE)
    )
    return list(db.session.execute(query))


def all_ideas_to_place() -> list[Any]:
    return list(db.session.execute(_texts()))


def _texts() -> sa.Select[Any]:
    columns: tuple[Any, ...] = (Idea.id, Idea.challenge_id, Idea.title, Idea.body)
    return sa.select(*columns).order_by(Idea.id.desc())
