"""Signing up, posting, voting and withdrawing by the keyboard alone, at 320 pixels.

No mouse, no script of the test that focuses anything: only keys, as a person presses them who
cannot point. What has the focus must be in sight and say what it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SMALLEST

pytestmark = pytest.mark.slow
Visit = Callable[..., Page]
MOST_STEPS = 160
OPEN_TO_BOTH = "เน็ตหมู่บ้านที่ใช้ได้จริงทุกวัน"
"""A sample challenge that takes ideas and votes today."""
FOCUSED = """() => {
  const e = document.activeElement
  const label = e.labels?.[0]?.innerText || e.getAttribute('aria-label') || e.innerText
    || e.value || ''
  return [e.tagName.toLowerCase(), e.id || e.name || '', label.trim()]
}"""
IN_SIGHT = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect()
  const x = box.left + Math.min(box.width, innerWidth - box.left) / 2
  const y = box.top + Math.min(box.height, innerHeight - box.top) / 2
  const top = document.elementFromPoint(x, y)
  return Boolean(top) && (e.contains(top) || top.contains(e) || top.closest('label')?.contains(e) ||
    [...(e.labels || [])].some(label => label.contains(top)))
}"""


def test_signing_up_posting_voting_and_withdrawing(visit: Visit, mails: Callable[[], str]) -> None:
    page = _sign_up(visit, mails)
    idea = _post_an_idea(page)
    _vote_and_withdraw(page, idea)


def _sign_up(visit: Visit, mails: Callable[[], str]) -> Page:
    page = visit("/sign-up", size=SMALLEST)
    _type_into(page, "email", "keyboard@example.org")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/sign-up/mailed"))
    link = re.search(r"/sign-up/\S+", mails())
    assert link is not None
    page.goto(link.group())
    _type_into(page, "display_name", "คนใช้แป้นพิมพ์")
    _type_into(page, "password", "นกกระจิบบินข้ามทุ่งนา 72 รอบ")
    _go_to(page, "consent")
    page.keyboard.press("Space")
    _press(page, "สร้างบัญชี")
    expect(page.locator("main")).to_be_visible()
    return page


def _post_an_idea(page: Page) -> str:
    page.goto("/challenges")
    _press(page, OPEN_TO_BOTH)
    _press(page, "เสนอแนวคิด")
    _type_into(page, "title", "ทางลาดที่ทุกคนใช้ได้")
    _type_into(page, "body", "ทำทางลาดหน้าสำนักงานทุกแห่ง ผู้ใช้รถเข็นจะเข้าถึงบริการได้เอง")
    _press(page, "เผยแพร่แนวคิด")
    expect(page.locator("h1")).to_have_text("ทางลาดที่ทุกคนใช้ได้")
    return page.url


def _vote_and_withdraw(page: Page, idea: str) -> None:
    _press(page, "สนับสนุน")
    expect(page).to_have_url(re.compile("/vote/consent"))  # asked once, before the first vote
    _press(page, "ฉันยินยอม")
    page.goto(idea)
    expect(page.locator(".support-count strong").first).to_have_text("1")
    _tab_until(page, lambda tag, own, label: tag == "button" and "กดเพื่อถอน" in label)
    page.keyboard.press("Enter")  # in place: the page stays
    expect(page.locator(".support-count strong").first).to_have_text("0")
    page.goto(idea)
    expect(page.locator(".support-count strong").first).to_have_text("0")


def _go_to(page: Page, name: str) -> None:
    """Press Tab until the field of this name or id has the focus."""
    _tab_until(page, lambda tag, own, label: own == name)


def _press(page: Page, words: str) -> None:
    """Press Tab until a button or link with these words has the focus, then Enter."""
    _tab_until(page, lambda tag, own, label: tag in ("button", "a") and words in label, main=True)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _type_into(page: Page, name: str, text: str) -> None:
    _go_to(page, name)
    page.keyboard.type(text)


def _tab_until(page: Page, wanted: Callable[[str, str, str], bool], *, main: bool = False) -> None:
    seen = []
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        tag, own, label = page.evaluate(FOCUSED)
        seen.append(f"{tag} {own} {label[:30]}")
        inside = not main or page.evaluate("() => !!document.activeElement.closest('main')")
        if inside and wanted(tag, own, label):
            assert label, f"{tag} {own} has no name"
            assert page.evaluate(IN_SIGHT), f"{tag} {own} {label} has the focus out of sight"
            return
    raise AssertionError(f"the keyboard does not get there: {seen}")


@pytest.fixture
def mails(settings: dict[str, object]) -> Callable[[], str]:
    """What the last mail says."""

    def last() -> str:
        folder = Path(str(settings["DATA_DIR"])) / "mail"
        newest = max(folder.iterdir(), key=lambda path: path.stat().st_mtime)
        text = newest.read_text(encoding="utf-8")
        from email import message_from_string

        part = message_from_string(text)
        payload = part.get_payload(decode=True) if not part.is_multipart() else None
        return payload.decode() if isinstance(payload, bytes) else text

    return last
