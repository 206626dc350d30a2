"""In which encoding a text file is written."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from app.diagnose.tables.problems import NotATable

OFFERED = ("utf-8", "utf-8-sig", "cp874", "utf-16")
"""What an analyst may choose. Windows-874 holds TIS-620 and more."""
CHUNK = 1 << 20
_CONTROLS = re.compile("[\x01-\x08\x0e-\x19\x1b-\x1f]")
_FEW = 10


def encoding_of(stream: BinaryIO) -> str:
    """The first of the offered encodings in which the whole file makes sense, by its mark first.

    Raises `NotATable`: encoding, nul, binary.
    """
    stream.seek(0)
    start = stream.read(4)
    if start.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise NotATable("encoding")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _sure(stream, "utf-16")
    if start.startswith(codecs.BOM_UTF8):
        return _sure(stream, "utf-8-sig")
    return "utf-8" if is_written_in(stream, "utf-8") else _sure(stream, "cp874")


def is_written_in(stream: BinaryIO, encoding: str) -> bool:
    """Whether every byte can be read so. Raises `NotATable` for what is no text at all."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    size = controls = 0
    try:
        while chunk := stream.read(CHUNK):
            text = decoder.decode(chunk)
            if "\x00" in text:
                raise NotATable("nul")
            size, controls = size + len(text), controls + len(_CONTROLS.findall(text))
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    if controls > max(_FEW, size // 1000):
        raise NotATable("binary")
    return True


def _sure(stream: BinaryIO, encoding: str) -> str:
    if not is_written_in(stream, encoding):
        raise NotATable("encoding")
    return encoding
