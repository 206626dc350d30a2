"""Stored files and rendered Markdown: hostile names and texts come out harmless."""

from __future__ import annotations

from datetime import timedelta
from html.parser import HTMLParser
from io import BytesIO

import pytest
from flask import Flask

from app.core import clock, files
from app.core.db import commit, rollback
from app.core.markdown import render


def test_a_file_is_kept_whole_under_its_hash(app: Flask) -> None:
    content = b"\xef\xbb\xbfid,text\n" * 300_000
    stored = files.store(BytesIO(content), "รายงาน ไตรมาส.csv", None)
    commit()
    assert files.path_of(stored).read_bytes() == content
    assert (stored.size, stored.name) == (len(content), "รายงาน ไตรมาส.csv")


def kept(app: Flask) -> int:
    return sum(1 for path in (app.config["DATA_DIR"] / "files").iterdir() if path.is_file())


def test_bytes_of_what_was_never_committed_go_at_night_and_new_ones_stay(app: Flask) -> None:
    stored = files.store(BytesIO(b"kept"), "a.txt", None)
    commit()
    before = kept(app)
    files.store(BytesIO(b"never committed"), "b.txt", None)
    rollback()
    assert kept(app) == before + 1
    files.forget_unnamed(clock.now() - timedelta(days=1))
    assert kept(app) == before + 1  # somebody may be about to commit it
    files.forget_unnamed(clock.now() + timedelta(days=1))
    assert files.path_of(stored).read_bytes() == b"kept"
    assert kept(app) == 1


def test_what_is_taken_away_and_stored_again_meanwhile_keeps_its_bytes(app: Flask) -> None:
    first = files.store(BytesIO(b"the same"), "a.txt", None)
    commit()
    files.discard(first)
    commit()
    again = files.store(BytesIO(b"the same"), "b.txt", None)
    commit()
    files.forget_unnamed(clock.now() + timedelta(days=1))
    assert files.path_of(again).exists()


class Breaking(BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise OSError("the connection is away")


def test_a_write_that_fails_leaves_nothing(app: Flask) -> None:
    files.store(BytesIO(b"x"), "a.txt", None)
    before = kept(app)
    with pytest.raises(OSError, match="away"):
        files.store(Breaking(), "b.txt", None)
    assert kept(app) == before


class Tags(HTMLParser):
    """What a browser would make of a text: its tags, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\ก.pdf", "ก.pdf"),
        ("a\x00b\u202ecsv.exe", "abcsv.exe"),
        ("...", "file"),
        ("", "file"),
        ("ก" * 400 + ".csv", "ก" * 146 + ".csv"),
    ],
)
def test_names_keep_their_thai_and_lose_their_tricks(name: str, kept: str) -> None:
    assert files.clean_name(name) == kept


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[ดู](javascript:alert(1))",
        "[ดู](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://tracker.example/p.png)",
        '<img src=x onerror="alert(1)">',
        "<svg/onload=alert(1)>",
        '[a](vbscript:x) <a href="java\nscript:alert(1)">b</a>',
    ],
)
def test_nothing_in_markdown_runs_or_calls_out(text: str) -> None:
    found = Tags()
    found.feed(str(render(text)))
    assert found.tags <= {"p", "br", "a"}
    assert found.links == []


def test_markdown_reads_as_meant() -> None:
    html = str(render("# หัวข้อ\n\n**สำคัญ** ดู [เว็บ](https://example.org)\n\n- หนึ่ง\n- สอง"))
    assert "<h3>หัวข้อ</h3>" in html
    assert "<strong>สำคัญ</strong>" in html
    assert 'rel="nofollow noopener ugc"' in html
    assert html.count("<li>") == 2


def test_headings_begin_at_the_third_level_and_skip_none() -> None:
    assert str(render("## ก\n\n#### ข")) == "<h3>ก</h3>\n<h4>ข</h4>\n"


def test_words_may_be_struck_out() -> None:
    assert str(render("~~เดิม~~")) == "<p><s>เดิม</s></p>\n"
