"""A person's data as a ZIP: JSON of all, a table of each part, and the files they added."""

from __future__ import annotations

import json
import tempfile
import zipfile
from datetime import datetime
from typing import IO, Any

from flask_babel import gettext as _

from app.accounts import personal_data
from app.accounts.models import Person
from app.core import clock
from app.core.tables import csv_pieces

IN_MEMORY = 4 << 20


def make(person: Person) -> IO[bytes]:
    """The archive, from its beginning. Kept nowhere: a large one lies in a file without a name."""
    stream = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the response closes it
    everything: dict[str, list[personal_data.Row]] = {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in personal_data.parts():
            everything[part.key] = rows = list(part.rows(person))
            if rows:
                archive.writestr(f"{part.key}.csv", _table(rows))
        for name, path in personal_data.files_of(person):
            if path.exists():
                archive.write(path, name)
        archive.writestr("data.json", json.dumps(_dated(everything), **_READABLE))
        archive.writestr("README.txt", _about())
    stream.seek(0)
    return stream


_READABLE: dict[str, Any] = {"ensure_ascii": False, "indent": 1, "default": str}


def _dated(everything: dict[str, list[personal_data.Row]]) -> dict[str, Any]:
    return {"made_at": clock.now(), **{key: _plain(rows) for key, rows in everything.items()}}


def _table(rows: list[personal_data.Row]) -> str:
    values = ([_cell(value) for value in row.values()] for row in rows)
    return "".join(csv_pieces(list(rows[0]), values))


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value


def _plain(rows: list[personal_data.Row]) -> list[personal_data.Row]:
    return [
        {k: v.isoformat() if isinstance(v, datetime) else v for k, v in row.items()} for row in rows
    ]


def _about() -> str:
    lines = [
        _("Your data on Ruamkid"),
        "",
        _("data.json holds everything. Each .csv is a table of one part of it."),
        _("Times are in UTC (ISO 8601)."),
        _("The folder attachments holds the files that you added to ideas."),
        _("Opinions that you sent without signing in are not here: nobody knows they are yours."),
        "",
    ]
    lines += [f"{part.key}: {part.title}" for part in personal_data.parts()]
    return "\n".join(lines) + "\n"
