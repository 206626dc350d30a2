"""A draft saves itself, survives a reload, and becomes an idea with its files."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask
from PIL import Image
from playwright.sync_api import Page, expect

from app.core.db import db
from app.develop.models import Challenge, Phase, PhaseKind
from tests.browser.conftest import NARROW
from tests.browser.test_every_page import check

Visit = Callable[..., Page]
TITLE, BODY = "ป้ายรถเมล์บอกเวลาจริง", "ติดตั้งที่ป้ายหลัก\n\nให้เทศบาลดูแล"


def _new_idea(here: Flask) -> str:
    with here.app_context():
        ids = sa.select(Challenge.id).join(Phase).where(Phase.kind == PhaseKind.IDEAS)
        found = db.session.scalars(ids.order_by(Phase.closes_at.desc()).limit(1)).one()
        db.session.remove()
        db.engine.dispose()
    return f"/challenges/{found}/ideas/new"


def _picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (300, 200), "#24407f").save(target, "JPEG")
    return target.getvalue()


def test_what_is_typed_is_saved_and_posted(visit: Visit, here: Flask) -> None:
    page = visit(_new_idea(here), who="member", size=NARROW)
    page.fill("#title", TITLE)
    page.fill("#body", BODY)
    page.fill("#tags-0", "รถเมล์")
    page.select_option("#province", "50")
    page.select_option("#district", "5001")  # waits until the province's districts are there
    expect(page.locator("[data-autosave-voice]")).to_contain_text("บันทึกแล้ว")
    expect(page).to_have_url(re.compile(r"/drafts/\d+$"))
    page.locator("#title").press("End")
    page.locator("#title").type(" ทุกสาย")
    with page.expect_response(re.compile(r"/drafts/\d+$")):
        pass
    page.reload()
    assert page.input_value("#title") == f"{TITLE} ทุกสาย"
    assert page.input_value("#district") == "5001"
    page.set_input_files("input[name=files]", {
        "name": "ป้าย.jpg", "mimeType": "image/jpeg", "buffer": _picture(),
    })  # fmt: skip
    page.locator("input[name^=about-]").fill("ป้ายรถเมล์หน้าตลาด")
    check(page)
    page.locator("#idea-form button.btn-primary").click()
    page.wait_for_url(re.compile(r"/ideas/\d+$"))
    expect(page.locator("h1")).to_have_text(f"{TITLE} ทุกสาย")
    expect(page.get_by_role("img", name="ป้ายรถเมล์หน้าตลาด")).to_be_visible()
    check(page)


def test_a_withdrawn_idea_and_a_difference_are_accessible(visit: Visit, here: Flask) -> None:
    page = visit(_new_idea(here), who="member")
    page.fill("#title", "จะถอนแนวคิดนี้")
    page.fill("#body", BODY)
    page.locator("#idea-form button.btn-primary").click()
    page.wait_for_url(re.compile(r"/ideas/\d+$"))
    address = page.url
    page.goto(f"{address}/edit")
    page.fill("#body", "ติดตั้งที่ป้ายหลัก 20 แห่ง\n\nให้เทศบาลกับขนส่งดูแล")
    page.locator("#idea-form button.btn-primary").click()
    page.wait_for_url(address)
    page.goto(f"{address}/versions/2")
    expect(page.locator("ins").filter(has_text="20 แห่ง")).to_be_visible()
    check(page)
    page.goto(f"{address}/withdraw")
    page.locator("main form button.btn-danger").click()
    page.wait_for_url(address)
    check(page)
    stranger = visit(address.replace(re.match(r"https?://[^/]+", address)[0], ""))  # type: ignore[index]
    expect(stranger.locator("h1")).to_contain_text("ถอน")
    check(stranger)
