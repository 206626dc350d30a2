"""The copy of one's data is a file: the page stays, and gives it as often as it is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import NARROW

Visit = Callable[..., Page]


def test_a_copy_can_be_taken_twice_without_loading_the_page_again(
    visit: Visit, settings: dict[str, object]
) -> None:
    password = (Path(str(settings["DATA_DIR"])) / "sample-password.txt").read_text().strip()
    page = visit("/account/data", who="member", size=NARROW)
    for _ in range(2):
        page.fill("#present", password)
        with page.expect_download() as taken:
            page.locator("main form button[type=submit]").first.click()
        assert taken.value.suggested_filename.endswith(".zip")
