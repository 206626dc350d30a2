"""Every page: accessible, within its width, silent in the console, our own origin alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.routing import Rule

from app.core.db import db
from tests.browser.conftest import NARROW, SMALLEST, WIDE, visiting
from tests.browser.pages import PAGES, objects, path_of, who_may
from tests.support.server import Site

Visit = Callable[..., Page]
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}


@pytest.fixture(scope="module")
def browsers() -> Iterator[dict[str, BrowserContext]]:
    kept: dict[str, BrowserContext] = {}
    yield kept
    for context in kept.values():
        context.close()


@pytest.fixture
def visit(
    chromium: Browser, site: Site, here: Flask, browsers: dict[str, BrowserContext]
) -> Iterator[Visit]:
    """As everywhere, by browsers that keep what they have loaded: there are many pages."""
    with visiting(chromium, site, here, browsers) as opened:
        yield opened


@pytest.fixture(scope="session")
def values(here: Flask) -> dict[str, Any]:
    with here.app_context():
        found = objects()
        db.session.remove()
        db.engine.dispose()
    return found


@pytest.mark.parametrize("rule", PAGES, ids=[rule.rule for rule in PAGES])
def test_the_page_is_accessible_and_fits(
    rule: Rule, visit: Visit, here: Flask, values: dict[str, Any]
) -> None:
    path, who = path_of(here, rule, values), who_may(here, rule)
    narrow = visit(path, who=who, language="th", size=NARROW)
    check(narrow)
    assert narrow.locator("html").get_attribute("lang") == "th"
    check(visit(path, who=who, language="en", size=WIDE))


def check(page: Page) -> None:
    """One heading, a title, nothing wider than the window (at 320 too), nothing found by axe."""
    if not page.url.endswith("/patterns"):  # which shows a page's head among its components
        assert page.locator("h1").count() == 1
    assert len(page.title()) > len("Ruamkid · ")
    check_axe(page)
    wide = page.viewport_size
    for size in (wide, SMALLEST):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert over <= 0, f"{over} pixels too wide at {size}: {page.url}"
    page.set_viewport_size(wide)  # type: ignore[arg-type]


def check_axe(page: Page) -> None:
    results = Axe().run(page, options=AXE)
    found = [
        f"{v['id']}: {v['help']} — {v['nodes'][0]['html'][:160]} ({len(v['nodes'])} places)"
        for v in results.response["violations"]
    ]
    assert found == [], f"{page.url}: {found}"


@pytest.mark.parametrize("language", ["th", "en"])
def test_error_pages_look_like_the_site(visit: Visit, language: str) -> None:
    page = visit("/no-such-page", language=language)
    check(page)
    assert page.locator('header a[href="/"]').first.is_visible()


def test_a_form_with_errors_is_accessible_and_keeps_what_was_typed(visit: Visit) -> None:
    page = visit("/submit", size=NARROW)
    page.fill("textarea", "ก")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_selector("[role=alert]")
    assert page.locator("textarea").input_value() == "ก"
    check(page)
