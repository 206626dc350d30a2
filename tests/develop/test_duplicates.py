"""Ideas closed in favour of another that says the same, and opened again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Notification, Person
from app.core.db import commit, db
from app.core.models import AuditEntry
from app.core.refusals import Refused
from app.develop import commands
from app.develop.models import Idea, IdeaVote
from app.develop.refusals import Why
from tests.develop.conftest import Scene
from tests.support import make

As = Callable[[Person], FlaskClient]
REASON = "พูดถึงเสาต้นเดียวกัน"


def close(scene: Scene, browser: FlaskClient, **changed: str) -> int:
    data = {"other": str(scene.others_idea.id), "reason": REASON} | changed
    return browser.post(f"/ideas/{scene.idea.id}/duplicate", data=data).status_code


def told(person: Person) -> list[str]:
    kinds = sa.select(Notification.kind).where(Notification.person_id == person.id)
    return list(db.session.scalars(kinds.order_by(Notification.id)))


@pytest.mark.parametrize("name", ["cora", "modda"])
def test_who_arranges_closes_with_a_link_and_a_reason(
    scene: Scene, as_: As, client: FlaskClient, name: str
) -> None:
    browser = as_(getattr(scene.cast, name))
    assert scene.others_idea.title in browser.get(f"/ideas/{scene.idea.id}/duplicate?q=เน็ต").text
    assert close(scene, browser) == 302
    assert (scene.idea.duplicate_of_id, scene.idea.closed_reason) == (scene.others_idea.id, REASON)
    page = client.get(f"/ideas/{scene.idea.id}").text
    assert f'href="/ideas/{scene.others_idea.id}"' in page
    assert REASON in page
    assert told(scene.cast.mali) == ["idea.closed"]
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "idea.close")).one()
    assert (entry.reason, entry.after) == (REASON, {"duplicate_of": scene.others_idea.id})


@pytest.mark.parametrize("name", ["mali", "mana", "ana", "exa", "ofa", "ada", "suda"])
def test_nobody_else_closes_or_reopens(scene: Scene, as_: As, name: str) -> None:
    browser = as_(getattr(scene.cast, name))
    assert browser.get(f"/ideas/{scene.idea.id}/duplicate").status_code == 403
    assert close(scene, browser) == 403
    assert browser.post(f"/ideas/{scene.idea.id}/reopen", data={"reason": "x"}).status_code == 403
    assert scene.idea.duplicate_of_id is None


@pytest.mark.parametrize(
    "given", ["{id}", "/ideas/{id}", "http://localhost/ideas/{id}?page=2#comments"]
)
def test_the_other_idea_by_its_address(scene: Scene, as_: As, given: str) -> None:
    address = given.format(id=scene.others_idea.id)
    assert close(scene, as_(scene.cast.cora), other="", address=address) == 302
    assert scene.idea.duplicate_of_id == scene.others_idea.id


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""},
        {"reason": "\u200b"},
        {"reason": "ก" * 501},
        {"other": ""},
        {"other": "", "address": "/challenges/none"},
        {"address": "/ideas/999999"},
        {"address": "99999999999999999999"},
        {"other": "x"},
    ],
)
def test_without_a_link_and_a_reason_nothing_is_closed(
    scene: Scene, as_: As, wrong: dict[str, str]
) -> None:
    data = {"other": str(scene.others_idea.id), "reason": REASON} | wrong
    answer = as_(scene.cast.cora).post(f"/ideas/{scene.idea.id}/duplicate", data=data)
    assert answer.status_code == 422
    assert 'id="form-errors"' in answer.text
    assert data["reason"].strip("\u200b") in answer.text
    assert scene.idea.duplicate_of_id is None


@pytest.mark.parametrize("state", ["itself", "elsewhere", "closed", "hidden"])
def test_only_in_favour_of_an_open_idea_of_the_same_challenge(
    scene: Scene, as_: As, state: str
) -> None:
    elsewhere = make.challenge(scene.issue, scene.cast.cora)
    third = make.idea(scene.challenge, scene.cast.ana)
    other = {
        "itself": lambda: scene.idea,
        "elsewhere": lambda: make.idea(elsewhere, scene.cast.mana),
        "closed": lambda: third,
        "hidden": lambda: make.hidden_idea(scene.challenge, scene.cast.mana, scene.cast.modda),
    }[state]()
    if state == "closed":
        commands.close_as_duplicate(scene.cast.cora, third, scene.others_idea, REASON)
    commit()
    assert close(scene, as_(scene.cast.modda), other=str(other.id)) == 409
    assert scene.idea.duplicate_of_id is None


def test_a_moderator_does_not_close_a_rival_of_their_own_idea(scene: Scene, as_: As) -> None:
    own = make.idea(scene.challenge, scene.cast.modda, "เสาสัญญาณของผู้ดูแล")
    commit()
    browser = as_(scene.cast.modda)
    assert own.title not in browser.get(f"/ideas/{scene.idea.id}/duplicate?q=เสาสัญญาณ").text
    assert close(scene, browser, other=str(own.id)) == 409
    assert scene.idea.duplicate_of_id is None
    assert close(scene, as_(scene.cast.cora), other=str(own.id)) == 302


def test_no_two_are_closed_in_each_others_favour(scene: Scene) -> None:
    commands.close_as_duplicate(scene.cast.cora, scene.idea, scene.others_idea, REASON)
    with pytest.raises(Refused) as refused:
        commands.close_as_duplicate(scene.cast.modda, scene.others_idea, scene.idea, REASON)
    assert refused.value.why is Why.OTHER_NOT_OPEN


def test_a_second_closing_finds_it_done(scene: Scene, as_: As) -> None:
    assert close(scene, as_(scene.cast.cora)) == 302
    assert close(scene, as_(scene.cast.modda)) == 409
    assert told(scene.cast.mali) == ["idea.closed"]


def test_it_takes_no_comments_and_keeps_its_votes(scene: Scene, as_: As) -> None:
    db.session.add(IdeaVote(idea_id=scene.idea.id, person_id=scene.cast.ana.id))
    scene.idea.votes_count = 1
    commands.close_as_duplicate(scene.cast.cora, scene.idea, scene.others_idea, REASON)
    commit()
    mana = as_(scene.cast.mana)
    assert mana.post(f"/ideas/{scene.idea.id}/comments", data={"body": "เห็นด้วย"}).status_code == 409
    assert mana.post(f"/ideas/{scene.idea.id}/support").status_code == 409
    assert scene.idea.votes_count == 1
    assert as_(scene.cast.ana).post(f"/ideas/{scene.idea.id}/support/withdraw").status_code == 302
    assert scene.idea.votes_count == 0


def test_undone_with_a_reason(scene: Scene, as_: As, client: FlaskClient) -> None:
    commands.close_as_duplicate(scene.cast.cora, scene.idea, scene.others_idea, REASON)
    commit()
    browser, path = as_(scene.cast.modda), f"/ideas/{scene.idea.id}/reopen"
    assert browser.post(path, data={"reason": ""}).status_code == 422
    assert browser.post(path, data={"reason": "ไม่ซ้ำกัน"}).status_code == 302
    assert (scene.idea.duplicate_of_id, scene.idea.closed_at) == (None, None)
    assert REASON not in client.get(f"/ideas/{scene.idea.id}").text
    assert told(scene.cast.mali) == ["idea.closed", "idea.reopened"]
    assert browser.post(path, data={"reason": "อีกครั้ง"}).status_code == 409
    assert close(scene, browser) == 302


def test_a_hidden_other_idea_is_not_given_away(scene: Scene, client: FlaskClient) -> None:
    commands.close_as_duplicate(scene.cast.cora, scene.idea, scene.others_idea, REASON)
    db.session.execute(
        sa.update(Idea)
        .where(Idea.id == scene.others_idea.id)
        .values(hidden_at=scene.idea.created_at, hidden_reason="โฆษณา")
    )
    commit()
    assert scene.others_idea.title not in client.get(f"/ideas/{scene.idea.id}").text


def test_the_list_marks_it(scene: Scene, client: FlaskClient) -> None:
    before = client.get(f"/challenges/{scene.challenge.id}").text
    commands.close_as_duplicate(scene.cast.cora, scene.idea, scene.others_idea, REASON)
    commit()
    after = client.get(f"/challenges/{scene.challenge.id}").text
    assert after.count("text-bg-secondary") == before.count("text-bg-secondary") + 1
