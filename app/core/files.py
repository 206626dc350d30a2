"""Uploads: streamed to disk under the hash of their content; the name is only remembered."""

from __future__ import annotations

import hashlib
import os
import tempfile
import unicodedata
from pathlib import Path
from typing import IO

from flask import current_app

from app.core.actors import Actor
from app.core.db import db
from app.core.models import StoredFile

CHUNK = 1 << 20


def store(stream: IO[bytes], name: str, actor: Actor | None) -> StoredFile:
    """Keep the stream's bytes. Adds and flushes the row; the file is there before the row is."""
    folder = _folder()
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as target:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
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


def clean_name(name: str) -> str:
    """A name fit to be shown and offered for saving: Thai kept, folders and controls dropped."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    return printable.strip(". ")[-150:] or "file"


def _folder() -> Path:
    folder: Path = current_app.config["DATA_DIR"] / "files"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
