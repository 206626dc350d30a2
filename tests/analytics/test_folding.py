"""Texts folded in by plain Python lie where the analysis itself would place them."""

from __future__ import annotations

import csv
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from analytics import InputError
from analytics.comments import duplicate_key
from analytics.features import CommentVectors
from analytics.folding import SIGN_BITS, WordTables, likeness, signs
from analytics.vectors import learn
from analytics.vocabulary import stop_words, words_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    with (ROOT / "seed_data" / "submissions.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    column = max(rows[0], key=lambda name: len(rows[0][name]))
    different: dict[str, str] = {}
    for row in rows:
        if words := words_of(row[column]):
            different.setdefault(duplicate_key("".join(words)), row[column])
    return list(different.values())[:300]


@pytest.fixture(scope="module")
def path(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("words") / "words.bin"
    with made.open("wb") as out:
        learn(texts, out)
    return made


def test_they_are_the_vectors_of_the_analysis(texts: list[str], path: Path) -> None:
    model = CommentVectors(stop_words(), 0)
    model.fit_transform([words_of(text) for text in texts])
    new = ["เน็ตหมู่บ้านช้ามาก อยากให้ซ่อมเสา", "สอนผู้สูงอายุใช้โทรศัพท์", texts[7], texts[9] * 3]
    tables = WordTables(path)
    expected = model.transform([words_of(text) for text in new])
    for text, vector in zip(new, expected, strict=True):
        found = tables.vector(text)
        assert found is not None
        assert np.abs(np.array(found) - vector).max() < 0.001  # half floats
    assert tables.dimensions == expected.shape[1] <= SIGN_BITS


def test_the_same_texts_give_the_same_bytes(texts: list[str], path: Path) -> None:
    again = BytesIO()
    learn(texts, again)
    assert again.getvalue() == path.read_bytes()


def test_texts_that_say_the_same_count_once(texts: list[str]) -> None:
    learnt = learn([*texts[:40], *(f"{text} ครับ!!" for text in texts[:40])], BytesIO())
    assert learnt.texts <= 41


@pytest.mark.parametrize("text", ["", "   ", "!!! 😀", "qwxzzy"])
def test_a_text_without_a_known_word_lies_nowhere(path: Path, text: str) -> None:
    assert WordTables(path).vector(text) is None


@pytest.mark.parametrize(
    "text", ["5" * 20_000, "ตา" * 3_000, "\u200b" * 5_000, "\ud800ก", "ก\x00ข"]
)
def test_odd_texts_are_no_error(path: Path, text: str) -> None:
    WordTables(path).vector(text)


def test_near_texts_differ_in_few_signs(texts: list[str], path: Path) -> None:
    tables = WordTables(path)
    vectors = [vector for text in texts if (vector := tables.vector(text)) is not None]
    marks = [signs(vector) for vector in vectors]
    for vector, mark in list(zip(vectors, marks, strict=True))[:50]:
        nearest = sorted(range(len(vectors)), key=lambda at: -likeness(vector, vectors[at]))[:6]
        by_signs = sorted(range(len(vectors)), key=lambda at: (mark ^ marks[at]).bit_count())[:60]
        assert set(nearest) <= set(by_signs)


def test_signs_are_always_of_the_same_planes() -> None:
    """Stored ones are compared with new ones."""
    vector = [0.6, -0.8, *(0.0 for _ in range(98))]
    assert f"{signs(vector):0128x}"[:32] == "c0c0c43fc0c03f3cff301cf00330c0a3"


def test_too_few_texts_are_refused() -> None:
    with pytest.raises(InputError) as refused:
        learn(["เน็ตช้า", "ไฟดับ"], BytesIO())
    assert refused.value.code == "too_few"


def test_another_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(b"something else, long enough")
    with pytest.raises(ValueError, match="no word vectors"):
        WordTables(other)


def test_folding_loads_no_heavy_library(path: Path) -> None:
    script = (
        "import sys, pathlib; from analytics.folding import WordTables, signs\n"
        f"signs(WordTables(pathlib.Path({str(path)!r})).vector('เน็ตหมู่บ้านช้ามาก'))\n"
        "print([name for name in ('numpy', 'scipy', 'sklearn', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
