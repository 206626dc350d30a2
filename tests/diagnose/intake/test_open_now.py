"""What the pages of mission groups are told of submissions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.core import clock
from app.core.db import commit, db
from app.core.privacy import SMALLEST_CELL
from app.diagnose.views.open_now import open_for_submissions
from app.missions.models import MissionGroup, StageKey, StageWindow
from tests.support import make


def window(opens: int, closes: int | None, group: MissionGroup | None = None) -> StageWindow:
    """In days from now."""
    return StageWindow(
        stage=StageKey.DIAGNOSE,
        mission_group_id=group.id if group else None,
        opens_at=clock.now() + timedelta(days=opens),
        closes_at=None if closes is None else clock.now() + timedelta(days=closes),
    )


def test_each_open_mission_group_has_one_item_that_leads_to_its_form(
    app: Flask, group: MissionGroup
) -> None:
    for number in range(SMALLEST_CELL):
        make.submission(f"เรื่องที่ {number}", mission_group_id=group.id)
    make.submission(mission_group_id=group.id, withdrawn_at=clock.now())
    commit()
    with app.test_request_context():
        [item] = open_for_submissions()
    assert (item.mission_group_id, item.closes_at) == (group.id, None)
    assert item.href == f"/submit?mission_group={group.slug}"
    assert item.facts.startswith(f"{SMALLEST_CELL} ")


def test_a_small_count_is_not_told(app: Flask, group: MissionGroup) -> None:
    make.submission(mission_group_id=group.id)
    commit()
    with app.test_request_context():
        [item] = open_for_submissions()
    assert item.facts == ""


def test_of_overlapping_windows_the_last_to_close_counts(app: Flask) -> None:
    group, other = make.mission_group(), make.mission_group("space-affairs")
    late = window(-1, 9, group)
    db.session.add_all([window(-1, 3), late, window(-9, -1), window(2, None)])
    commit()
    with app.test_request_context():
        items = {item.mission_group_id: item.closes_at for item in open_for_submissions()}
    assert items[group.id] == late.closes_at
    assert items[other.id] < late.closes_at  # type: ignore[operator]


def test_a_closed_stage_shows_nothing(app: Flask, group: MissionGroup) -> None:
    db.session.execute(sa.delete(StageWindow))
    commit()
    with app.test_request_context():
        assert open_for_submissions() == []


def test_it_asks_three_queries(app: Flask, group: MissionGroup, queries: Callable[[], Any]) -> None:
    make.mission_group("space-affairs")
    commit()
    with app.test_request_context(), queries() as asked:
        open_for_submissions()
    assert len(asked) == 3, asked  # the windows; the counts; the mission groups
