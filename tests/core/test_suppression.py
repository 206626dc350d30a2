"""What is published: no small cell, and no way to work one out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.core.privacy import SMALLEST_CELL
from app.core.suppression import cells_shown, parts_shown, total_shown

COUNTS = st.integers(0, 60)
TABLES = st.dictionaries(st.integers(0, 20), COUNTS, max_size=9)


def test_large_cells_stay() -> None:
    assert cells_shown({"a": 10, "b": 200}) == {"a": 10, "b": 200}


def test_one_small_cell_takes_the_next_smallest_with_it() -> None:
    assert cells_shown({"a": 9, "b": 30, "c": 12}) == {"a": None, "b": 30, "c": None}


def test_small_cells_that_are_small_together_take_another_with_them() -> None:
    assert cells_shown({"a": 0, "b": 0, "c": 40}) == {"a": None, "b": None, "c": None}
    assert cells_shown({"a": 5, "b": 6, "c": 40}) == {"a": None, "b": None, "c": 40}


def test_a_small_total_is_not_shown() -> None:
    assert (total_shown(9), total_shown(10)) == (None, 10)


def test_parts_of_what_is_not_shown_are_not_shown_either() -> None:
    assert parts_shown({"a": 40}, 50, whole_is_shown=False) == {"a": None}


def test_a_small_rest_cannot_be_worked_out_of_the_parts() -> None:
    assert parts_shown({"a": 40, "b": 20}, 63, whole_is_shown=True) == {"a": 40, "b": None}
    assert parts_shown({"a": 40, "b": 20}, 80, whole_is_shown=True) == {"a": 40, "b": 20}


@given(TABLES)
def test_nobody_can_subtract(cells: dict[int, int]) -> None:
    """Whoever knows the total knows the sum of what is missing: it must leave a choice."""
    shown = cells_shown(cells)
    missing = [key for key, value in shown.items() if value is None]
    assert all(value is None or value >= SMALLEST_CELL for value in shown.values())
    if missing and total_shown(sum(cells.values())) is not None:
        assert len(missing) >= 2
        assert sum(cells[key] for key in missing) >= SMALLEST_CELL


@given(TABLES, COUNTS)
def test_nobody_can_subtract_the_parts_from_the_whole(parts: dict[int, int], rest: int) -> None:
    whole = sum(parts.values()) + rest
    shown = parts_shown(parts, whole, total_shown(whole) is not None)
    assert all(value is None or value >= SMALLEST_CELL for value in shown.values())
    known = sum(value for value in shown.values() if value is not None)
    if total_shown(whole) is not None:
        assert whole == known or whole - known >= SMALLEST_CELL
