"""The last look of an erasure: no column of any table, and no mail kept as a file, names them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app

from app.accounts.erasure import Traces, scrub_entries
from app.accounts.models import Notification, Person
from app.core.db import db
from app.core.search import MADE_OF, search_text

LEFT_ALONE = frozenset({"vote_events", "ledger_seals", Person.__tablename__})
"""The ledger names nobody and must stay as it is; the person's own row is emptied by the verb."""


def sweep_addresses(traces: Traces) -> None:
    """The address wherever it stands: in texts as well, of whoever wrote it there."""
    for table in db.metadata.sorted_tables:
        if table.name not in LEFT_ALONE:
            changed = [row for column in _texts(table) for row in _sweep(table, column, traces)]
            _make_findable_anew(table, changed)


def sweep_names(traces: Traces) -> None:
    """The name where the audit log and news keep names. In texts of others it is theirs to say."""
    scrub_entries(sa.true(), traces.out_of_names)
    news = db.session.execute(sa.select(Notification.id, Notification.details))
    for row in news.all():
        changed = traces.out_of_names(row.details)
        if changed != row.details:
            db.session.execute(
                sa.update(Notification).where(Notification.id == row.id).values(details=changed)
            )


def sweep_mails(traces: Traces) -> None:
    """Mails that were written into files, in place of being sent."""
    folder = Path(current_app.config["MAIL_FILE_PATH"])
    for path in folder.glob("*") if folder.is_dir() else ():
        if path.is_file() and _names_them(path.read_bytes().decode(errors="replace"), traces):
            path.unlink(missing_ok=True)


def _names_them(text: str, traces: Traces) -> bool:
    return bool(traces.out_of_addresses(text) != text)


def _texts(table: sa.Table) -> list[sa.Column[Any]]:
    """But not what is made of other columns."""
    return [column for column in table.columns if _holds_text(column) and not _made_of(column)]


def _made_of(column: sa.Column[Any]) -> tuple[str, ...]:
    made_of: tuple[str, ...] = column.info.get(MADE_OF, ())
    return made_of


def _holds_text(column: sa.Column[Any]) -> bool:
    is_text = isinstance(column.type, sa.String | sa.JSON) and not isinstance(column.type, sa.Enum)
    return is_text and not column.primary_key and not column.foreign_keys


def _sweep(table: sa.Table, column: sa.Column[Any], traces: Traces) -> Iterator[Any]:
    """The conditions that find the rows which were changed."""
    keys = list(table.primary_key.columns)
    for row in db.session.execute(_found(column, keys, traces)).all():
        *ident, value = row
        clean = traces.out_of_addresses(value)
        if clean != value:
            this = sa.and_(*(key == part for key, part in zip(keys, ident, strict=True)))
            _update(table, this, {column.name: clean})
            yield this


def _make_findable_anew(table: sa.Table, changed: list[Any]) -> None:
    """The pieces of the address are words that a search would find."""
    for made in (column for column in table.columns if _made_of(column)):
        of = [table.columns[name] for name in _made_of(made)]
        for this in changed:
            texts = db.session.execute(sa.select(*of).where(this)).one()
            _update(table, this, {made.name: search_text(*texts)})


def _update(table: sa.Table, this: Any, values: dict[str, Any]) -> None:
    change = sa.update(table).where(this).values(values)
    db.session.execute(change.execution_options(synchronize_session=False))


def _found(column: sa.Column[Any], keys: list[Any], traces: Traces) -> sa.Select[Any]:
    """Rows that hold an address; in JSON also as SQLite keeps letters that are not ASCII."""
    text = sa.func.lower(sa.cast(column, sa.Text))
    spellings = {address.lower() for address in traces.addresses}
    spellings |= {json.dumps(address)[1:-1].lower() for address in traces.addresses}
    holds = sa.or_(*(text.contains(spelling, autoescape=True) for spelling in spellings))
    return sa.select(*keys, column).where(holds)
