"""Uploads: streamed to disk under the hash of their content; the name is only remembered."""

from __future__ import annotations

import hashlib
import os
import tempfile
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from flask import current_app

from app.core.actors import Actor
from app.core.db import db
from app.core.models import StoredFile

CHUNK = 1 << 20
AT_ONCE = 500
NAME_BYTES = 255
"""What a name may have on common file systems: 86 Thai letters are one too many."""
NOT_IN_NAMES = frozenset('<>:"|?*')
RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}
)
"""Names that Windows keeps for its devices."""


def store(stream: IO[bytes], name: str, actor: Actor | None) -> StoredFile:
    """Keep the stream's bytes. Adds and flushes the row; the file is there before the row is."""
    folder = _folder()
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as target:
        try:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        except BaseException:
            Path(target.name).unlink(missing_ok=True)
            raise
    os.replace(target.name, folder / digest.hexdigest())
    stored = StoredFile(
        sha256=digest.hexdigest(),
        name=clean_name(name),
        size=size,
        uploaded_by_id=actor.actor_id if actor else None,
    )
    db.session.add(stored)
    db.session.flush()
    return stored


def path_of(stored: StoredFile) -> Path:
    return _folder() / stored.sha256


def discard(stored: StoredFile) -> None:
    """Delete the row. `forget_unnamed` takes its bytes, unless another row names them."""
    db.session.delete(stored)
    db.session.flush()


def forget_unnamed(before: datetime) -> None:
    """Delete bytes that no row names: of rows that are gone, of what was never committed.

    Nothing else deletes any. What was stored after `before` is left alone: its row may be on the
    way, and storing the same bytes again makes them new.
    """
    old = [path for path in _folder().iterdir() if _is_older(path, before)]
    for start in range(0, len(old), AT_ONCE):
        some = {path.name: path for path in old[start : start + AT_ONCE]}
        named = sa.select(StoredFile.sha256).where(StoredFile.sha256.in_(some))
        for name in some.keys() - set(db.session.scalars(named)):
            if _is_older(some[name], before):
                some[name].unlink(missing_ok=True)


def _is_older(path: Path, moment: datetime) -> bool:
    return path.is_file() and path.stat().st_mtime < moment.timestamp()


def clean_name(name: str) -> str:
    """A name fit to be shown and offered for saving: Thai kept, folders and controls dropped."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    plain = "".join("-" if c in NOT_IN_NAMES else c for c in printable).strip(". ")[-150:]
    plain = plain.strip(". ") or "file"
    return f"_{plain}" if plain.split(".")[0].strip().upper() in RESERVED else plain


def saving_name(name: str, most: int = NAME_BYTES) -> str:
    """The name as every file system can hold it: at most `most` bytes, its ending kept."""
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    room = most - len((dot + ending).encode())
    if len(stem.encode()) <= room or room < 1:
        return name
    return stem.encode()[:room].decode(errors="ignore").rstrip(". ") + dot + ending


def _folder() -> Path:
    folder: Path = current_app.config["DATA_DIR"] / "files"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
