"""The pictures of the README, made anew by `PICTURES=1 python3 dev.py test tests/browser`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NARROW, WIDE

Visit = Callable[..., Page]
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
PICTURES = {
    "home-th-360": ("/", None, NARROW),
    "topics-th-1280": ("/diagnose/runs/1", "analyst", WIDE),
    "challenge-th-1280": ("/challenges/1", None, WIDE),
    "dashboard-th-1280": ("/dashboard", "executive", WIDE),
}


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_of_the_readme_can_be_taken(visit: Visit, name: str, tmp_path: Path) -> None:
    path, who, size = PICTURES[name]
    page = visit(path, who=who, size=size)
    for chart in page.locator(".chart-plot").all()[:3]:
        chart.scroll_into_view_if_needed()
        chart.locator(".main-svg").first.wait_for()
    page.evaluate("window.scrollTo(0, 0)")
    folder = FOLDER if os.environ.get("PICTURES") else tmp_path
    page.screenshot(path=folder / f"{name}.png")
    assert (FOLDER / f"{name}.png").exists(), "the README shows a picture that is not there"
