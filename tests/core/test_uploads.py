"""What people might upload: taken and made harmless, or refused with the reason."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from PIL import Image

from app.core import files, images
from app.core.refused_files import NotTaken, WhyNot
from app.core.uploads import EICAR, MIB, Kind, prepare, with_ending

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
SCRIPT = b"<script>alert(document.domain)</script>"


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "#24407f").save(target, kind, **options)
    return target.getvalue()


def docx(main: str = WORD, **parts: bytes | str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", f'<Types><Override ContentType="{main}"/></Types>')
        package.writestr("word/document.xml", "<w:document>สวัสดี</w:document>")
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def refused(content: bytes, name: str = "รูป.png") -> WhyNot:
    with pytest.raises(NotTaken) as caught:
        prepare(io.BytesIO(content), name)
    return WhyNot(caught.value.why)


def png_head(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says to be of any size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checked

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    data = zlib.compress(b"\x00" * 1_000)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


# What is taken


@pytest.mark.parametrize(
    ("kind", "ending"), [("JPEG", ".jpg"), ("PNG", ".png"), ("WEBP", ".webp"), ("GIF", ".png")]
)
def test_pictures_are_taken_under_what_they_are(kind: str, ending: str) -> None:
    taken = prepare(io.BytesIO(picture(kind)), "ภาพถนน.xyz")
    assert (taken.kind, taken.name) == (Kind.IMAGE, f"ภาพถนน{ending}")
    assert (taken.width, taken.height) == (60, 40)
    with Image.open(taken.stream()) as image:
        assert image.size == (60, 40)


def test_documents_are_taken_as_they_are() -> None:
    for kind, content in ((Kind.PDF, PDF), (Kind.DOCX, docx())):
        taken = prepare(io.BytesIO(content), "รายงาน.html")
        assert (taken.kind, taken.content) == (kind, content)
        assert taken.name == f"รายงาน.{kind.value}"


def test_a_picture_is_made_small_enough() -> None:
    taken = prepare(io.BytesIO(picture("JPEG", (6_000, 3_000))), "a.jpg")
    assert (taken.width, taken.height) == (images.LONGEST_SIDE, images.LONGEST_SIDE // 2)


def test_a_lying_picture_is_stood_upright_and_forgets_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (13.0, 45.0, 30.0)  # latitude
    sent = picture("JPEG", exif=exif, comment=b"SecretComment", icc_profile=b"SecretProfile" * 20)
    assert b"SecretCamera" in sent
    assert b"SecretComment" in sent
    taken = prepare(io.BytesIO(sent), "a.jpg")
    assert (taken.width, taken.height) == (40, 60)
    assert b"Secret" not in taken.content
    with Image.open(taken.stream()) as image:
        assert dict(image.getexif()) == {}
        assert not {"exif", "icc_profile", "comment", "xmp"} & set(image.info)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_the_other_kinds_forget_it_too(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    sent = picture(kind, exif=exif, icc_profile=b"SecretProfile" * 20)
    assert b"Secret" in sent
    taken = prepare(io.BytesIO(sent), "a")
    assert b"Secret" not in taken.content
    with Image.open(taken.stream()) as image:
        assert not {"exif", "icc_profile", "xmp"} & set(image.info)


def test_what_hides_behind_a_picture_is_gone() -> None:
    """GIF that is JavaScript too, PNG with a page behind it, JPEG with an archive behind it."""
    gif = b"GIF89a/*" + picture("GIF")[8:]  # the width reads "/*": a script's comment opens
    for sent in (
        gif[:6] + picture("GIF")[6:] + b"*/=1;alert(1)//",
        picture("PNG") + SCRIPT,
        picture("JPEG") + docx(),
    ):
        taken = prepare(io.BytesIO(sent), "a.png")
        assert b"alert" not in taken.content
        assert b"PK\x03\x04" not in taken.content


def test_transparent_pictures_stay_so() -> None:
    target = io.BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(target, "PNG")
    with Image.open(prepare(io.BytesIO(target.getvalue()), "a.png").stream()) as image:
        assert image.getpixel((4, 4)) == (0, 0, 0, 0)


# What is refused


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", WhyNot.EMPTY),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', WhyNot.KIND),
        (b'<?xml version="1.0"?><svg onload="alert(1)"/>', WhyNot.KIND),
        (b"<!doctype html>" + SCRIPT, WhyNot.KIND),
        (SCRIPT + PDF, WhyNot.KIND),  # a page first, a PDF behind
        (b"MZ\x90\x00" + b"\x00" * 200, WhyNot.KIND),
        (b"BM" + b"\x00" * 200, WhyNot.KIND),
        (b"II*\x00" + b"\x00" * 200, WhyNot.KIND),
        (b"%!PS-Adobe-3.0\n", WhyNot.KIND),
        (b"PK\x05\x06" + b"\x00" * 18, WhyNot.KIND),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, WhyNot.KIND),  # .doc
        (b"%PDF-1.7\nonly the beginning", WhyNot.BROKEN),
        (b"\xff\xd8\xff\xe0" + SCRIPT, WhyNot.BROKEN),
        (b"GIF89a" + SCRIPT, WhyNot.BROKEN),
        (b"\x89PNG\r\n\x1a\n" + SCRIPT, WhyNot.BROKEN),
        (b"RIFF\x00\x00\x00\x00WEBP" + SCRIPT, WhyNot.BROKEN),
        (picture()[:-30], WhyNot.BROKEN),
        (b"PK\x03\x04" + b"\x00" * 100, WhyNot.BROKEN),
        (EICAR, WhyNot.HARMFUL),
        (PDF + EICAR, WhyNot.HARMFUL),
        (docx(**{"word/media/a.bin": EICAR}), WhyNot.HARMFUL),
        (docx(MACRO), WhyNot.MACROS),
        (docx(**{"word/vbaProject.bin": b"x"}), WhyNot.MACROS),
        (docx(**{"word/activeX/activeX1.xml": b"x"}), WhyNot.MACROS),
        (docx(**{"word/embeddings/oleObject1.bin": b"x"}), WhyNot.MACROS),
        (docx("application/vnd.ms-excel"), WhyNot.KIND),
        (docx(**{"../../evil.xml": b"x"}), WhyNot.BROKEN),
        (docx(**{"word/a.xml": b'<!DOCTYPE a [<!ENTITY b "b">]>'}), WhyNot.BROKEN),
    ],
)
def test_what_is_refused_and_why(content: bytes, why: WhyNot) -> None:
    assert refused(content) == why


def test_a_zip_that_is_no_document_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("index.html", SCRIPT)
    assert refused(target.getvalue()) == WhyNot.KIND


def test_too_large_by_its_kind() -> None:
    assert refused(picture() + b"\x00" * 5 * MIB) == WhyNot.TOO_LARGE
    assert refused(PDF + b"\x00" * 10 * MIB) == WhyNot.TOO_LARGE
    assert refused(b"\x00" * (10 * MIB + 1)) == WhyNot.TOO_LARGE


def test_only_the_kinds_asked_for() -> None:
    with pytest.raises(NotTaken) as caught:
        prepare(io.BytesIO(PDF), "a.png", kinds=(Kind.IMAGE,))
    assert caught.value.why is WhyNot.KIND


# Bombs


@pytest.mark.parametrize("size", [(50_000, 50_000), (12_000, 9_000), (100_000_000, 1)])
def test_a_picture_that_says_to_be_huge_is_never_unpacked(size: tuple[int, int]) -> None:
    tracemalloc.start()
    try:
        assert refused(png_head(*size)) == WhyNot.TOO_MANY_PIXELS
        assert tracemalloc.get_traced_memory()[1] < 5 * MIB
    finally:
        tracemalloc.stop()


def test_a_document_that_unpacks_without_end_is_stopped_at_the_limit() -> None:
    bomb = docx(**{"word/media/a.bin": b"\x00" * 101 * MIB})
    assert len(bomb) < MIB
    tracemalloc.start()
    try:
        assert refused(bomb) == WhyNot.UNPACKS_TOO_LARGE
        assert tracemalloc.get_traced_memory()[1] < 10 * MIB
    finally:
        tracemalloc.stop()


def test_the_size_that_a_part_declares_is_not_believed() -> None:
    bomb = docx(**{"word/media/a.bin": b"\x00" * 101 * MIB})
    honest = struct.pack("<L", 101 * MIB)
    assert bomb.count(honest) >= 1
    why = refused(bomb.replace(honest, struct.pack("<L", 10)))
    assert why in (WhyNot.BROKEN, WhyNot.UNPACKS_TOO_LARGE)


def test_many_parts_are_a_bomb_too() -> None:
    assert refused(docx(**{f"word/{n}.xml": b"" for n in range(2_100)})) == (
        WhyNot.UNPACKS_TOO_LARGE
    )


# Names


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("รายงาน\u202efdp.exe", "รายงานfdp.exe"),
        ("a\x00b.png", "ab.png"),
        ("a\r\nSet-Cookie: x=1.png", "aSet-Cookie- x=1.png"),
        ("CON", "_CON"),
        ("nul.pdf", "_nul.pdf"),
        ("COM1.docx", "_COM1.docx"),
        ('<img src=x onerror="a">.png', "-img src=x onerror=-a--.png"),
        ("รายงาน ไตรมาส ๔.pdf", "รายงาน ไตรมาส ๔.pdf"),
        ("ก" * 86, "ก" * 86),
        ("ก" * 86 + ".pdf", "ก" * 86 + ".pdf"),
        ("   ", "file"),
    ],
)
def test_names_keep_their_words_and_lose_their_tricks(name: str, kept: str) -> None:
    assert files.clean_name(name) == kept


def test_a_name_for_saving_fits_every_file_system() -> None:
    """86 Thai letters are 258 bytes, and file systems take 255."""
    name = "ก" * 86 + ".pdf"
    saved = files.saving_name(name)
    assert len(saved.encode()) <= 255
    assert saved.endswith("ก.pdf")
    assert files.saving_name("สั้น.pdf") == "สั้น.pdf"


@pytest.mark.parametrize(
    ("name", "ending", "becomes"),
    [
        ("a.html", ".pdf", "a.pdf"),
        ("photo.JPEG", ".jpg", "photo.jpg"),
        ("photo.jpg.exe", ".jpg", "photo.jpg"),
        ("ข้อ 1.2 ผลสำรวจ", ".png", "ข้อ 1.2 ผลสำรวจ.png"),
        ("file", ".docx", "file.docx"),
    ],
)
def test_the_ending_tells_what_the_file_is(name: str, ending: str, becomes: str) -> None:
    assert with_ending(name, ending) == becomes
