"""What migrations put into rows that were there before, in plain SQL: models will change."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op

BATCH = 5_000


def ledger_of_earlier_votes() -> None:
    """A key for everybody, and for every vote that stands the event that it would have made."""
    connection = op.get_bind()
    ids = connection.execute(sa.text("SELECT id FROM people WHERE ledger_key IS NULL")).scalars()
    keys = [{"id": person_id, "key": secrets.token_hex(32)} for person_id in ids]
    for start in range(0, len(keys), BATCH):
        connection.execute(
            sa.text("UPDATE people SET ledger_key = :key WHERE id = :id"),
            keys[start : start + BATCH],
        )
    done = (0, 0)
    while batch := _votes_after(connection, *done):
        connection.execute(_INSERT_EVENT, [_event(vote) for vote in batch])
        done = (batch[-1].idea_id, batch[-1].person_id)


def _votes_after(connection: sa.Connection, idea_id: int, person_id: int) -> Any:
    """In the order of the primary key, from after the one given."""
    query = sa.text(
        "SELECT v.idea_id, v.person_id, v.cast_at, i.challenge_id, p.ledger_key"
        " FROM idea_votes v JOIN ideas i ON i.id = v.idea_id JOIN people p ON p.id = v.person_id"
        " WHERE (v.idea_id, v.person_id) > (:idea_id, :person_id)"
        " ORDER BY v.idea_id, v.person_id LIMIT :most"
    ).columns(cast_at=sa.DateTime(timezone=True))
    values = {"idea_id": idea_id, "person_id": person_id, "most": BATCH}
    return connection.execute(query, values).all()


_INSERT_EVENT = sa.table(
    "vote_events",
    sa.column("challenge_id"),
    sa.column("idea_id"),
    sa.column("voter"),
    sa.column("choice"),
    sa.column("at", sa.DateTime(timezone=True)),
).insert()


def _event(vote: Any) -> dict[str, Any]:
    text = f"voter:idea:{vote.idea_id}".encode()
    key = bytes.fromhex(vote.ledger_key)
    return {
        "challenge_id": vote.challenge_id,
        "idea_id": vote.idea_id,
        "voter": hmac.new(key, text, hashlib.sha256).hexdigest()[:32],
        "choice": "for",
        "at": vote.cast_at.replace(second=0, microsecond=0),
    }
