"""No stored text runs a script, the content security policy aside: see `payloads`.

The first tests show hundreds of payloads through what makes HTML of texts. The last one writes them
into every text of every table of a running site, past all forms, and opens every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count, cycle
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, render_template_string
from playwright.sync_api import Browser, BrowserContext, Error, Page
from werkzeug.routing import Rule

from app import create_app
from app.core import markdown
from app.core.db import db
from tests.browser import payloads
from tests.browser.conftest import cookie_of
from tests.browser.pages import PAGES, objects, path_of, who_may
from tests.support.server import Site, running

SAW = "window.__ran = []; window.alert = text => window.__ran.push(location.href);"
SMALLEST_FIELD = 20
NOT_A_TEXT = {
    # what the platform itself makes and compares; no form writes into it
    "password_hash", "email_key", "token_hash", "code_hash", "subject_hash", "secret", "sha256",
    "text_hash", "receipt", "receipt_hash", "claim", "kind", "batch", "root", "previous_root",
    "voter", "ledger_key", "key", "network", "simhash", "search_text", "path", "about", "slug",
    "provider", "reason_code", "held_for", "color", "colour", "code_version", "object_type",
    "object_id", "version_num",
}  # fmt: skip


CARELESS = """<title>{{ texts[0] }}</title>{% for text in texts %}
<main title="{{ text }}">{{ text }}
<input value="{{ text }}" aria-label='{{ text }}'><textarea>{{ text }}</textarea></main>
{% endfor %}"""


@pytest.fixture(scope="module")
def heedless(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(bypass_csp=True)
    context.add_init_script(SAW)
    yield context
    context.close()


@pytest.fixture
def unprotected(heedless: BrowserContext) -> Iterator[BrowserContext]:
    """A browser that heeds no policy and notes every call of `alert`."""
    yield heedless
    heedless.clear_cookies()
    for page in heedless.pages:
        page.close()


def ran(page: Page) -> list[str]:
    """What ran on the page, after everything on it was touched."""
    page.wait_for_timeout(50)
    page.evaluate(
        "document.querySelectorAll('main *').forEach(e => ['focus', 'mouseover', 'toggle', 'load',"
        " 'error'].forEach(kind => e.dispatchEvent(new Event(kind))))"
    )
    return [*page.evaluate("window.__ran"), *bad_links(page)]


def bad_links(page: Page) -> list[str]:
    wanted = "a[href], form[action], [formaction], [src], [data]"
    return page.eval_on_selector_all(
        wanted,
        "found => found.map(e => e.href || e.action || e.src || e.data || '')"
        ".map(String).filter(a => /^\\s*(java|vb)script:|^data:text/i.test(a))",
    )


def test_there_are_enough_of_them_and_they_do_run(unprotected: BrowserContext) -> None:
    """A corpus that runs nowhere would prove nothing."""
    assert len(payloads.ALL) >= 500
    page = unprotected.new_page()
    running_ones = 0
    for text in payloads.ALL[:120]:
        page.goto("about:blank")
        page.set_content(f"<main>{text}</main>")
        running_ones += bool(ran(page))
    assert running_ones >= 40


def test_markdown_runs_none(unprotected: BrowserContext, bare_app: Flask) -> None:
    page = unprotected.new_page()
    page.set_content("".join(f"<main>{markdown.render(text)}</main>" for text in payloads.ALL))
    assert page.locator("main").count() >= len(payloads.ALL)
    assert ran(page) == []


def test_templates_run_none(unprotected: BrowserContext, bare_app: Flask) -> None:
    """As text, in attributes, in a title and in a form's field."""
    with bare_app.test_request_context():
        html = render_template_string(CARELESS, texts=payloads.ALL)
    page = unprotected.new_page()
    page.set_content(html)
    assert page.locator("main").count() == len(payloads.ALL)
    assert ran(page) == []


@pytest.fixture(scope="session")
def bare_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(RUAMKID_ENV="testing", DATA_DIR=tmp_path_factory.mktemp("bare"))


# Every page of a poisoned site


@pytest.fixture(scope="module")
def poisoned(
    sample_settings: Callable[[], dict[str, object]],
) -> Iterator[tuple[Site, Flask, dict[str, Any]]]:
    settings = sample_settings()
    with running(settings, worker=False) as site:
        app = create_app(**settings | {"RUAMKID_ENV": "development"})
        with app.app_context():
            values = objects()
            assert poison() > 2_000
            db.session.remove()
            db.engine.dispose()
        yield site, app, values


def poison() -> int:
    """Put payloads in the place of every text of every row. Returns of how many."""
    long, short, numbers = cycle(payloads.ALL), cycle(payloads.SHORT), count()
    written = 0
    for table in db.metadata.sorted_tables:
        columns = [column for column in table.columns if _is_text(column)]
        if not columns:
            continue
        keys = list(table.primary_key.columns)
        for row in db.session.execute(sa.select(*keys, *columns)).all():
            before = dict(zip(columns, row[len(keys) :], strict=True))
            values = {
                column.name: _payload(column, f"{_kept(column, old)}{next(numbers)}", long, short)
                for column, old in before.items()
                if old
            }
            where = [column == value for column, value in zip(keys, row[: len(keys)], strict=True)]
            if values:
                db.session.execute(sa.update(table).where(*where).values(values))
            written += len(values)
    db.session.commit()
    return written


def _is_text(column: sa.Column[Any]) -> bool:
    if column.name in NOT_A_TEXT or column.primary_key or column.foreign_keys:
        return False
    if isinstance(column.type, sa.Enum) or not isinstance(column.type, sa.String):
        return False
    return (column.type.length or 10_000) >= SMALLEST_FIELD


def _kept(column: sa.Column[Any], old: str) -> str:
    """The tests find their people by the first part of an address."""
    return f"{old} " if column.name == "email" else ""


def _payload(column: sa.Column[Any], text: str, long: Any, short: Any) -> str:
    """As many payloads after `text` as the field takes, up to a few."""
    room: int = column.type.length or 1_500  # type: ignore[attr-defined]
    for _ in range(40):
        more = next(long if room > 120 else short)
        if len(text) + 1 + len(more) > room:
            break
        text += "\n" + more if room > 500 else " " + more
    return text


def test_the_poison_reaches_the_pages(poisoned: Any, unprotected: BrowserContext) -> None:
    """Otherwise the next test could not fail."""
    site, _app, values = poisoned
    page = unprotected.new_page()
    page.goto(f"{site.address}/ideas/{values['idea_id']}")
    assert "alert" in page.locator("h1").inner_text()


@pytest.mark.parametrize("rule", PAGES, ids=[rule.rule for rule in PAGES])
def test_no_page_runs_one(
    rule: Rule, poisoned: tuple[Site, Flask, dict[str, Any]], unprotected: BrowserContext
) -> None:
    site, app, values = poisoned
    path, who = path_of(app, rule, values), who_may(app, rule)
    if who:
        unprotected.add_cookies(
            [{"name": "session", "value": cookie_of(app, who), "url": site.address}]
        )
    page = unprotected.new_page()
    for number in (1, 2):
        if not opened(page, f"{site.address}{path}?page={number}"):
            return
        assert ran(page) == [], page.url
        if page.locator("nav.pagination, ul.pagination").count() == 0:
            return


def opened(page: Page, address: str) -> bool:
    """False where the address is a download."""
    try:
        page.goto(address)
    except Error as error:
        if "Download is starting" in str(error):
            return False
        raise
    return True
