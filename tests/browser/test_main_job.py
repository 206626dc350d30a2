"""The main job, clicked through in Chromium: from a citizen's words to an executive's dashboard.

One story in Thai (the citizen on a telephone) and the same in English: a submission and its
receipt, an import with a bad row, an analysis, an issue, a challenge, an idea, a vote,
a comment, a moderator's hand, and the figures that all of it leads to.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.core.clock import BANGKOK
from tests.browser.conftest import NARROW

pytestmark = pytest.mark.slow
Visit = Callable[..., Page]
MINUTE = 60_000

NET = "เน็ตหมู่บ้าน{} ช้ามาก ช่วงเย็นหลุดบ่อย เด็กเรียนออนไลน์ไม่ได้ อยากให้เพิ่มความเร็วสัญญาณ"
SCAM = "แก๊งคอลเซ็นเตอร์โทรมาหลอกโอนเงิน{} ควรปิดบัญชีม้าและเบอร์มิจฉาชีพให้เร็วกว่านี้"
FUND = "ขอทุนจากกองทุนยากมาก{} เอกสารเยอะ ชุมชนเล็กเขียนโครงการไม่เป็น อยากให้มีพี่เลี้ยง"


# The same words twice within an hour would wait for a moderator
IDEAS = {
    "th": "อบรม**ช่างในตำบล** ให้ซ่อมเบื้องต้นได้\n\n- มีอะไหล่\n- มีเบอร์ติดต่อ",
    "en": "ตั้งกองทุนอะไหล่ระดับอำเภอ จ้าง**ช่างในตำบล** เป็นรายครั้ง แล้วเปิดเผยเวลาที่ใช้ซ่อมทุกเดือน",
}
COMMENTS = {
    "th": "เห็นด้วย แต่ใครจ่ายค่าอะไหล่",
    "en": "ขอให้เริ่มจากหมู่บ้านที่สัญญาณหายบ่อยที่สุดก่อน แล้วค่อยขยาย",
}


@pytest.fixture
def a_file(tmp_path: Path, language: str) -> Path:
    """Sixty rows on three subjects in Windows-874, as old spreadsheets write, and one empty row."""
    path = tmp_path / "ความเห็น.csv"
    places = ("ดอยสูง", "ริมน้ำ", "ท่าเรือ", "ทุ่งนา", "ปลายเขา")
    texts = [
        form.format(f"ที่{places[n % 5]} หมู่ {n} {language}")
        for n in range(20)
        for form in (NET, SCAM, FUND)
    ]
    with path.open("w", encoding="cp874", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["ข้อความ", "วันที่"])
        writer.writerows([text, "24/11/2569"] for text in texts)
        writer.writerow(["", "24/11/2569"])
    return path


@pytest.mark.parametrize("language", ["th", "en"])
def test_from_a_citizens_words_to_the_dashboard(visit: Visit, a_file: Path, language: str) -> None:
    _say_something(visit, language)
    batch = _import(visit("/diagnose/imports", who="analyst", language=language), a_file)
    run = _analyse(visit, batch, language)
    issue = _promote_and_select(visit, run, language)
    challenge = _open_challenge(visit, issue, language)
    idea = _post_an_idea(visit, challenge, language)
    _support_and_comment(visit, idea, language)
    _hide_the_idea(visit, idea, language)
    _look_at_the_figures(visit, issue, language)


def _say_something(visit: Visit, language: str) -> None:
    page = visit("/", language=language, size=NARROW)
    page.locator('main a[href="/submit"]').first.click()
    page.fill("#text", "สัญญาณโทรศัพท์ที่บ้านหายทุกเย็น โทร 081-234-5678 ได้ ขอให้แก้ไขด้วยค่ะ")
    page.check("#agree")
    _send(page)
    expect(page).to_have_url(re.compile(r"/receipts/"))
    expect(page.locator("main")).to_contain_text("สัญญาณโทรศัพท์ที่บ้านหายทุกเย็น")


def _import(page: Page, file: Path) -> str:
    page.set_input_files("input[type=file]", file)
    _send(page)
    expect(page.locator("main")).to_contain_text("แก๊งคอลเซ็นเตอร์")  # the preview, decoded
    assert page.locator("#text").input_value() == "ข้อความ"  # guessed from the header
    assert page.locator("#created_at").input_value() == "วันที่"
    _send_form(page, "/check")  # nothing said of the channel and the source: told so, nothing lost
    expect(page.locator("#form-errors")).to_be_visible()
    page.select_option("#fixed_channel", "meeting")
    page.fill("#declaration", "เวทีรับฟังความเห็นระดับอำเภอ จัดโดยสำนักงาน")
    _send_form(page, "/check")
    page.locator('form[action$="/confirm"]').wait_for(timeout=2 * MINUTE)
    figures = page.locator(".stat-value").all_inner_texts()
    assert figures == ["61", "60", "1", "0"]
    _send_form(page, "/confirm")
    page.locator('main a[href*="/diagnose/submissions"]').first.wait_for(timeout=2 * MINUTE)
    return page.url.rsplit("/", 1)[-1].split("?")[0]


def _analyse(visit: Visit, batch: str, language: str) -> str:
    page = visit(f"/diagnose/runs/new?batch={batch}", who="analyst", language=language)
    expect(page.locator("main")).to_contain_text("60")
    page.fill("#title", f"เวทีอำเภอ ({language})")
    _send_form(page, "/diagnose/runs")
    page.locator("#topic-map").wait_for(timeout=3 * MINUTE)
    page.locator("#topic-map").scroll_into_view_if_needed()
    page.locator("#topic-map .main-svg").first.wait_for(timeout=MINUTE)
    assert page.locator("ol.rows > li[id^=topic-]").count() >= 2
    return page.url


def _promote_and_select(visit: Visit, run: str, language: str) -> str:
    page = visit(run, who="analyst", language=language)
    page.locator('input[name="topic"]').first.check()
    page.locator("#make").click()
    page.fill("#title", f"คุณภาพสัญญาณในพื้นที่ห่างไกล ({language})")
    page.fill("#summary", "ประชาชนหลายพื้นที่ใช้อินเทอร์เน็ตไม่ได้ในช่วงเย็น")
    page.select_option("#mission_group", index=1)
    page.fill("#reason", "มีผู้แจ้งจำนวนมากและกระทบการเรียน")
    _send(page)
    expect(page).to_have_url(re.compile(r"/issues/\d+$"))
    _step(page, "shortlisted")
    _step(visit(page.url, who="coordinator", language=language), "selected")
    return page.url


def _step(page: Page, state: str) -> None:
    page.select_option("#to", state)
    page.fill("#reason", "เข้าเกณฑ์ผู้ได้รับผลกระทบและภารกิจของสำนักงาน")
    _send_form(page, "/steps")


def _open_challenge(visit: Visit, issue: str, language: str) -> str:
    page = visit(issue, who="coordinator", language=language)
    page.locator('main a[href$="/challenges/new"]').click()
    now = datetime.now(BANGKOK)
    page.fill("#title", f"ทำอย่างไรให้สัญญาณดีขึ้น ({language})")
    page.fill("#question", "ชุมชนและรัฐจะทำอะไรได้บ้างภายในหนึ่งปี")
    for field, days in {
        "ideas_opens": -1,
        "ideas_closes": 9,
        "voting_opens": -1,
        "voting_closes": 19,
    }.items():
        page.fill(f"#{field}", (now + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M"))
    _send(page)
    _send_form(page, "/publish")
    return page.url


def _post_an_idea(visit: Visit, challenge: str, language: str) -> str:
    page = visit(challenge, who="member01", language=language, size=NARROW)
    page.locator('main a[href$="/ideas/new"]').click()
    page.fill("#title", f"ช่างชุมชนดูแลเสาสัญญาณ ({language})")
    page.fill("#body", IDEAS[language])
    page.locator("main form button[type=submit]:not([name])").last.click()
    expect(page).to_have_url(re.compile(r"/ideas/\d+"))
    expect(page.locator("main .prose strong")).to_have_text("ช่างในตำบล")
    return page.url


def _support_and_comment(visit: Visit, idea: str, language: str) -> None:
    page = visit(idea, who="member02", language=language, size=NARROW)
    count = page.locator(".support-count strong").first
    for expected in ("1", "0", "1"):  # support, withdraw, support again
        page.locator("[data-support] button").first.click()
        expect(count).to_have_text(expected)
    page.fill("textarea#body", COMMENTS[language])
    _send_form(page, "/comments")
    expect(page.locator("main")).to_contain_text(COMMENTS[language])


def _hide_the_idea(visit: Visit, idea: str, language: str) -> None:
    page = visit(idea, who="moderator", language=language)
    page.locator("details.moderate > summary").first.click()
    page.locator('form[action$="/hide"] select').first.select_option("off_topic")
    page.locator('form[action$="/hide"] textarea').first.fill("ทดสอบการซ่อน")
    page.locator('form[action$="/hide"] button').first.click()
    expect(visit(idea, who="member01", language=language).locator("main")).to_contain_text(
        "ทดสอบการซ่อน"
    )
    gone = visit(idea, language=language)
    assert "ช่างชุมชน" not in gone.locator("main").inner_text()


def _look_at_the_figures(visit: Visit, issue: str, language: str) -> None:
    page = visit("/dashboard", who="executive", language=language)
    page.locator(".chart-plot").first.scroll_into_view_if_needed()  # charts are drawn when near
    page.locator(".chart-plot .main-svg").first.wait_for(timeout=MINUTE)
    assert page.locator(".chart-plot").count() >= 4
    assert page.locator(".chart-table table").count() >= page.locator(".chart-plot").count()
    public = visit(issue, language=language, size=NARROW)
    expect(public.locator("main")).to_contain_text(f"({language})")


def _send(page: Page) -> None:
    page.locator("main form button[type=submit]").last.click()


def _send_form(page: Page, action: str) -> None:
    page.locator(f'main form[action$="{action}"] button[type=submit]').last.click()
