"""Versions of an idea, and the difference between two."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.db import commit, db
from app.core.models import AuditEntry
from app.develop import commands
from app.develop.details import Details
from app.develop.differences import Change, difference
from app.develop.models import IdeaVersion
from tests.develop.conftest import Scene
from tests.develop.ideas_support import WORDS, hide
from tests.support import make

As = Callable[[Person], FlaskClient]
SAME, ADDED, REMOVED = Change.SAME, Change.ADDED, Change.REMOVED


def pieces(before: str, after: str) -> list[tuple[Change, str]]:
    found = difference(before, after)
    assert "".join(one.text for one in found if one.change is not ADDED) == before
    assert "".join(one.text for one in found if one.change is not REMOVED) == after
    return [(one.change, one.text) for one in found]


def edit(scene: Scene, body: str, **more: object) -> None:
    commands.edit_idea(scene.cast.mali, scene.idea, title="ชื่อ", body=body, **more)  # type: ignore[arg-type]
    commit()


# The difference


def test_thai_is_compared_word_by_word() -> None:
    assert pieces("ซ่อมเสาในสามวัน ให้อบต.แจ้ง", "ซ่อมเสาในเจ็ดวัน ให้อบต.แจ้ง") == [
        (SAME, "ซ่อมเสาใน"), (REMOVED, "สาม"), (ADDED, "เจ็ด"), (SAME, "วัน ให้อบต.แจ้ง"),
    ]  # fmt: skip


def test_neighbouring_changes_read_as_one() -> None:
    assert pieces("The old bus stop", "A new bus shelter") == [
        (REMOVED, "The old"), (ADDED, "A new"), (SAME, " bus "), (REMOVED, "stop"),
        (ADDED, "shelter"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("", "ใหม่"),
        ("เก่า", ""),
        ("5" * 10_000, "5" * 9_999),
        ("ตา" * 3_000, "ตา" * 2_999 + "ยาย"),
        ("a b c d e " * 1_000, "e d c b a " * 1_000),
        ("\n" * 10_000, "a\n" * 5_000),
        (" ".join(map(str, range(2_000))), " ".join(map(str, range(2_000, 0, -1)))),
        ("นํ้า\u200b 🙂\x00", "น้ำ 🙂🙂"),
    ],
    ids=range(9),
)
def test_nothing_is_lost_however_the_texts_are_made(before: str, after: str) -> None:
    pieces(before, after)


# The pages


def test_each_change_keeps_how_it_read_before(scene: Scene, client: FlaskClient) -> None:
    first = scene.idea.body
    edit(scene, "ฉบับสอง")
    edit(scene, "ฉบับสาม")
    kept = db.session.scalars(sa.select(IdeaVersion).order_by(IdeaVersion.number)).all()
    assert [(one.number, one.body) for one in kept] == [(1, first), (2, "ฉบับสอง")]
    page = client.get(f"/ideas/{scene.idea.id}").text
    assert f'href="/ideas/{scene.idea.id}/versions"' in page
    listed = client.get(f"/ideas/{scene.idea.id}/versions").text
    assert all(f"/versions/{number}" in listed for number in (1, 2, 3))


def test_a_page_shows_what_a_change_took_and_gave(scene: Scene, client: FlaskClient) -> None:
    make.place()
    edit(scene, "ซ่อมเสาใน<b>สาม</b>วัน")
    details = Details(tags=("ถนน",), province_id=50, district_id=5001)
    edit(scene, "ซ่อมเสาใน<b>เจ็ด</b>วัน", details=details)
    address = f"/ideas/{scene.idea.id}/versions"
    page = client.get(f"{address}/3").text
    assert "</span>สาม<span" in page
    assert "</span>เจ็ด<span" in page
    assert "<b>สาม" not in page
    assert "เมืองเชียงใหม่, เชียงใหม่" in page
    assert "ถนน" in page
    from_first = client.get(f"{address}/3?from=1").text
    assert scene.idea.body not in client.get(f"{address}/1").text
    assert from_first != page
    assert client.get(f"{address}/4").status_code == 404
    assert client.get(f"{address}/99999999999999999999").status_code == 404
    assert client.get(f"{address}/3?from=x").status_code == 200


def test_the_first_version_stands_alone(scene: Scene, client: FlaskClient) -> None:
    assert scene.idea.body in client.get(f"/ideas/{scene.idea.id}/versions/1").text
    assert client.get(f"/ideas/{scene.idea.id}/versions").status_code == 200


def test_a_change_of_nothing_is_no_change(scene: Scene, as_: As) -> None:
    data = {"title": scene.idea.title, "body": scene.idea.body}
    assert as_(scene.cast.mali).post(f"/ideas/{scene.idea.id}/edit", data=data).status_code == 302
    assert scene.idea.edited_at is None
    assert db.session.scalars(sa.select(IdeaVersion)).all() == []


def test_the_audit_log_names_the_version_and_holds_no_second_copy(scene: Scene) -> None:
    edit(scene, "ข้อความใหม่")
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "idea.edit")).one()
    assert entry.after == {"keeps_version": 1, "changed": ["body", "title"]}
    assert entry.before is None


def test_versions_of_a_hidden_or_withdrawn_idea_are_hidden_too(
    scene: Scene, client: FlaskClient, as_: As
) -> None:
    edit(scene, "ข้อความลับ")
    hide(scene.idea, scene.cast.modda)
    paths = [f"/ideas/{scene.idea.id}/versions", f"/ideas/{scene.idea.id}/versions/1"]
    for path in paths:
        assert client.get(path).status_code == 404
        assert as_(scene.cast.mana).get(path).status_code == 404
        assert as_(scene.cast.modda).get(path).status_code == 200
    scene.idea.hidden_at = scene.idea.hidden_reason = None
    commands.withdraw_idea(scene.cast.mali, scene.idea)
    commit()
    for path in paths:
        assert client.get(path).status_code == 404


def test_many_versions_are_paged(scene: Scene, client: FlaskClient) -> None:
    for number in range(25):
        edit(scene, f"ฉบับ {number}")
    page = client.get(f"/ideas/{scene.idea.id}/versions?page=2").text
    assert f'/ideas/{scene.idea.id}/versions/1"' in page


def test_past_the_hours_limit_the_changes_stay_in_the_form(scene: Scene, as_: As) -> None:
    browser = as_(scene.cast.mali)
    for number in range(60):
        data = {"title": "ก", "body": f"ฉบับ {number}"}
        assert browser.post(f"/ideas/{scene.idea.id}/edit", data=data).status_code == 302
    answer = browser.post(f"/ideas/{scene.idea.id}/edit", data=WORDS)
    assert answer.status_code == 429
    assert WORDS["title"] in answer.text


# What should not be read any more


def withhold(browser: FlaskClient, scene: Scene, version: int = 1, reason: str = "มีเบอร์โทรศัพท์"):  # type: ignore[no-untyped-def]
    address = f"/ideas/{scene.idea.id}/versions/{version}/withhold"
    return browser.post(address, data={"reason": reason})


def test_the_author_deletes_the_words_of_an_earlier_version(scene: Scene, as_: As) -> None:
    scene.idea.body = "โทรหาฉันที่ 081 234 5678"
    edit(scene, "ติดต่อผ่านระบบ")
    address = f"/ideas/{scene.idea.id}/versions"
    assert "081 234 5678" in as_(scene.cast.mana).get(f"{address}/1").text
    assert withhold(as_(scene.cast.mali), scene).status_code == 302
    for path in (f"{address}/1", f"{address}/2", f"{address}/2?from=1"):
        page = as_(scene.cast.mana).get(path).text
        assert "081 234 5678" not in page
    assert "มีเบอร์โทรศัพท์" in as_(scene.cast.mana).get(f"{address}/1").text
    entry = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == "idea.withhold_version")
    ).one()
    assert (entry.after, entry.reason) == ({"version": 1}, "มีเบอร์โทรศัพท์")


def test_a_moderator_may_others_may_not(scene: Scene, as_: As, client: FlaskClient) -> None:
    edit(scene, "ใหม่")
    assert withhold(as_(scene.cast.mana), scene).status_code == 403
    assert withhold(client, scene).status_code == 302  # to the sign-in page
    db.session.expire_all()
    assert db.session.scalars(sa.select(IdeaVersion)).one().withheld_at is None
    assert withhold(as_(scene.cast.modda), scene).status_code == 302
    assert withhold(as_(scene.cast.modda), scene).status_code == 409  # done already


def test_once_there_are_votes_the_author_needs_a_moderator(scene: Scene, as_: As) -> None:
    commands.support_idea(scene.cast.mana, scene.idea)
    edit(scene, "ใหม่")
    assert withhold(as_(scene.cast.mali), scene).status_code == 403
    assert withhold(as_(scene.cast.modda), scene).status_code == 302


def test_it_needs_a_reason_and_the_present_words_are_edited_instead(scene: Scene, as_: As) -> None:
    edit(scene, "ใหม่")
    assert withhold(as_(scene.cast.mali), scene, reason=" ").status_code == 422
    assert withhold(as_(scene.cast.mali), scene, version=2).status_code == 404
