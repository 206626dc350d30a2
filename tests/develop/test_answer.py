"""An official answer: given once by the responsible unit, changed by the table of states."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Notification, Person, Role
from app.core.db import commit, db
from app.core.models import AuditEntry
from app.develop import commands
from app.develop.models import Answer, AnswerState, IdeaVote
from app.develop.rules import TRANSITIONS
from app.missions.models import Unit
from tests.develop.conftest import Scene
from tests.support import make
from tests.support.cast import make_person

As = Callable[[Person], FlaskClient]
Queries = Callable[[], AbstractContextManager[list[str]]]
GOOD = {"state": "planned", "body": "จะเริ่มใน**ไตรมาสหน้า**"}


@pytest.fixture
def scene(scene: Scene) -> Scene:
    """Ofa's unit is responsible for the challenge's mission group."""
    unit = scene.cast.ofa.grants[0].unit_id
    group = scene.issue.mission_group
    group.units.append(db.session.get_one(Unit, unit))
    commit()
    return scene


def told() -> list[str]:
    query = sa.select(Person.display_name).join(Notification, Notification.person_id == Person.id)
    return sorted(db.session.scalars(query.where(Notification.kind.startswith("answer."))))


def only_answer() -> Answer:
    return db.session.scalars(sa.select(Answer).execution_options(populate_existing=True)).one()


def test_an_officer_answers_and_everybody_reads_it(
    scene: Scene, as_: As, client: FlaskClient
) -> None:
    browser, address = as_(scene.cast.ofa), f"/ideas/{scene.idea.id}"
    assert f'href="{address}/answer"' in browser.get(address).text
    assert scene.idea.title in browser.get(f"{address}/answer").text
    response = browser.post(f"{address}/answer", data=GOOD)
    assert response.location == f"{address}#answer"
    page = client.get(address).text
    for words in ("คำตอบของหน่วยงาน", "อยู่ในแผน", "<strong>ไตรมาสหน้า</strong>", "หน่วยงาน คท."):
        assert words in page
    assert f'href="{address}/answer"' not in page
    assert "แก้ไข" not in page  # nothing was changed yet
    (entry,) = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "answer.give"))
    assert entry.after == {"state": "planned", "body": GOOD["body"], "reason": ""}


@pytest.mark.parametrize("name", ["mali", "modda", "cora", "ada"])
def test_nobody_else_answers(name: str, scene: Scene, as_: As) -> None:
    browser, address = as_(getattr(scene.cast, name)), f"/ideas/{scene.idea.id}"
    assert browser.get(f"{address}/answer").status_code == 403
    assert browser.post(f"{address}/answer", data=GOOD).status_code == 403
    assert f"{address}/answer" not in browser.get(address).text
    assert db.session.scalars(sa.select(Answer)).all() == []


def test_an_officer_of_a_unit_that_is_not_responsible_does_not(scene: Scene, as_: As) -> None:
    other = make_person("otto", Role.OFFICER, make.unit("ศก."))
    address = f"/ideas/{scene.idea.id}/answer"
    assert as_(other).get(address).status_code == 403
    assert as_(other).post(address, data=GOOD).status_code == 403
    answer = make.answer(scene.idea, scene.cast.ofa)
    assert as_(other).get(f"/answers/{answer.id}/edit").status_code == 403
    assert as_(other).post(f"/answers/{answer.id}/edit", data=GOOD).status_code == 403
    assert as_(other).get(f"/answers/{answer.id}/notes").status_code == 403


def test_an_officer_cannot_answer_in_another_units_name(scene: Scene, as_: As) -> None:
    other = make.unit("ศก.")
    scene.issue.mission_group.units.append(other)
    as_(scene.cast.ofa).post(f"/ideas/{scene.idea.id}/answer", data=GOOD | {"unit_id": other.id})
    assert only_answer().unit_id == scene.cast.ofa.grants[0].unit_id


def test_a_guest_is_asked_to_sign_in(scene: Scene, client: FlaskClient) -> None:
    assert client.get(f"/ideas/{scene.idea.id}/answer").location.startswith("/sign-in")
    assert client.post(f"/ideas/{scene.idea.id}/answer", data=GOOD).status_code == 302


def test_hidden_ideas_are_not_answered(scene: Scene, as_: As) -> None:
    hidden = make.hidden_idea(scene.challenge, scene.cast.mali, scene.cast.modda)
    assert as_(scene.cast.ofa).post(f"/ideas/{hidden.id}/answer", data=GOOD).status_code == 404


def test_a_second_answer_is_refused(scene: Scene, as_: As) -> None:
    browser, address = as_(scene.cast.ofa), f"/ideas/{scene.idea.id}/answer"
    browser.post(address, data=GOOD)
    assert browser.get(address).status_code == 409
    response = browser.post(address, data=GOOD | {"body": "อีกคำตอบ", "reason": "อีกเหตุผล"})
    assert response.status_code == 409
    for words in ("มีคำตอบแล้ว", "อีกคำตอบ", "อีกเหตุผล"):
        assert words in response.text
    assert only_answer().body == GOOD["body"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"body": " "}, "กรุณากรอก"),
        ({"state": ""}, "กรุณาเลือก"),
        ({"state": "done"}, "กรุณาเลือก"),
        ({"state": "not_now"}, "โปรดระบุเหตุผล"),
        ({"state": "not_now", "reason": " \u200b"}, "กรุณากรอก"),
        ({"body": "ก" * 5_001}, "5000"),
    ],
)
def test_bad_input_is_said_and_stays_in_the_form(
    wrong: dict[str, str], said: str, scene: Scene, as_: As
) -> None:
    sent = GOOD | {"reason": "ยังไม่มีงบ"} | ({"reason": ""} if "state" in wrong else {}) | wrong
    response = as_(scene.cast.ofa).post(f"/ideas/{scene.idea.id}/answer", data=sent)
    assert response.status_code == 422
    assert said in response.text
    assert (sent["body"].strip() or sent["reason"])[:50] in response.text
    assert db.session.scalars(sa.select(Answer)).all() == []


def test_authors_followers_and_supporters_are_told_once(scene: Scene, as_: As) -> None:
    cast, idea = scene.cast, scene.idea
    make.follow(cast.mana, idea_id=idea.id)
    make.follow(cast.mali, idea_id=idea.id)
    make.follow(cast.exa, idea_id=scene.others_idea.id)
    for person in (cast.ana, cast.mana):
        db.session.add(IdeaVote(idea_id=idea.id, person_id=person.id))
    db.session.add(IdeaVote(idea_id=idea.id, person_id=cast.cora.id, value=-1))
    as_(cast.ofa).post(f"/ideas/{idea.id}/answer", data=GOOD)
    assert told() == ["Ana", "Mali", "Mana"]
    page = as_(cast.mali).get("/account/news").text
    assert "หน่วยงานตอบแล้ว: อยู่ในแผน" in page


def test_a_family_is_answered_as_a_whole(scene: Scene, as_: As, client: FlaskClient) -> None:
    cast = scene.cast
    family = make.family(cast.mali, scene.idea, scene.others_idea)
    asked = make.idea(scene.challenge, cast.ana, "ถูกชวนแต่ยังไม่ตอบ")
    make.request(cast.mali, asked, family)
    browser = as_(cast.ofa)
    assert "ตอบทุกแนวคิด" in browser.get(f"/ideas/{scene.idea.id}/answer").text
    browser.post(f"/ideas/{scene.idea.id}/answer", data=GOOD | {"whole_family": "y"})
    assert only_answer().family_id == family.id
    for idea in (scene.idea, scene.others_idea):
        assert "อยู่ในแผน" in client.get(f"/ideas/{idea.id}").text
        assert browser.post(f"/ideas/{idea.id}/answer", data=GOOD).status_code == 409
    assert "อยู่ในแผน" not in client.get(f"/ideas/{asked.id}").text
    assert told() == ["Mali", "Mana"]


def test_one_idea_of_a_family_can_be_answered_alone(scene: Scene, as_: As) -> None:
    make.family(scene.cast.mali, scene.idea, scene.others_idea)
    as_(scene.cast.ofa).post(f"/ideas/{scene.idea.id}/answer", data=GOOD)
    assert only_answer().idea_id == scene.idea.id
    assert told() == ["Mali"]


def test_an_idea_with_an_answer_of_its_own_keeps_it(
    scene: Scene, as_: As, client: FlaskClient
) -> None:
    """Its author and followers are not told of the family's answer: its page shows its own."""
    cast = scene.cast
    make.answer(scene.idea, cast.ofa, AnswerState.NOT_NOW)
    make.family(cast.mali, scene.idea, scene.others_idea)
    make.follow(cast.ana, idea_id=scene.idea.id)
    address = f"/ideas/{scene.others_idea.id}"
    as_(cast.ofa).post(f"{address}/answer", data=GOOD | {"whole_family": "y"})
    assert told() == ["Mana"]
    news = db.session.scalars(sa.select(Notification)).one()
    assert news.path == f"{address}#answer"
    assert "อยู่ในแผน" in client.get(address).text
    assert "อยู่ในแผน" not in client.get(f"/ideas/{scene.idea.id}").text


