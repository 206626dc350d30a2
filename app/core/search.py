"""Full-text search that finds Thai words, on SQLite and PostgreSQL alike.

Thai has no spaces: a row's `search_text` holds its words and their syllables, cut by the tokeniser
and joined by blanks. SQLite keeps an FTS5 table of it (by triggers, see the migrations), PostgreSQL
a column `search_vector` of the words as they stand: neither database's own parser ever cuts Thai.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from analytics.text.tokens import search_words, words
from app.core.db import db

MAX_QUERY_CHARACTERS = 200
MAX_QUERY_WORDS = 12
MADE_OF = "made_of"
"""In a column's `info`: the columns that its words come from."""


def search_text(*texts: str | None) -> str:
    """What to store in a row's `search_text` column."""
    found = (word for text in texts if text for word in search_words(text))
    return " ".join(dict.fromkeys(found))


def matches(model: Any, query: str) -> sa.ColumnElement[bool]:
    """A WHERE clause: rows of `model` with every word of `query`, or its syllables instead."""
    wanted = _alternatives(query)
    if not wanted:
        return sa.false()
    if db.engine.dialect.name == "postgresql":
        return _postgresql(model, wanted)
    return _sqlite(model, wanted)


def shares_a_word(model: Any, words: Iterable[str]) -> sa.ColumnElement[bool]:
    """A WHERE clause: rows of `model` with at least one of the words, which are cut already."""
    forms = list(dict.fromkeys(form for word in words for form in word.split()))
    if not forms:
        return sa.false()
    wanted = [[[form] for form in forms[:MAX_QUERY_WORDS]]]
    if db.engine.dialect.name == "postgresql":
        return _postgresql(model, wanted)
    return _sqlite(model, wanted)


def _alternatives(query: str) -> list[list[list[str]]]:
    """For each word asked for: itself, or all of its syllables."""
    asked = list(dict.fromkeys(words(query[:MAX_QUERY_CHARACTERS])))[:MAX_QUERY_WORDS]
    return [_ways(word) for word in asked]


def _ways(word: str) -> list[list[str]]:
    parts = [part for part in search_words(word) if part != word]
    return [[word], parts] if parts else [[word]]


def _expression(wanted: list[list[list[str]]], quote: Any, both: str, either: str) -> str:
    def one(ways: list[list[str]]) -> str:
        options = [f" {both} ".join(quote(part) for part in way) for way in ways]
        return "(" + f" {either} ".join(f"({option})" for option in options) + ")"

    return f" {both} ".join(one(ways) for ways in wanted)


def _sqlite(model: Any, wanted: list[list[list[str]]]) -> sa.ColumnElement[bool]:
    table = model.__tablename__
    match = _expression(wanted, lambda word: '"' + word.replace('"', '""') + '"', "AND", "OR")
    found = sa.text(f"SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH :match")  # noqa: S608  a table of ours
    rows = found.bindparams(match=match).columns(sa.column("rowid"))
    inside: sa.ColumnElement[bool] = model.id.in_(rows)
    return inside


def _postgresql(model: Any, wanted: list[list[list[str]]]) -> sa.ColumnElement[bool]:
    match = _expression(
        wanted, lambda w: "'" + w.replace("\\", "\\\\").replace("'", "''") + "'", "&", "|"
    )
    vector: sa.ColumnElement[Any] = sa.literal_column(f"{model.__tablename__}.search_vector")
    # A rare word and a common one need different plans. Standing in the statement (quoted by
    # SQLAlchemy), the words make it another statement each time, which is planned for them alone
    inline: Any = sa.bindparam(None, match, literal_execute=True)
    return vector.op("@@")(sa.cast(inline, _TsQuery()))


class _TsQuery(sa.types.UserDefinedType[str]):
    """PostgreSQL's tsquery, read as it stands: no parser, no dictionary."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "tsquery"
