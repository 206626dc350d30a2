"""A seeded platform, and Chromium. Left out where there is no Chromium; without it CI fails."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from app import create_app
from app.accounts.models import Person
from app.core.db import db
from tests.support.cast import new_session
from tests.support.server import Site, running

NARROW = {"width": 360, "height": 740}
WIDE = {"width": 1280, "height": 900}
SMALLEST = {"width": 320, "height": 640}
"""As wide as a page of 1280 pixels that is shown four times as large."""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = pytest.mark.skip(reason="no Chromium here: apt-get install chromium")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not os.environ.get("CHROMIUM"):
                if os.environ.get("CI"):
                    raise pytest.UsageError("CI is set, CHROMIUM is not: use dev.py test")
                item.add_marker(missing)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DATA_DIR with the sample data, all analysed: made once for all processes of a test run."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    folder, done = shared / "sample", shared / "sample-is-made"
    with (shared / "sample-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            site = Site.of({"DATA_DIR": folder, "SAMPLE_DATA": "1"})
            site.flask("db", "upgrade")
            site.flask("seed", "--sample")
            site.flask("jobs-run")
            done.touch()
    return folder


@pytest.fixture(scope="session")
def sample_settings(
    sample: Path, new_database: Callable[[str], dict[str, object]]
) -> Callable[[], dict[str, object]]:
    """Settings of a site with a copy of the sample data of its own."""

    def copied() -> dict[str, object]:
        settings = new_database("sqlite") | {"SAMPLE_DATA": "1"}
        shutil.copytree(sample, str(settings["DATA_DIR"]), dirs_exist_ok=True)
        return settings

    return copied


@pytest.fixture(scope="session")
def settings(sample_settings: Callable[[], dict[str, object]]) -> dict[str, object]:
    return sample_settings()


@pytest.fixture(scope="session")
def site(settings: dict[str, object]) -> Iterator[Site]:
    with running(settings) as started:
        yield started


@pytest.fixture(scope="session")
def here(settings: dict[str, object], site: Site) -> Flask:
    """The tests' own view of the site's data."""
    return create_app(**settings | {"RUAMKID_ENV": "development"})


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, site: Site, here: Flask) -> Iterator[Callable[..., Page]]:
    """`visit("/submit", who="analyst", language="en", size=NARROW)` opens a page.

    Every page it opens must ask our own origin alone and break neither the policy nor a script.
    """
    with visiting(chromium, site, here) as opened:
        yield opened


@contextmanager
def visiting(
    chromium: Browser, site: Site, here: Flask, kept: dict[str, BrowserContext] | None = None
) -> Iterator[Callable[..., Page]]:
    """`kept`: browsers of the same people that go on from test to test, with what they cached."""
    contexts: dict[str, BrowserContext] = {} if kept is None else kept
    complaints: list[str] = []
    pages: list[Page] = []

    def context_of(who: str | None) -> BrowserContext:
        name = str(len(contexts)) if kept is None else (who or "")
        if name not in contexts:
            contexts[name] = chromium.new_context(
                base_url=site.address,
                reduced_motion="reduce",  # type: ignore[arg-type]
            )
        return contexts[name]

    def opened(
        path: str, *, who: str | None = None, language: str = "th", size: dict[str, int] = WIDE
    ) -> Page:
        context = context_of(who)
        cookies = [("language", language)] + ([("session", cookie_of(here, who))] if who else [])
        context.clear_cookies()
        context.add_cookies(
            [{"name": name, "value": value, "url": site.address} for name, value in cookies]
        )
        page = context.new_page()
        pages.append(page)
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.on("console", lambda message: _note_error(message.type, message.text, complaints))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda r: _note_foreign(r.url, site.address, complaints))
        page.goto(path)
        return page

    yield opened
    for page in pages:
        page.close()
    for context in contexts.values() if kept is None else ():
        context.close()
    assert complaints == []


def _note_error(kind: str, text: str, complaints: list[str]) -> None:
    """Errors of scripts and of the policy; a page that answers 404 on purpose is none."""
    if kind == "error" and "Failed to load resource" not in text:
        complaints.append(text)


def _note_foreign(url: str, address: str, complaints: list[str]) -> None:
    if not re.match(rf"{re.escape(address)}(/|$)|data:|blob:|about:", url):
        complaints.append(f"asked another origin: {url}")


def cookie_of(app: Flask, who: str) -> str:
    """A signed session cookie for a sample account, by the first part of its address.

    In a context of its own, as it writes: a test's request before it may have left behind that it
    only reads.
    """
    return Context().run(_cookie_of, app, who)


def _cookie_of(app: Flask, who: str) -> str:
    from flask.sessions import SecureCookieSessionInterface

    with app.app_context():
        found = sa.select(Person).where(Person.email.startswith(who)).order_by(Person.id)
        person = db.session.scalars(found).first()
        assert person is not None, who
        session_key = new_session(person)
        db.session.remove()
        db.engine.dispose()
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return str(serializer.dumps({"_user_id": session_key, "_fresh": True}))