def test_an_idea_of_no_family_is_not_answered_as_one(scene: Scene, as_: As) -> None:
    response = as_(scene.cast.ofa).post(
        f"/ideas/{scene.idea.id}/answer", data=GOOD | {"whole_family": "y"}
    )
    assert response.status_code == 409


@pytest.mark.parametrize("start", list(AnswerState))
@pytest.mark.parametrize("end", list(AnswerState))
def test_states_follow_the_table(
    start: AnswerState, end: AnswerState, scene: Scene, as_: As
) -> None:
    answer = make.answer(scene.idea, scene.cast.ofa, start)
    sent = {"state": end.value, "body": "คำตอบใหม่", "reason": "ยังไม่มีงบ"}
    response = as_(scene.cast.ofa).post(f"/answers/{answer.id}/edit", data=sent)
    allowed = end is start or end in TRANSITIONS[start]
    assert response.status_code == (302 if allowed else 422)
    assert only_answer().state is (end if allowed else start)


def test_a_change_is_kept_in_the_history_and_delivered(
    scene: Scene, as_: As, client: FlaskClient
) -> None:
    browser = as_(scene.cast.ofa)
    browser.post(f"/ideas/{scene.idea.id}/answer", data=GOOD)
    answer = only_answer()
    first = answer.answered_at
    assert "ไตรมาสหน้า" in browser.get(f"/answers/{answer.id}/edit").text
    change = {"state": "not_now", "body": "เลื่อนไปก่อน", "reason": "งบถูกตัด"}
    response = browser.post(f"/answers/{answer.id}/edit", data=change)
    assert response.location == f"/ideas/{scene.idea.id}#answer"
    page = client.get(f"/ideas/{scene.idea.id}").text
    for words in ("เลื่อนไปก่อน", "งบถูกตัด", "ประวัติการแก้ไขคำตอบ", "<strong>ไตรมาสหน้า</strong>"):
        assert words in page
    assert only_answer().answered_at == first, "the clock measures the first answer"
    kinds = set(db.session.scalars(sa.select(Notification.kind)))
    assert kinds == {"answer.given", "answer.changed"}
    (entry,) = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "answer.change"))
    assert (entry.before or {})["state"] == "planned"


