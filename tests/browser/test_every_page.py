"""Every page: accessible, within its width, silent in the console, our own origin alone.

New pages are covered by themselves: the list is the application's own map of addresses.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page
from werkzeug.routing import Rule

from app import create_app
from app.accounts.models import AuthSession, Guest, Person
from app.core.access import rule_of
from app.core.db import commit, db
from app.core.models import Job
from app.develop.models import Challenge, Comment, Idea, Phase
from app.diagnose.commands import intake
from app.diagnose.models import (
    AnalysisRun,
    Channel,
    ImportBatch,
    Issue,
    IssueState,
    Submission,
    Topic,
)
from app.missions.models import MissionGroup, StageKey, Unit
from tests.browser.conftest import NARROW, WIDE

Visit = Callable[..., Page]

WHO = (
    None,
    "member",
    "analyst",
    "coordinator",
    "moderator",
    "administrator",
    "executive",
    "officer",
)
NO_PAGES = (".csv", ".css", ".json", "/status", "/vendor/<name>", "/static/")
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
}
SMALLEST = {"width": 320, "height": 640}


def _pages() -> list[Rule]:
    app = create_app(RUAMKID_ENV="testing", DATA_DIR=Path(tempfile.mkdtemp()))
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    pages = [rule for rule in rules if not any(sign in rule.rule for sign in NO_PAGES)]
    return sorted(pages, key=lambda rule: rule.rule)


PAGES = _pages()


@pytest.fixture(scope="session")
def values(here: Flask) -> dict[str, Any]:
    """For each parameter of an address, an object of the sample data that everybody may see."""
    with here.app_context():
        _make_a_receipt()
        first = {
            "submission_id": sa.select(Submission.id),
            "receipt": sa.select(Submission.receipt).where(Submission.receipt.is_not(None)),
            "run_id": sa.select(AnalysisRun.id),
            "topic_id": sa.select(Topic.id),
            "issue_id": sa.select(Issue.id).where(Issue.state == IssueState.SELECTED),
            "challenge_id": sa.select(Challenge.id).join(Phase).order_by(Phase.closes_at.desc()),
            "idea_id": sa.select(Idea.id).order_by(Idea.comments_count.desc()),
            "comment_id": sa.select(Comment.id),
            "batch_id": sa.select(ImportBatch.id),
            "job_id": sa.select(Job.id),
            "person_id": sa.select(Person.id),
            "unit_id": sa.select(Unit.id),
            "slug": sa.select(MissionGroup.slug),
            "session_id": sa.select(AuthSession.id),
        }
        found: dict[str, Any] = {
            n: db.session.scalars(q.limit(1)).first() for n, q in first.items()
        }
        db.session.remove()
        db.engine.dispose()
    return found | {"key": StageKey.DIAGNOSE.value, "token": "no-such-token"}


def _make_a_receipt() -> None:
    """What was imported has none; what staff write down has."""
    found = sa.select(Person).where(Person.email.startswith("analyst")).order_by(Person.id)
    intake.record(
        db.session.scalars(found.limit(1)).one(),
        text="โทรศัพท์แจ้งว่าสัญญาณหายทุกเย็น",
        channel=Channel.TELEPHONE,
        mission_group_id=None,
        participant_group=None,
        said_at=None,
    )
    commit()


def _who_may(app: Flask, rule: Rule) -> str | None:
    """The first of `WHO` that the route's rule lets in."""
    declared = rule_of(app, rule.endpoint)
    assert declared is not None
    with app.app_context():
        for who in WHO:
            found = sa.select(Person).where(Person.email.startswith(who or "-"))
            person = db.session.scalars(found).first() if who else Guest()
            if person is not None and declared(person):
                return who
    raise AssertionError(f"nobody may open {rule.rule}")


@pytest.mark.parametrize("rule", PAGES, ids=[rule.rule for rule in PAGES])
def test_the_page_is_accessible_and_fits(
    rule: Rule, visit: Visit, here: Flask, values: dict[str, Any]
) -> None:
    if any(values[name] is None for name in rule.arguments):
        pytest.skip("the sample data have no such object; its slice's tests open this page")
    arguments = {name: values[name] for name in rule.arguments}
    path = here.url_map.bind("localhost").build(rule.endpoint, arguments)
    who = _who_may(here, rule)
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
