"""From a frame to comments that can be analysed: checked, ordered, normalised, masked, merged."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from analytics.errors import InputError
from analytics.params import Params
from analytics.progress import Progress, Stage
from analytics.result import Duplicates, Id
from analytics.text.mask import mask
from analytics.text.normalise import normalise
from analytics.text.tokens import cut_normalised, is_word

OPTIONAL = ("person", "created_at", "channel", "group")
_POLITE = re.compile("(?:นะ)?(?:ครับผม|ครับ|คับ|ค่ะ|คะ|จ้า|จ้ะ|จ๊ะ)")
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Row:
    """One row of the frame, as plain values; what is not known is None."""

    id: Id
    text: str
    person: str | None = None
    created_at: str | None = None
    channel: str | None = None
    group: str | None = None


@dataclass
class Comments:
    """The rows in the order of their ids, and what was found out before any clustering.

    ``kept`` are indices into ``rows`` of the different comments that have words; ``tokens``
    stands beside it, one list a kept comment. ``same_as`` maps a row to the row it repeats.
    """

    rows: list[Row]
    has_person: bool
    kept: list[int] = field(default_factory=list)
    tokens: list[list[str]] = field(default_factory=list)
    same_as: dict[int, int] = field(default_factory=dict)
    left_out: dict[int, str] = field(default_factory=dict)
    masked: Counter[str] = field(default_factory=Counter)
    truncated: int = 0

    def duplicates(self) -> tuple[Duplicates, ...]:
        """Groups of repeated comments, in the order of the first of each."""
        groups: dict[int, list[Id]] = {}
        for index in sorted(self.same_as):
            groups.setdefault(self.same_as[index], []).append(self.rows[index].id)
        return tuple(
            Duplicates(self.rows[first].id, tuple(groups[first])) for first in sorted(groups)
        )


def read_comments(frame: pd.DataFrame, params: Params, progress: Progress) -> Comments:
    """Check ``frame`` and prepare its comments. Raises `InputError` where it cannot be used."""
    comments = Comments(_rows(frame, params), has_person="person" in frame.columns)
    clean = _normalise_and_mask(comments, params, progress)
    _merge_duplicates(comments, clean)
    _tokenise(comments, clean, params, progress)
    _check_enough(comments, params)
    return comments


def data_hash(rows: Iterable[Row]) -> str:
    """SHA-256 over the rows in the order of their ids; fields are set apart by control signs."""
    digest = hashlib.sha256()
    for row in rows:
        fields = (row.id, row.text, row.person, row.created_at, row.channel, row.group)
        line = "\x1f".join("\x00" if value is None else str(value) for value in fields)
        digest.update(line.encode("utf-8", "surrogatepass") + b"\x1e")
    return digest.hexdigest()


def _rows(frame: pd.DataFrame, params: Params) -> list[Row]:
    for column in ("id", "text"):
        if column not in frame.columns:
            names = ", ".join(map(str, frame.columns))
            raise InputError("no_column", column=column, columns=names)
    if frame.empty:
        raise InputError("no_rows", minimum=params.least_comments)
    columns = [
        _texts(frame[name]) if name in frame.columns else [None] * len(frame) for name in OPTIONAL
    ]
    texts = [text or "" for text in _texts(frame["text"])]
    rows = [Row(*values) for values in zip(_ids(frame["id"]), texts, *columns, strict=True)]
    return sorted(rows, key=lambda row: row.id)


def _ids(column: pd.Series) -> list[Id]:
    """Whole numbers where all are, else text, so that they have one order."""
    values = column.tolist()
    for number, is_missing in enumerate(column.isna(), start=1):
        if is_missing:
            raise InputError("missing_id", row=number)
    all_whole = pd.api.types.is_integer_dtype(column.dtype) or all(
        isinstance(value, int) and not isinstance(value, bool) for value in values
    )
    ids: list[Id] = [int(value) if all_whole else str(value) for value in values]
    repeated = [value for value, times in Counter(ids).items() if times > 1]
    if repeated:
        raise InputError("duplicate_id", id=repeated[0])
    return ids


def _texts(column: pd.Series) -> list[str | None]:
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return [None if pd.isna(value) else value.isoformat() for value in column]
    missing = column.isna().tolist()
    return [
        None if gone else _as_text(value)
        for value, gone in zip(column.tolist(), missing, strict=True)
    ]


def _as_text(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _normalise_and_mask(comments: Comments, params: Params, progress: Progress) -> list[str]:
    """Clean texts beside the rows; empty for what holds nothing."""
    clean: list[str] = []
    for row in progress.each(Stage.NORMALISE, comments.rows, len(comments.rows)):
        comments.truncated += len(row.text) > params.max_chars
        text, counts = mask(normalise(row.text[: params.max_chars]))
        comments.masked.update(counts)
        clean.append(text)
    return clean


def _merge_duplicates(comments: Comments, clean: Sequence[str]) -> None:
    first: dict[str, int] = {}
    for index, text in enumerate(clean):
        if not text:
            comments.left_out[index] = "empty"
            continue
        original = first.setdefault(duplicate_key(text), index)
        if original != index:
            comments.same_as[index] = original
    if len(comments.left_out) == len(clean):
        raise InputError("all_empty")


def duplicate_key(text: str) -> str:
    """Letters and digits of a normalised text: equal for comments that say the same."""
    key = _NO_LETTER.sub("", _POLITE.sub("", text).lower())
    return key or text


def _tokenise(comments: Comments, clean: Sequence[str], params: Params, progress: Progress) -> None:
    todo = [
        index
        for index in range(len(clean))
        if index not in comments.same_as and index not in comments.left_out
    ]
    for index in progress.each(Stage.TOKENISE, todo, len(todo)):
        tokens = cut_normalised(clean[index], params.extra_words)
        if any(map(is_word, tokens)):
            comments.kept.append(index)
            comments.tokens.append(tokens)
        else:
            comments.left_out[index] = "no_words"
    for index, original in comments.same_as.items():
        if original in comments.left_out:
            comments.left_out[index] = comments.left_out[original]


def _check_enough(comments: Comments, params: Params) -> None:
    usable, received = len(comments.kept), len(comments.rows)
    if usable == 1 and received > 1 and len(comments.left_out) < received - 1:
        raise InputError("all_equal", received=received)
    if usable < params.least_comments:
        raise InputError("too_few", usable=usable, minimum=params.least_comments)
    if params.topics is not None and params.topics > usable // 2:
        raise InputError(
            "too_many_topics", topics=params.topics, usable=usable, maximum=usable // 2
        )
