"""Uploaded documents looked into with bounds: a PDF that is one, a DOCX that is one and no bomb."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

from app.core.refused_files import NotTaken, WhyNot

MIB = 1 << 20
MOST_PARTS = 2_000
MOST_DIRECTORY_BYTES = MIB
MOST_UNPACKED = 100 * MIB
MOST_XML = 30 * MIB
PIECE = 1 << 16
WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
CONTENT_TYPES = "[Content_Types].xml"
REQUIRED = {CONTENT_TYPES, "word/document.xml"}
ACTIVE = ("vbaproject", "vbadata", "activex", "oleobject")
"""In the name of a part: it can run something."""
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError
)  # fmt: skip
_END_OF_DIRECTORY = b"PK\x05\x06"


def is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-")


def is_zip(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")


def check_pdf(content: bytes) -> None:
    """Raises `NotTaken` for what only begins like a PDF."""
    if b"%%EOF" not in content[-2_048:]:
        raise NotTaken(WhyNot.BROKEN)


def check_docx(content: bytes, forbidden: bytes) -> None:
    """Raises `NotTaken` for another ZIP file, for macros, for a bomb, and where a part of it holds
    `forbidden`. Every part is unpacked in pieces, and counted: what its head says is not believed.
    """
    _check_directory(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _check_names(package)
            _check_types(package)
            _check_parts(package, forbidden)
    except UNREADABLE:
        raise NotTaken(WhyNot.BROKEN) from None


def _check_directory(content: bytes) -> None:
    """The list of parts itself may be the bomb: its size is read before it is."""
    at = content.rfind(_END_OF_DIRECTORY, -(MIB // 8))
    if at < 0 or len(content) < at + 22:
        raise NotTaken(WhyNot.BROKEN)
    parts, size = struct.unpack("<HL", content[at + 10 : at + 16])
    if parts > MOST_PARTS or size > MOST_DIRECTORY_BYTES:
        raise NotTaken(WhyNot.UNPACKS_TOO_LARGE)


def _check_names(package: zipfile.ZipFile) -> None:
    names = package.namelist()
    if any(sign in name.lower() for name in names for sign in ACTIVE):
        raise NotTaken(WhyNot.MACROS)
    if not set(names) >= REQUIRED:
        raise NotTaken(WhyNot.KIND)
    outside = any(name.startswith(("/", "\\")) or ".." in name.split("/") for name in names)
    if outside or len(set(names)) != len(names):
        raise NotTaken(WhyNot.BROKEN)


def _check_types(package: zipfile.ZipFile) -> None:
    with package.open(CONTENT_TYPES) as part:
        declared = part.read(MIB)
    if b"macroEnabled" in declared:
        raise NotTaken(WhyNot.MACROS)
    if WORD not in declared:
        raise NotTaken(WhyNot.KIND)


def _check_parts(package: zipfile.ZipFile, forbidden: bytes) -> None:
    left = MOST_UNPACKED
    for part in package.infolist():
        is_xml = part.filename.lower().endswith((".xml", ".rels"))
        left -= _unpacked(package, part, min(left, MOST_XML if is_xml else left), forbidden)


def _unpacked(package: zipfile.ZipFile, part: zipfile.ZipInfo, most: int, forbidden: bytes) -> int:
    """Bytes of a part, unpacked piece by piece and let go. Raises past `most`."""
    size, tail = 0, b""
    with package.open(part) as stream:
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > most:
                raise NotTaken(WhyNot.UNPACKS_TOO_LARGE)
            seen = tail + piece
            if forbidden in seen:
                raise NotTaken(WhyNot.HARMFUL)
            if part.filename.lower().endswith(".xml") and b"<!ENTITY" in seen:
                raise NotTaken(WhyNot.BROKEN)  # entities are how XML unpacks without end
            tail = piece[-len(forbidden) :]
    return size
