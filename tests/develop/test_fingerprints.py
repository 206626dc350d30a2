"""Fingerprints: what is one text to a reader is one group, and nothing else is."""

from __future__ import annotations

import csv
import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from app.develop.fingerprints import NEAR, Fingerprint, distance, fingerprint, links_in, pieces
from tests.support.floods import flood

SEED = Path(__file__).resolve().parents[2] / "seed_data"
LONG = (
    "เน็ตหมู่บ้านช้ามากในช่วงค่ำ ขอให้ติดตั้งเสาสัญญาณเพิ่มใกล้โรงเรียนและศาลาประชาคม แล้วรายงานผลให้ชาวบ้านทราบทุกเดือน"
)


def grouped(texts: list[str]) -> list[int]:
    """The group of each text, found as the platform finds it: the first near one by a band."""
    firsts: list[Fingerprint] = []
    by_band: dict[tuple[int, int], list[int]] = {}
    found = []
    for text in texts:
        mark = fingerprint(text)
        near = NEAR if not mark.short else 0
        candidates = {g for key in enumerate(mark.bands) for g in by_band.get(key, ())}
        fitting = [
            g
            for g in candidates
            if firsts[g].short is mark.short and distance(firsts[g].simhash, mark.simhash) <= near
        ]
        if not fitting:
            firsts.append(mark)
            for key in enumerate(mark.bands):
                by_band.setdefault(key, []).append(len(firsts) - 1)
        found.append(min(fitting, default=len(firsts) - 1))
    return found


def organic() -> list[str]:
    with (SEED / "submissions.csv").open(encoding="utf-8-sig") as stream:
        submissions = [row["text"] for row in csv.DictReader(stream)]
    ideas = json.loads((SEED / "ideas.json").read_text(encoding="utf-8"))
    bodies = [
        f"{idea['title']}\n{idea['body']}"
        for challenge in ideas["challenges"]
        for idea in challenge["ideas"]
    ]
    return [*dict.fromkeys(submissions), *bodies]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("text", [None, LONG])
def test_a_flood_of_a_thousand_is_one_group(seed: int, text: str | None) -> None:
    texts = flood(1_000, seed=seed) if text is None else flood(1_000, text, seed)
    assert len(set(texts)) == 1_000
    biggest = Counter(grouped(texts)).most_common(1)[0][1]
    assert biggest >= 950


def test_texts_that_people_wrote_stay_apart() -> None:
    texts = organic()
    merged = [text for text, many in _by_group(texts).items() if len(many) > 1]
    assert len(texts) > 700
    # six say the same in nearly the same words or are one advertisement; one pair is chance
    assert len(merged) <= 7


def _by_group(texts: list[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for group, text in zip(grouped(texts), texts, strict=True):
        found.setdefault(group, []).append(text)
    return found


def test_short_words_of_agreement_are_told_apart() -> None:
    said = ["เห็นด้วย", "เห็นด้วยครับ", "เห็นด้วยค่ะ", "ไม่เห็นด้วย", "ดีมาก", "สนับสนุนครับ", "ข้อ 1", "ข้อ 2"]
    assert len(set(grouped(said))) == len(said)
    assert all(fingerprint(text).short for text in said)


def test_short_texts_are_one_where_a_reader_sees_no_difference() -> None:
    same = ["เห็นด้วย", "เห็นด้วย!!!", "เห็น\u200bด้วย", "เห็นด้วยยยย", "เห็นด้วย 👍", " เห็นด้วย "]
    assert set(grouped(same)) == {0}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Buy cheap loans at our shop today, everybody is welcome here",
         "Вuу сheар loаns аt оur shор tоdау, еvеrуbоdу is wеlсоmе hеrе"),
        ("น้ำประปาไม่ไหลมาสามวันแล้วครับช่วยด้วย", "นํ้าประปาไม่ไหลมาสามวันแล้วครับช่วยด้วย"),
        ("แย่มากเลยครับสัญญาณหายทั้งตำบลทุกเย็น", "เเย่มากกกกเลยครับ สัญญาณหายทั้งตำบล ทุกเย็น!!!"),
        ("โทรมาที่ 081-234-5678 เพื่อรับสิทธิ์พิเศษของท่านวันนี้เท่านั้น",
         "โทรมาที่ 0998887777 เพื่อรับสิทธิ์พิเศษของท่านวันนี้เท่านั้น"),
        ("ดูรายละเอียดการสมัครรับเงินได้ที่ https://a.example/xyz รีบเลย",
         "ดูรายละเอียดการสมัครรับเงินได้ที่ http://b.example/other?q=1 รีบเลย"),
    ],
)  # fmt: skip
def test_what_looks_the_same_has_the_same_fingerprint(one: str, other: str) -> None:
    assert fingerprint(one) == fingerprint(other)


PATHOLOGICAL = {
    "one character": "5" * 20_000,
    "a word": "ตา" * 3_000,
    "marks": "ก" + "่" * 20_000,
    "unseen": "\u200b" * 20_000,
    "hosts": "a." * 10_000,
    "a host": "a-" * 10_000 + ".com",
    "blanks": " " * 20_000,
    "nothing": "",
    "schemes": "https://" * 3_000,
    "emoji": "👨\u200d👩\u200d👧" * 2_000,
}


@pytest.mark.timeout(10)
@pytest.mark.parametrize("text", PATHOLOGICAL.values(), ids=PATHOLOGICAL)
def test_no_text_takes_long(text: str) -> None:
    """Fifty times: what is quadratic in a text of this length would take minutes."""
    marks = {fingerprint(text) for _ in range(50)}
    assert len(marks) == 1
    assert links_in(text) >= 0
    assert pieces(text) is not None


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("ไม่มีลิงก์ มีแต่เลข 3.50 บาท และ node.js", 0),
        ("ดูที่ https://example.org/a", 1),
        ("https://www.example.org", 1),
        ("www.example.org และ bit.ly/abc", 2),
        ("ht\u200btps://example.org", 1),
        ("เขียนถึง name@example.com", 0),
        ("แอดไลน์ที่shop.co.thเลย", 1),
    ],
)
def test_links_are_counted(text: str, links: int) -> None:
    assert links_in(text) == links


def test_what_nobody_sees_is_named() -> None:
    assert pieces("ซื้อ\u200b\u200bเลย\u202e") == [
        ("ซื้อ", False), ("U+200B ×2", True), ("เลย", False), ("U+202E", True),
    ]  # fmt: skip
    assert pieces("ก\nข") == [("ก\nข", False)]


def test_bands_fit_their_columns() -> None:
    marks = [fingerprint(text) for text in organic()]
    assert all(0 <= band < 2**31 for mark in marks for band in mark.bands)
    assert all(len(mark.hexadecimal) == 16 for mark in marks)
    assert any(one != other for one, other in pairwise(marks))
