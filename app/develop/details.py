"""What an idea has beside its words: tags, a place, files."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from analytics.text import normalise
from app.core.uploads import Prepared

MOST_TAGS = 5
TAG_CHARACTERS = 40
MOST_FILES = 5
ABOUT_CHARACTERS = 200
_BETWEEN = str.maketrans(dict.fromkeys(",;#\n\t،，、", ","))


@dataclass(frozen=True)
class Details:
    tags: tuple[str, ...] = ()
    province_id: int | None = None
    district_id: int | None = None


@dataclass(frozen=True)
class FileChanges:
    """What is to become of the files of a draft or an idea. `about`: by id, what a file shows."""

    new: tuple[Prepared, ...] = ()
    about: Mapping[int, str] = field(default_factory=dict)
    removed: frozenset[int] = frozenset()


def tag_key(name: str) -> str:
    """What makes two spellings the same tag; empty for what is no word.

    >>> tag_key(" #Smart  City ") == tag_key("smart city")
    True
    """
    return _trimmed(" ".join(normalise(name).casefold().split()))


def tag_names(written: Iterable[str | None]) -> tuple[str, ...]:
    """The tags in some fields, several in one parted by commas; each once, as first written."""
    parts = (part for text in written if text for part in text.translate(_BETWEEN).split(","))
    named = ((tag_key(part), _trimmed(" ".join(_seen(part).split()))) for part in parts)
    found: dict[str, str] = {}
    for key, name in named:
        if key and name:
            found.setdefault(key, name)
    return tuple(found.values())


def _seen(text: str) -> str:
    """Without what nobody sees: invisible marks and controls."""
    normal = unicodedata.normalize("NFC", text)
    return "".join(c for c in normal if unicodedata.category(c)[0] != "C" or c.isspace())


def _trimmed(text: str) -> str:
    """Without signs around it; empty where nothing is left that is a letter or a number."""
    begin, end = 0, len(text)
    while begin < end and unicodedata.category(text[begin])[0] not in "LN":
        begin += 1
    while end > begin and unicodedata.category(text[end - 1])[0] not in "LNM":
        end -= 1
    return text[begin:end]
