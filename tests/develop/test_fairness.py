"""Figures of how fairly ideas were shown."""

from __future__ import annotations

import pytest

from app.develop.fairness import gini, measure, rank_correlation


@pytest.mark.parametrize(
    ("values", "expected"),
    [([1, 1, 1, 1], 0.0), ([0, 0, 0, 1], 0.75), ([1, 3], 0.25), ([1, 2, 3, 4], 0.25), ([], 0.0)],
)
def test_gini(values: list[float], expected: float) -> None:
    assert gini(values) == pytest.approx(expected)


def test_rank_correlation_with_ties() -> None:
    assert rank_correlation([1, 2, 3], [10, 20, 90]) == pytest.approx(1)
    assert rank_correlation([1, 2, 3], [5, 4, 3]) == pytest.approx(-1)
    assert rank_correlation([1, 2, 3], [7, 7, 7]) == 0
    assert rank_correlation([1, 2, 2, 3], [1, 2, 3, 4]) == pytest.approx(0.9486833)


def test_nothing_is_said_of_few_ideas_or_of_none_shown() -> None:
    assert measure([5] * 9) is None
    assert measure([0] * 50) is None


def test_equal_shares() -> None:
    found = measure([7] * 20)
    assert found is not None
    assert (found.least_half, found.gini, found.age) == (0.5, 0.0, 0.0)
    assert found.tenths == pytest.approx([0.1] * 10)
    assert found.medians == [7] * 4


def test_the_older_the_more_often_shown() -> None:
    found = measure(list(range(20, 0, -1)))
    assert found is not None
    assert found.age == pytest.approx(1)
    assert found.medians == [18, 13, 8, 3]
    assert (found.least, found.middle, found.most) == (1, 10.5, 20)
    assert found.least_half == pytest.approx(55 / 210)
    assert found.tenths[0] == pytest.approx(3 / 210)
    assert sum(found.tenths) == pytest.approx(1)


def test_an_odd_number_of_ideas_halves_the_one_in_the_middle() -> None:
    found = measure([1] * 11)
    assert found is not None
    assert found.least_half == pytest.approx(0.5)
