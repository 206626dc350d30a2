"""Full-text search over a table's `search_text`, for migrations to add and drop.

A migration that makes SQLite copy such a table (alembic's batch mode) loses its triggers: call
`drop` before and `add` after.
"""

from __future__ import annotations

from alembic import op

# FTS5's own default drops Thai vowels and tone marks, which are marks (Mn, Mc) to Unicode
TOKENIZE = "unicode61 remove_diacritics 0 categories ''L* N* Co Mn Mc''"


def add(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE INDEX ix_{table}_words ON {table} "
            "USING gin (array_to_tsvector(string_to_array(search_text, ' ')))"
        )
        return
    op.execute(
        f"CREATE VIRTUAL TABLE {table}_fts USING fts5(search_text, content='{table}', "
        f"content_rowid='id', tokenize='{TOKENIZE}')"
    )
    insert = f"INSERT INTO {table}_fts (rowid, search_text) VALUES (new.id, new.search_text);"
    delete = (
        f"INSERT INTO {table}_fts ({table}_fts, rowid, search_text) "
        "VALUES ('delete', old.id, old.search_text);"
    )
    for name, event, body in (
        ("insert", "AFTER INSERT", insert),
        ("delete", "AFTER DELETE", delete),
        ("update", "AFTER UPDATE OF search_text", delete + insert),
    ):
        op.execute(f"CREATE TRIGGER {table}_fts_{name} {event} ON {table} BEGIN {body} END")
    op.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")


def drop(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP INDEX ix_{table}_words")
        return
    for name in ("insert", "delete", "update"):
        op.execute(f"DROP TRIGGER {table}_fts_{name}")
    op.execute(f"DROP TABLE {table}_fts")


def store_vector(table: str) -> None:
    """On PostgreSQL, keep the words' vector beside the row instead of in an index alone.

    Working it out from `search_text` costs far more than the planner believes, so that it would
    read whole tables where the index was meant.
    """
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(f"DROP INDEX ix_{table}_words")
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN search_vector tsvector "
        "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(search_text, ' '))) STORED"
    )
    op.execute(f"CREATE INDEX ix_{table}_words ON {table} USING gin (search_vector)")


def forget_vector(table: str) -> None:
    """The way back from `store_vector`."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(f"DROP INDEX ix_{table}_words")
    op.execute(f"ALTER TABLE {table} DROP COLUMN search_vector")
    op.execute(
        f"CREATE INDEX ix_{table}_words ON {table} "
        "USING gin (array_to_tsvector(string_to_array(search_text, ' ')))"
    )
