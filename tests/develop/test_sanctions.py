"""Warnings and suspensions of members: by moderators, never of staff, undone exactly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.commands import erase
from app.accounts.commands import suspend as suspend_by_administrator
from app.accounts.models import Person
from app.core import clock
from app.core.db import commit, db
from app.develop import commands
from app.develop.models import Action, Decision
from tests.develop.conftest import Scene
from tests.support import make
from tests.support.cast import make_person

As = Callable[[Person], FlaskClient]
WARN = {"action": "warn", "rule": "insult", "note": "ขอให้ใช้ถ้อยคำสุภาพ", "days": "7"}
SUSPEND = WARN | {"action": "suspend"}
SPAM = "ซื้อของดีราคาถูกที่สุดในหมู่บ้านวันนี้เท่านั้น https://example.org/shop"


def decisions() -> list[Decision]:
    return list(db.session.scalars(sa.select(Decision).order_by(Decision.id)))


def flooded(scene: Scene, authors: int) -> tuple[list[Person], int]:
    """A case of as many authors, in the order of its page, and its number."""
    people = [make_person(f"spammer{n}") for n in range(authors)]
    comments = [commands.comment_on(person, scene.idea, SPAM) for person in people]
    commit()
    assert comments[0].text_group_id is not None
    return people, comments[0].text_group_id


def test_a_member_is_suspended_for_days(scene: Scene, as_: As) -> None:
    mali = scene.cast.mali
    theirs = as_(mali)
    answer = as_(scene.cast.modda).post(f"/moderation/people/{mali.id}", data=SUSPEND)
    assert answer.status_code == 302
    db.session.refresh(mali)
    assert mali.is_suspended
    assert mali.suspended_until is not None
    left = mali.suspended_until - clock.now()
    assert timedelta(days=6, hours=23) < left < timedelta(days=7)
    assert theirs.get("/account").location.startswith("/sign-in")  # signed out everywhere
    address = f"/ideas/{scene.others_idea.id}/comments"
    back = as_(mali)
    assert back.post(address, data={"body": "สวัสดี"}).status_code == 403
    with clock.frozen(clock.now() + timedelta(days=7, seconds=1)):
        assert back.post(address, data={"body": "สวัสดี"}).status_code == 302


def test_a_suspended_person_reads_why_and_appeals(scene: Scene, as_: As) -> None:
    as_(scene.cast.modda).post(f"/moderation/people/{scene.cast.mali.id}", data=SUSPEND)
    [decision] = decisions()
    browser = as_(scene.cast.mali)
    assert SUSPEND["note"] in browser.get("/my-decisions").text
    shown = browser.get("/account").text.partition("alert-warning")[2].partition("</div>")[0]
    assert '"/my-decisions"' in shown
    page = f"/decisions/{decision.batch}"
    assert SUSPEND["note"] in browser.get(page).text
    assert browser.post(f"{page}/appeal", data={"text": "ผมไม่ได้ด่าใคร"}).status_code == 302


def test_undoing_reinstates(scene: Scene, as_: As) -> None:
    browser = as_(scene.cast.modda)
    browser.post(f"/moderation/people/{scene.cast.mali.id}", data=SUSPEND)
    [decision] = decisions()
    assert browser.post(f"/moderation/decisions/{decision.batch}/undo").status_code == 302
    db.session.refresh(scene.cast.mali)
    assert (scene.cast.mali.suspended_at, scene.cast.mali.suspended_until) == (None, None)


def test_a_suspension_is_ended_early(scene: Scene, as_: As) -> None:
    browser, path = as_(scene.cast.modda), f"/moderation/people/{scene.cast.mali.id}"
    browser.post(path, data=SUSPEND | {"days": ""})
    db.session.refresh(scene.cast.mali)
    assert scene.cast.mali.suspended_until is None
    assert browser.post(f"{path}/reinstate", data={"reason": "ขอโทษแล้ว"}).status_code == 302
    db.session.refresh(scene.cast.mali)
    assert not scene.cast.mali.is_suspended
    assert [row.action for row in decisions()] == [Action.SUSPEND, Action.REINSTATE]
    assert browser.post(f"{path}/reinstate", data={"reason": "อีกครั้ง"}).status_code == 409


def test_an_administrators_suspension_is_not_a_moderators_to_end(scene: Scene, as_: As) -> None:
    suspend_by_administrator(scene.cast.ada, scene.cast.mali, "คำสั่งสำนักงาน")
    commit()
    answer = as_(scene.cast.modda).post(
        f"/moderation/people/{scene.cast.mali.id}/reinstate", data={"reason": "ขอโทษแล้ว"}
    )
    assert answer.status_code == 409
    assert scene.cast.mali.is_suspended


@pytest.mark.parametrize("name", ["ofa", "ana", "cora", "exa", "ada", "modda"])
@pytest.mark.parametrize("data", [WARN, SUSPEND])
def test_staff_and_oneself_are_not_for_moderators(
    scene: Scene, as_: As, name: str, data: dict[str, str]
) -> None:
    person = getattr(scene.cast, name)
    answer = as_(scene.cast.modda).post(f"/moderation/people/{person.id}", data=data)
    assert answer.status_code == 409
    assert not person.is_suspended
    assert decisions() == []


@pytest.mark.parametrize("name", ["mana", "ana", "cora", "exa", "ada", "ofa", "suda"])
def test_only_moderators(scene: Scene, as_: As, name: str) -> None:
    browser, path = as_(getattr(scene.cast, name)), f"/moderation/people/{scene.cast.mali.id}"
    assert browser.get(path).status_code == 403
    assert browser.post(path, data=SUSPEND).status_code == 403
    assert browser.post(f"{path}/reinstate", data={"reason": "x"}).status_code == 403
    assert not scene.cast.mali.is_suspended


@pytest.mark.parametrize("bad", [{"rule": ""}, {"note": ""}, {"action": "ban"}, {"days": "9999"}])
def test_what_does_not_fit_changes_nothing(scene: Scene, as_: As, bad: dict[str, str]) -> None:
    answer = as_(scene.cast.modda).post(
        f"/moderation/people/{scene.cast.mali.id}", data=SUSPEND | bad
    )
    assert answer.status_code == 422
    assert decisions() == []


def test_all_authors_of_a_case_are_suspended_but_staff(scene: Scene, as_: As) -> None:
    spammers, group_id = flooded(scene, 3)
    commands.comment_on(scene.cast.ofa, scene.idea, SPAM)
    answer = as_(scene.cast.modda).post(f"/moderation/cases/{group_id}/authors", data=SUSPEND)
    assert answer.status_code == 302
    assert {row.person_id for row in decisions()} == {person.id for person in spammers}
    assert len({row.batch for row in decisions()}) == 1
    assert not scene.cast.ofa.is_suspended


@pytest.mark.parametrize(
    ("data", "then"), [(WARN, "เตือนแล้ว"), (SUSPEND, "ระงับแล้ว")], ids=["warn", "suspend"]
)
def test_of_many_authors_the_next_ones_follow_until_none_is_left(
    scene: Scene, as_: As, monkeypatch: pytest.MonkeyPatch, data: dict[str, str], then: str
) -> None:
    monkeypatch.setattr("app.develop.views.queue.AUTHORS_AT_ONCE", 2)
    spammers, group_id = flooded(scene, 5)
    browser, page = as_(scene.cast.modda), f"/moderation/cases/{group_id}"
    for done, left in ((2, 3), (4, 1), (5, 0)):
        assert browser.post(f"{page}/authors", data=data).status_code == 302
        told = browser.get(page).text
        assert then in told
        assert (f"อีก {left} คน" in told) is (left > 0)
        assert len({row.person_id for row in decisions()}) == done
    assert browser.post(f"{page}/authors", data=data).status_code == 409
    assert {row.person_id for row in decisions()} == {person.id for person in spammers}


def test_who_was_warned_can_be_suspended_and_who_goes_on_warned_again(
    scene: Scene, as_: As
) -> None:
    spammers, group_id = flooded(scene, 2)
    browser, authors = as_(scene.cast.modda), f"/moderation/cases/{group_id}/authors"
    browser.post(authors, data=WARN)
    commands.comment_on(spammers[0], scene.others_idea, SPAM)
    browser.post(authors, data=WARN)
    browser.post(authors, data=SUSPEND)
    first, second = (person.id for person in spammers)
    assert [(row.action, row.person_id) for row in decisions()] == [
        (Action.WARN, first), (Action.WARN, second), (Action.WARN, first),
        (Action.SUSPEND, first), (Action.SUSPEND, second),
    ]  # fmt: skip


def test_erased_authors_are_not_in_the_list(scene: Scene, as_: As) -> None:
    spammers, group_id = flooded(scene, 2)
    erase(spammers[0], words=False)
    commit()
    browser, page = as_(scene.cast.modda), f"/moderation/cases/{group_id}"
    shown = browser.get(page).text.split('class="list-unstyled authors"')[1].split("</ul>")[0]
    assert f'/moderation/people/{spammers[0].id}"' not in shown
    assert f'/moderation/people/{spammers[1].id}"' in shown
    browser.post(f"{page}/authors", data=WARN)
    assert [row.person_id for row in decisions()] == [spammers[1].id]


def test_nobody_is_told_that_reinstating_was_undone(scene: Scene, as_: As) -> None:
    browser, path = as_(scene.cast.modda), f"/moderation/people/{scene.cast.mali.id}"
    browser.post(path, data=SUSPEND)
    browser.post(f"{path}/reinstate", data={"reason": "ขอโทษแล้ว"})
    batch = decisions()[-1].batch
    undo = f"/moderation/decisions/{batch}/undo"
    for page in ("/moderation", "/moderation/decisions", f"/decisions/{batch}"):
        assert undo not in browser.get(page).text
    assert browser.post(undo).status_code == 409
    assert decisions()[-1].undone_at is None


def test_a_moderator_sees_no_address(scene: Scene, as_: As) -> None:
    commands.hide(scene.cast.modda, scene.idea, make.ADVERTISING)
    commit()
    page = as_(scene.cast.modda).get(f"/moderation/people/{scene.cast.mali.id}").text
    assert "Mali" in page
    assert "เป็นโฆษณา" in page
    assert scene.cast.mali.email not in page
