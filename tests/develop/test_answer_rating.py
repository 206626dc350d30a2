""" "Did this answer you?": by those concerned, once each, shown when there are ten."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.db import commit, db
from app.develop import commands
from app.develop.models import Answer, AnswerRating, IdeaVote
from tests.develop.conftest import Scene
from tests.support import make
from tests.support.cast import make_person

As = Callable[[Person], FlaskClient]


@pytest.fixture
def answer(scene: Scene) -> Answer:
    made = make.answer(scene.idea, scene.cast.ofa)
    commit()
    return made


def ratings() -> list[tuple[bool, str]]:
    query = sa.select(AnswerRating.answered, AnswerRating.note).order_by(AnswerRating.person_id)
    return [tuple(row) for row in db.session.execute(query)]


def test_an_author_says_yes_and_changes_it(scene: Scene, answer: Answer, as_: As) -> None:
    browser, address = as_(scene.cast.mali), f"/answers/{answer.id}/rating"
    response = browser.post(address, data={"answered": "yes", "note": "ชัดเจน"})
    assert response.location == f"/ideas/{scene.idea.id}#answer"
    assert ratings() == [(True, "ชัดเจน")]
    assert "ท่านตอบว่าใช่" in browser.get(f"/ideas/{scene.idea.id}").text
    browser.post(address, data={"answered": "no"})
    assert ratings() == [(False, "")]


def test_followers_and_supporters_may_too(scene: Scene, answer: Answer, as_: As) -> None:
    make.follow(scene.cast.mana, idea_id=scene.idea.id)
    db.session.add(IdeaVote(idea_id=scene.idea.id, person_id=scene.cast.ana.id))
    for person in (scene.cast.mana, scene.cast.ana):
        as_(person).post(f"/answers/{answer.id}/rating", data={"answered": "yes"})
    assert len(ratings()) == 2


def test_nobody_else_may(scene: Scene, answer: Answer, as_: As, client: FlaskClient) -> None:
    address, sent = f"/answers/{answer.id}/rating", {"answered": "yes"}
    assert as_(scene.cast.mana).post(address, data=sent).status_code == 403
    assert as_(scene.cast.suda).post(address, data=sent).status_code == 403
    assert client.post(address, data=sent).location.startswith("/sign-in")
    assert address not in as_(scene.cast.mana).get(f"/ideas/{scene.idea.id}").text
    assert ratings() == []


def test_the_answer_to_a_hidden_idea_is_not_there(scene: Scene, answer: Answer, as_: As) -> None:
    make.follow(scene.cast.mana, idea_id=scene.idea.id)
    make.hide(scene.idea)
    response = as_(scene.cast.mana).post(f"/answers/{answer.id}/rating", data={"answered": "yes"})
    assert response.status_code == 404


@pytest.mark.parametrize("wrong", [{"answered": ""}, {"answered": "perhaps"}, {"note": "ก" * 501}])
def test_bad_input_is_said(wrong: dict[str, str], scene: Scene, answer: Answer, as_: As) -> None:
    sent = {"answered": "yes", "note": "ยังขาดรายละเอียด"} | wrong
    response = as_(scene.cast.mali).post(f"/answers/{answer.id}/rating", data=sent)
    assert response.status_code == 422
    assert sent["note"] in response.text
    assert ratings() == []


def test_figures_are_shown_from_ten_on(scene: Scene, answer: Answer, client: FlaskClient) -> None:
    def rate(number: int) -> str:
        person = make_person(f"rater{number}")
        make.follow(person, idea_id=scene.idea.id)
        commands.rate_answer(person, answer, answered=number % 5 != 0, note="")
        return client.get(f"/ideas/{scene.idea.id}").text

    pages = [rate(number) for number in range(10)]
    assert "ครบ 10 คน" in pages[8]
    assert "ผู้เกี่ยวข้อง" not in pages[8]
    assert "ผู้เกี่ยวข้อง 8 จาก 10 คนเห็นว่าใช่" in pages[9]


def test_the_unit_reads_the_notes_without_names(
    scene: Scene, answer: Answer, as_: As, client: FlaskClient
) -> None:
    commands.rate_answer(scene.cast.mali, answer, answered=False, note="ยังไม่บอกว่าเมื่อใด")
    address = f"/answers/{answer.id}/notes"
    page = as_(scene.cast.ofa).get(address).text
    assert "ยังไม่บอกว่าเมื่อใด" in page
    assert "Mali" not in page
    assert as_(scene.cast.mali).get(address).status_code == 403
    assert client.get(address).location.startswith("/sign-in")