def test_a_change_that_changes_nothing_tells_nobody(scene: Scene, as_: As) -> None:
    answer = make.answer(scene.idea, scene.cast.ofa)
    sent = {"state": answer.state.value, "body": answer.body}
    as_(scene.cast.ofa).post(f"/answers/{answer.id}/edit", data=sent)
    assert told() == []


def test_reason_goes_when_it_is_no_longer_not_now(scene: Scene, as_: As) -> None:
    answer = make.answer(scene.idea, scene.cast.ofa, AnswerState.NOT_NOW)
    sent = {"state": "planned", "body": "ทำได้แล้ว", "reason": "ยังไม่มีงบประมาณ"}
    as_(scene.cast.ofa).post(f"/answers/{answer.id}/edit", data=sent)
    assert only_answer().reason == ""


def test_what_an_officer_writes_runs_nothing(scene: Scene, as_: As, client: FlaskClient) -> None:
    body = "<script>alert(1)</script>[x](javascript:alert(1))"
    as_(scene.cast.ofa).post(f"/ideas/{scene.idea.id}/answer", data=GOOD | {"body": body})
    page = client.get(f"/ideas/{scene.idea.id}").text
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_an_ideas_page_makes_as_many_queries_however_many_answered(
    scene: Scene, as_: As, client: FlaskClient, queries: Queries
) -> None:
    counts: list[int] = []
    make.answer(scene.idea, scene.cast.ofa)
    for many in (1, 20):
        for number in range(many):
            person = make_person(f"rater{many}-{number}")
            make.follow(person, idea_id=scene.idea.id)
            commands.rate_answer(person, only_answer(), answered=True, note="ดี")
        commit()
        with queries() as asked:
            client.get(f"/ideas/{scene.idea.id}")
        counts.append(len(asked))
    assert counts[0] == counts[1]
