"""INSERT … ON CONFLICT, as both databases have it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from app.core.db import db


def inserting(model: Any) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that can say what to do where the row is there already."""
    on_postgresql = db.engine.dialect.name == "postgresql"
    return postgresql.insert(model) if on_postgresql else sqlite.insert(model)
