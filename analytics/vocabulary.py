"""Which words of a comment count, and the phrases they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from analytics.text.mask import mask
from analytics.text.normalise import normalise
from analytics.text.tokens import (
    MAX_CHARS,
    cut_normalised,
    is_word,
    read_list,
    syllables,
    thai_list,
)

# Stop words that turn a meaning round or name a direction: kept inside phrases
# (ไม่ ติด, โทร ออก), never counted alone.
MEANINGFUL = frozenset(
    {"ไม่", "ไม่ได้", "ไม่มี", "ยังไม่", "ออก", "เข้า", "ขึ้น", "ลง", "เปิด", "ปิด", "ขาด", "เกิน"}
    | {"ถูก", "ช้า", "เร็ว", "ส่ง", "รับ", "เปลี่ยน", "เพิ่ม", "ใหม่", "หมด", "แก้ไข"}
)
_EDGES = "-_.,'’"
_SHORTEST = 2  # characters: a single letter names nothing


@lru_cache(maxsize=1)
def polite_words() -> frozenset[str]:
    """Courtesies, and words of complaining and asking whatever about."""
    return frozenset(read_list("stopwords.txt"))


@lru_cache(maxsize=8)
def stop_words(extra: tuple[str, ...] = ()) -> frozenset[str]:
    """All words that say nothing about a subject: general, polite, and the caller's own."""
    # scikit-learn takes seconds to import, and a process that only folds new texts never needs it
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    own = (normalise(word).lower() for word in extra)
    return frozenset({*thai_stop_words(), *ENGLISH_STOP_WORDS, *own} - {""})


@lru_cache(maxsize=1)
def thai_stop_words() -> frozenset[str]:
    general = (normalise(word).lower() for word in thai_list("stopwords_th.txt"))
    return frozenset({*general, *polite_words()})


def words_of(text: str) -> list[str]:
    """The words of one text, by all the steps that an analysis takes before it learns anything."""
    masked, _ = mask(normalise(text[:MAX_CHARS]))
    return plain_words(cut_normalised(masked))


def plain_words(tokens: Iterable[str]) -> list[str]:
    """The words among the cutter's tokens, numbers left out."""
    return [word for word in map(_plain, tokens) if word]


@lru_cache(maxsize=200_000)
def _plain(token: str) -> str:
    """The word that a token holds, or nothing. One object a word: a million tokens share it."""
    word = token.strip(_EDGES) if is_word(token) else ""
    return "" if _is_number(word) else word


def speaking_words(words: Iterable[str], stop: frozenset[str]) -> list[str]:
    """Words that may stand for a subject: no stop word, no single letter."""
    return [word for word in words if word not in stop and len(word) >= _SHORTEST]


def phrase_words(words: Iterable[str], stop: frozenset[str]) -> list[str]:
    """Words that phrases are built of: courtesies out, function words still in."""
    empty = (polite_words() & stop) - MEANINGFUL
    return [word for word in words if word not in empty]


def parts(words: Iterable[str]) -> list[str]:
    """Syllables of the words: what น้ำท่วม and ระบายน้ำ have in common."""
    return [part for word in words for part in _parts(word)]


@lru_cache(maxsize=200_000)
def _parts(word: str) -> tuple[str, ...]:
    return tuple(part for part in syllables(word) if len(part) >= _SHORTEST)


def pairs(words: Sequence[str], stop: frozenset[str]) -> list[str]:
    """Neighbouring words joined by "_", unless both are stop words."""
    return [f"{one}_{two}" for one, two in pairwise(words) if not (one in stop and two in stop)]


def _is_number(word: str) -> bool:
    return word.replace(".", "").replace(",", "").isdecimal()
