"""What is open when, as role × stage × time; which colours can be read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.missions import rules
from app.missions.models import StageKey, StageWindow

NOON = datetime(2026, 5, 16, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
HERE, ELSEWHERE = 1, 2


def window(
    opens: timedelta, closes: timedelta | None, group: int | None = HERE,
    stage: StageKey = StageKey.DIAGNOSE,
) -> StageWindow:  # fmt: skip
    end = None if closes is None else NOON + closes
    return StageWindow(stage=stage, mission_group_id=group, opens_at=NOON + opens, closes_at=end)


@pytest.mark.parametrize(
    ("windows", "is_open"),
    [
        ([], False),
        ([window(-HOUR, HOUR)], True),
        ([window(-HOUR, None)], True),
        ([window(timedelta(0), HOUR)], True),  # from the very moment it opens
        ([window(-HOUR, timedelta(0))], False),  # and no longer from the moment it closes
        ([window(HOUR, None)], False),
        ([window(-HOUR, HOUR, group=ELSEWHERE)], False),
        ([window(-HOUR, HOUR, group=None)], True),
        ([window(-HOUR, HOUR, stage=StageKey.DEVELOP)], False),
        ([window(-3 * HOUR, -HOUR), window(-HOUR, None, group=None)], True),
    ],
)
def test_a_stage_is_open_while_a_window_covers_it(
    windows: list[StageWindow], is_open: bool
) -> None:
    assert rules.stage_is_open(windows, StageKey.DIAGNOSE, HERE, NOON) is is_open


def test_whoever_is_not_sure_may_speak_where_any_group_is_open() -> None:
    assert rules.stage_is_open([window(-HOUR, HOUR)], StageKey.DIAGNOSE, None, NOON)


@pytest.mark.parametrize(
    ("windows", "end"),
    [
        ([window(-HOUR, HOUR)], NOON + HOUR),
        ([window(-HOUR, HOUR), window(-HOUR, 2 * HOUR, group=None)], NOON + 2 * HOUR),
        ([window(-HOUR, HOUR), window(-HOUR, None)], None),
        ([window(-HOUR, HOUR), window(HOUR, 5 * HOUR)], NOON + HOUR),
        ([], None),
    ],
)
def test_an_open_stage_closes_with_its_last_window(
    windows: list[StageWindow], end: datetime | None
) -> None:
    assert rules.closes_at(windows, StageKey.DIAGNOSE, HERE, NOON) == end


@pytest.mark.parametrize(
    ("colour", "ratio"),
    [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54), ("#ff0000", 4.0)],
)
def test_contrast_is_that_of_wcag(colour: str, ratio: float) -> None:
    assert rules.contrast_with_white(colour) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize(
    "text", ["", "1F5E94", "#1F5E9", "#1F5E944", "red", "#1F5E9g", "#1F5E94\n"]
)
def test_what_is_no_colour(text: str) -> None:
    assert not rules.is_colour(text)
