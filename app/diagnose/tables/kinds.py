"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO

from app.diagnose.tables.problems import NotATable

HEAD = 1024
MOST_UNPACKED = 400 * 1024 * 1024
"""Bytes of a workbook when unpacked. 200,000 rows of a sentence and six columns take a quarter."""
MOST_CELLS = 10_000_000
"""Rows times columns: the reader keeps a place for each, filled or not."""
CHUNK = 1 << 20

_SIGNATURES = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"RIFF", "image"),
    (b"\xd0\xcf\x11\xe0", "old_excel"),  # also what a password makes of a workbook
)
_MARKUP = re.compile(rb"\s*<(?:!doctype|\?xml|html|head|body|table|svg)\b", re.IGNORECASE)
_JSON = re.compile(rb'\s*(?:\{\s*["}]|\[\s*[\[{"\]])')
# A cell with something in it; one that is only coloured ends in "/>" and takes no place
_CELL = re.compile(
    rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*["']([A-Z]{1,3})(\d{1,7})["'][^>]*(?<!/)>"""
)
_OVERLAP = 512


def kind_of(stream: BinaryIO) -> str:
    """`csv` or `xlsx`. Raises `NotATable` for what is neither."""
    stream.seek(0)
    head = stream.read(HEAD)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise NotATable("empty" if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n") else "nul")
    if head.startswith(b"PK"):
        _check_workbook(stream)
        return "xlsx"
    for signature, code in _SIGNATURES:
        if head.startswith(signature):
            raise NotATable(code)
    bare = head.removeprefix(b"\xef\xbb\xbf")
    if _MARKUP.match(bare):
        raise NotATable("html")
    if _JSON.match(bare):
        raise NotATable("json")
    return "csv"


def _check_workbook(stream: BinaryIO) -> None:
    """Refuse what is no workbook, and one that would fill the memory when it is opened."""
    try:
        with zipfile.ZipFile(stream) as archive:
            _check_members(archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise NotATable("broken_xlsx") from error


def _check_members(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if "xl/workbook.xml" not in archive.namelist():
        raise NotATable("zip")
    if any(member.flag_bits & 1 for member in members):
        raise NotATable("protected")
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise NotATable("too_large_inside")
    for member in members:
        _check_member(archive, member)


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Unpack it once: a size that lies fails its checksum here, not in the reader."""
    is_sheet = member.filename.startswith("xl/worksheets/")
    rows = columns = 0
    with archive.open(member) as unpacked:
        before = b""
        while chunk := unpacked.read(CHUNK):
            if is_sheet:
                before += chunk
                rows, columns = _extent(before, rows, columns)
                before = before[-_OVERLAP:]
    if rows * columns > MOST_CELLS:
        raise NotATable("too_large_inside")


def _extent(xml: bytes, rows: int, columns: int) -> tuple[int, int]:
    """The last row and column seen so far; the first of them is 1."""
    found = _CELL.findall(xml)
    if not found:
        return rows, columns
    widest = max({letters for letters, _ in found}, key=lambda name: (len(name), name))
    return max(rows, *(int(number) for _, number in found)), max(columns, _number_of(widest))


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
