"""Tables to take home: nothing in them runs, and Excel reads their Thai."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from app.core.tables import csv_pieces, neutral, without_mark


@given(st.text())
def test_neutral_text_starts_no_formula_and_can_be_taken_back(text: str) -> None:
    assert not neutral(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    if not text.startswith("'"):
        assert without_mark(neutral(text)) == text


def test_numbers_stay_numbers() -> None:
    assert neutral(-5) == -5


def test_a_long_table_comes_in_pieces_and_is_whole() -> None:
    pieces = list(csv_pieces(["ข้อความ", "=n"], ([f"บรรทัด\n{n}", n] for n in range(450))))
    assert len(pieces) == 3
    assert pieces[0].startswith("\ufeff")
    rows = list(csv.reader(io.StringIO("".join(pieces).removeprefix("\ufeff"), newline="")))
    assert rows[0] == ["ข้อความ", "'=n"]
    assert rows[450] == ["บรรทัด\n449", "449"]
