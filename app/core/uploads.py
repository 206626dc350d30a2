"""What people upload: the kind told by the content alone, images made anew, documents looked into.

`prepare` reads one file and returns what may be stored and served, or raises `NotTaken`. It touches
no database, and is to be called while no transaction is open: a picture takes up to a second.
What it returns is served under a type of our own choosing: see `serve`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO

from flask import Response, abort, request, send_file

from app.core import documents, images
from app.core.files import clean_name, path_of, saving_name
from app.core.models import StoredFile
from app.core.refused_files import NotTaken, WhyNot

MIB = 1 << 20
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
"""The text by which filters are tested. In two parts: no filter shall take this file for one."""

SANDBOX = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"
FALLBACK = "application/octet-stream"
MIME = {
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class Kind(StrEnum):
    IMAGE = "image"
    PDF = "pdf"
    DOCX = "docx"


MOST_BYTES = {Kind.IMAGE: 5 * MIB, Kind.PDF: 10 * MIB, Kind.DOCX: 10 * MIB}


@dataclass(frozen=True)
class Prepared:
    """A file that may be stored. `width` and `height` are an image's, in pixels."""

    kind: Kind
    name: str
    content: bytes
    width: int | None = None
    height: int | None = None

    def stream(self) -> IO[bytes]:
        return BytesIO(self.content)


def prepare(stream: IO[bytes], name: str | None, kinds: Collection[Kind] = tuple(Kind)) -> Prepared:
    """Read an uploaded file of one of the `kinds`. Raises `NotTaken`.

    An image comes back re-encoded: upright, at most `images.LONGEST_SIDE` pixels long, and with
    nothing in it but its pixels. The name gets the ending that fits the content.
    """
    most = max(MOST_BYTES[kind] for kind in kinds)
    content = stream.read(most + 1)
    if not content:
        raise NotTaken(WhyNot.EMPTY)
    if EICAR in content:
        raise NotTaken(WhyNot.HARMFUL)
    kind = kind_of(content)
    if kind is None or kind not in kinds:
        raise NotTaken(WhyNot.KIND if len(content) <= most else WhyNot.TOO_LARGE)
    if len(content) > MOST_BYTES[kind]:
        raise NotTaken(WhyNot.TOO_LARGE)
    return _taken(kind, content, clean_name(name or ""))


def kind_of(content: bytes) -> Kind | None:
    """By the first bytes; neither the name nor what the browser says is asked."""
    if images.is_image(content):
        return Kind.IMAGE
    if documents.is_pdf(content):
        return Kind.PDF
    return Kind.DOCX if documents.is_zip(content) else None


def _taken(kind: Kind, content: bytes, name: str) -> Prepared:
    if kind is Kind.IMAGE:
        picture = images.remake(content)
        ended = with_ending(name, picture.ending)
        return Prepared(kind, ended, picture.content, picture.width, picture.height)
    if kind is Kind.PDF:
        documents.check_pdf(content)
        return Prepared(kind, with_ending(name, ".pdf"), content)
    documents.check_docx(content, forbidden=EICAR)
    return Prepared(kind, with_ending(name, ".docx"), content)


def with_ending(name: str, ending: str) -> str:
    """The name with the ending of what the file really is: `a.html` that is a PDF → `a.pdf`."""
    path = PurePosixPath(name)
    if path.suffix.lower() == ending or (ending == ".jpg" and path.suffix.lower() == ".jpeg"):
        return str(path.with_suffix(ending))
    known = path.suffix.isascii() and 1 < len(path.suffix) <= 6
    stem = path.stem if known else name
    return stem if PurePosixPath(stem).suffix.lower() == ending else stem + ending


def serve(stored: StoredFile, *, inline: bool = False, keep: bool = False) -> Response:
    """Send a stored upload: for saving or, an image alone, to be shown in a page.

    `keep`: everybody may see it, so a browser may keep it, and asks each time whether it still may.
    """
    ending = PurePosixPath(stored.name).suffix
    mime = MIME.get(ending, FALLBACK)
    path = path_of(stored)
    if not path.exists() or (inline and not mime.startswith("image/")):
        abort(404)
    response = send_file(
        path, mimetype=mime, as_attachment=not inline, download_name=saving_name(stored.name),
        etag=stored.sha256, last_modified=None, conditional=False,
    )  # fmt: skip
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-cache" if keep else "private, no-store"
    response.vary.add("Cookie")
    if keep:
        response.make_conditional(request)
    return response
