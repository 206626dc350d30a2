"""Search finds Thai words and their parts, on both databases, and never breaks on odd input."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core.db import db
from app.core.search import matches
from app.diagnose.models import Submission
from tests.support import make

TEXTS = ("ถนนหน้าบ้านน้ำท่วมทุกปี", "ท่อระบายน้ำอุดตัน", "เน็ตประชารัฐช้ามาก", "Smart City ที่ภูเก็ต", "รถติด")


@pytest.fixture
def texts(app: Flask) -> None:
    for text in TEXTS:
        make.submission(text)
    db.session.commit()


def found(query: str) -> list[str]:
    wanted = sa.select(Submission.text).where(matches(Submission, query)).order_by(Submission.id)
    return list(db.session.scalars(wanted))


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("น้ำท่วม", [TEXTS[0]]),
        ("รถ", [TEXTS[4]]),  # two letters: too short for trigrams
        ("ระบายน้ำ", [TEXTS[1]]),  # by its syllables
        ("smart city", [TEXTS[3]]),
        ("น้ำ", [TEXTS[0], TEXTS[1]]),
        ("น้ํา", [TEXTS[0], TEXTS[1]]),  # the other spelling of the same word
        ("เน็ตประชารัฐ ช้า", [TEXTS[2]]),
        ("อวกาศ", []),
        ("", []),
    ],
)
def test_finds(query: str, expected: list[str]) -> None:
    assert found(query) == expected


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    "query",
    [
        "'",
        '"',
        "') OR 1=1 --",
        "a & | !",
        "\\",
        "\\'",
        "%(x)s",
        "100%",
        ":x",
        "a:*",
        "น้ำ*",
        "NEAR(",
        "๕" * 9999,
    ],
)
def test_odd_input_finds_nothing_or_something_but_never_fails(query: str) -> None:
    assert isinstance(found(query), list)


@pytest.mark.usefixtures("texts")
def test_an_edited_text_is_found_by_its_new_words_only() -> None:
    row = db.session.scalars(sa.select(Submission).where(Submission.text == TEXTS[4])).one()
    row.search_text = "ดาวเทียม"
    db.session.commit()
    assert found("ดาวเทียม") == [TEXTS[4]]
    assert found("รถติด") == []
