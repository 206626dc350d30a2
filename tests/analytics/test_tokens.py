from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analytics.text import search_words, syllables, words
from analytics.text.normalise import normalise
from analytics.text.tokens import MAX_CHARS, _newmm, _nlpo3, is_word, read_list, thai_list

ROOT = Path(__file__).parents[2]


def test_keeps_names_whole() -> None:
    found = words("เน็ตประชารัฐ กับ Smart City และ 5G ใช้ลายเซ็นดิจิทัล")
    assert {"เน็ตประชารัฐ", "smart city", "5g", "ลายเซ็นดิจิทัล"} <= set(found)


def test_drops_signs_masks_addresses_and_pictures() -> None:
    assert words("ดี!! 🙏ขอ [phone] https://a.b/c?d=1 (มาก)") == ["ดี", "ขอ", "มาก"]


def test_an_analysts_own_names_are_kept_whole() -> None:
    assert "โครงการรวมใจ" not in words("โครงการรวมใจดีมาก")
    assert "โครงการรวมใจ" in words("โครงการรวมใจดีมาก", extra=("โครงการรวมใจ",))


def test_a_text_is_found_by_the_parts_of_its_words() -> None:
    indexed = set(search_words("ขอให้ปรับปรุงท่อระบายน้ำ E-Service"))
    for query in ("ระบายน้ำ", "น้ำ", "ท่อระบายน้ำ", "service", "SERVICE"):
        assert set(search_words(query)) <= indexed, query


def test_every_spelling_finds_the_text() -> None:
    assert search_words("นํ้าท่วม") == search_words("น้ำท่วม")


def test_search_words_hold_no_white_space() -> None:
    assert all(not word.isspace() and " " not in word for word in search_words("Smart City ดี ๆ"))


def test_syllables() -> None:
    assert syllables("ระบายน้ำ") == ["ระ", "บาย", "น้ำ"]


@pytest.mark.parametrize(
    "text",
    ["ก" * 300_000, "5" * 20_000, "ตา" * 3_000, "ตากลม" * 100_000, "ก้" * 500_000, " " * 300_000],
    ids=["letters", "digits", "syllables", "ambiguous", "marks", "spaces"],
)
@pytest.mark.timeout(20)
def test_crafted_text_is_cut_quickly(text: str) -> None:
    assert len(words(text)) <= MAX_CHARS


def test_repeats_are_collapsed_before_cutting() -> None:
    assert len(words("ตา" * 3_000)) < 5
    assert words("ดี " * 6) == ["ดี"] * 6  # short texts keep theirs


def test_both_cutters_cut_the_same() -> None:
    entries = sorted({*thai_list("words_th.txt"), *read_list("names.txt")} - {""})
    small, fast = _newmm(entries), _nlpo3(entries)
    with (ROOT / "seed_data" / "submissions.csv").open(encoding="utf-8-sig", newline="") as stream:
        texts = [normalise(row["text"]).lower() for row in csv.DictReader(stream)]
    assert len(texts) > 700
    differ = [text for text in texts if cut_words(small, text) != cut_words(fast, text)]
    assert len(differ) * 250 <= len(texts), differ  # where Latin words or signs touch


def cut_words(cutter: Callable[[str], list[str]], text: str) -> list[str]:
    return [token for token in cutter(text) if is_word(token)]


def test_importing_text_brings_no_heavy_library() -> None:
    code = (
        "import sys, analytics, analytics.text, analytics.params, analytics.errors;"
        "analytics.text.words('ทดสอบ');"
        "print([m for m in ('numpy', 'pandas', 'scipy', 'sklearn') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
