"""What everybody reads of answers: how long people wait, and the latest ones; and what waits."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person, Role
from app.core import clock
from app.core.db import commit, db
from app.develop import queries as reads
from app.develop.models import Answer, AnswerState, Idea
from app.diagnose.models import IssueState
from app.missions.models import Unit
from tests.develop.conftest import Scene
from tests.support import make
from tests.support.cast import make_person

As = Callable[[Person], FlaskClient]
Queries = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def scene(scene: Scene) -> Scene:
    """Ofa's unit is responsible; both ideas were posted just now."""
    unit = db.session.get_one(Unit, scene.cast.ofa.grants[0].unit_id)
    scene.issue.mission_group.units.append(unit)
    commit()
    return scene


def posted(scene: Scene, days_ago: float, title: str = "แนวคิด", votes: int = 0) -> Idea:
    at = clock.now() - timedelta(days=days_ago)
    return make.idea(scene.challenge, scene.cast.mali, title, created_at=at, votes_count=votes)


def answered(
    scene: Scene, days_ago: float, after: float, state: AnswerState = AnswerState.PLANNED,
    title: str = "แนวคิด",
) -> Answer:  # fmt: skip
    idea = posted(scene, days_ago, title)
    at = idea.created_at + timedelta(days=after)
    return make.answer(idea, scene.cast.ofa, state, answered_at=at)


def waiting(scene: Scene) -> reads.Waiting:
    commit()
    return reads.waiting_by_group()[scene.issue.mission_group_id]


@pytest.mark.parametrize(
    ("days", "median"), [([4], 4), ([2, 4], 3), ([1, 9, 5], 5), ([1, 2, 10, 20], 6)]
)
def test_the_median_of_days_to_the_first_answer(
    days: list[float], median: float, scene: Scene
) -> None:
    for after in days:
        answered(scene, 40, after)
    assert waiting(scene).median_days == pytest.approx(median, abs=0.001)


def test_the_share_within_thirty_days_is_of_ideas_that_had_thirty_days(scene: Scene) -> None:
    answered(scene, 60, 29)
    answered(scene, 60, 31)
    posted(scene, 45)
    answered(scene, 10, 1)
    posted(scene, 3)
    found = waiting(scene)
    assert (found.due, found.in_time) == (3, 1)
    assert found.share_in_time == pytest.approx(1 / 3)
    assert (found.ideas, found.answered, found.waiting) == (7, 3, 4)
    assert found.oldest_days == pytest.approx(45, abs=0.01)


def test_where_nothing_that_is_due_is_answered_the_share_is_nought(
    scene: Scene, client: FlaskClient
) -> None:
    for _ in range(4):
        posted(scene, 40)
    assert waiting(scene).share_in_time == 0
    page = client.get("/answers").text
    assert "0% " in page
    assert "0 จาก 4" in page


def test_beside_what_is_answered_stands_what_is_under_review(
    scene: Scene, client: FlaskClient
) -> None:
    for _ in range(3):
        answered(scene, 40, 1, AnswerState.UNDER_REVIEW)
    answered(scene, 40, 1)
    make.answer(make.family(scene.cast.mali, posted(scene, 9)), scene.cast.ofa)
    family = make.family(scene.cast.mali, posted(scene, 9), posted(scene, 8))
    make.answer(family, scene.cast.ofa, AnswerState.UNDER_REVIEW)
    found = waiting(scene)
    assert (found.answered, found.under_review) == (7, 5)
    assert "ในจำนวนนี้ 5 แนวคิดอยู่ระหว่างพิจารณา" in client.get("/answers").text


def test_a_familys_answer_counts_for_each_of_its_ideas(scene: Scene) -> None:
    ideas = [posted(scene, 40), posted(scene, 20), posted(scene, 0)]
    family = make.family(scene.cast.mali, *ideas)
    when = clock.now() - timedelta(days=10)
    make.answer(family, scene.cast.ofa, answered_at=when)
    found = waiting(scene)
    assert found.answered == 3
    assert found.median_days == pytest.approx(10, abs=0.01), "30, 10, and none for the late one"


def test_hidden_withdrawn_and_closed_ideas_and_drafts_do_not_count(scene: Scene) -> None:
    make.hidden_idea(scene.challenge, scene.cast.mali, scene.cast.modda)
    posted(scene, 50).withdrawn_at = clock.now()
    closed = posted(scene, 50)
    closed.duplicate_of_id, closed.closed_at = scene.idea.id, clock.now()
    closed.closed_reason = "ซ้ำ"
    draft = make.challenge(scene.issue, scene.cast.cora, published=False)
    make.idea(draft, scene.cast.mali)
    assert waiting(scene).ideas == 2


def test_where_nothing_is_answered_it_says_none_yet(scene: Scene, client: FlaskClient) -> None:
    make.mission_group("space-affairs")
    page = client.get("/answers").text
    assert page.count("ยังไม่มี</td>") == 4
    assert "ยังไม่มีคำตอบ" in page


def test_everybody_reads_the_clock_and_the_latest_answers(
    scene: Scene, client: FlaskClient
) -> None:
    answered(scene, 40, 12)
    make.answer(scene.idea, scene.cast.ofa, AnswerState.NOT_NOW)
    hidden = posted(scene, 3, "ไม่มีใครควรเห็น")
    make.hide(hidden)
    make.answer(hidden, scene.cast.ofa)
    page = client.get("/answers").text
    assert "100%" in page
    assert scene.idea.title in page
    assert hidden.title not in page
    only = client.get("/answers?state=planned").text
    assert scene.idea.title not in only
    assert client.get("/answers?state=nonsense").status_code == 200


def test_a_family_is_shown_by_an_idea_that_can_be_seen(scene: Scene, client: FlaskClient) -> None:
    first = make.hidden_idea(scene.challenge, scene.cast.mali, scene.cast.modda)
    family = make.family(scene.cast.mali, first, scene.idea, title="ครอบครัวเน็ต")
    make.answer(family, scene.cast.ofa)
    unseen = make.hidden_idea(scene.challenge, scene.cast.mali, scene.cast.modda)
    make.answer(make.family(scene.cast.mali, unseen, title="ไม่มีใครเห็น"), scene.cast.ofa)
    page = client.get("/answers").text
    assert "ครอบครัวเน็ต" in page
    assert f"/ideas/{scene.idea.id}#answer" in page
    assert f"/ideas/{first.id}" not in page
    assert "ไม่มีใครเห็น" not in page


def test_a_family_is_not_shown_by_an_idea_with_an_answer_of_its_own(
    scene: Scene, client: FlaskClient
) -> None:
    """Its page shows that answer, and not the family's."""
    make.answer(scene.idea, scene.cast.ofa, AnswerState.NOT_NOW)
    family = make.family(scene.cast.mali, scene.idea, scene.others_idea, title="ครอบครัวเน็ต")
    make.answer(family, scene.cast.ofa)
    alone = make.family(scene.cast.mali, answered_idea(scene), title="ไม่ตอบแนวคิดใด")
    make.answer(alone, scene.cast.ofa)
    page = client.get("/answers?state=planned").text
    assert f"/ideas/{scene.others_idea.id}#answer" in page
    assert f"/ideas/{scene.idea.id}#answer" not in page
    assert "ไม่ตอบแนวคิดใด" not in page


def answered_idea(scene: Scene) -> Idea:
    idea = posted(scene, 3)
    make.answer(idea, scene.cast.ofa, AnswerState.NOT_NOW)
    return idea


def test_the_public_page_makes_as_many_queries_for_many(
    scene: Scene, client: FlaskClient, queries: Queries
) -> None:
    counts = []
    for many in (2, 30):
        for _ in range(many):
            answered(scene, 40, 3)
            make.answer(make.family(scene.cast.mali, posted(scene, 9)), scene.cast.ofa)
        commit()
        with queries() as asked:
            page = client.get("/answers").text
        counts.append(len(asked))
    assert counts[0] == counts[1]
    # groups, the counts, the medians, how many answers, answers with families, their first ideas
    assert counts[0] <= 6
    assert "page=2" in page


def test_officers_see_what_waits_sorted_by_days_and_supporters(scene: Scene, as_: As) -> None:
    posted(scene, 10, "รอนาน", votes=0)
    posted(scene, 2, "คนหนุนมาก", votes=9)
    answered(scene, 90, 1)
    make.hidden_idea(scene.challenge, scene.cast.mali, scene.cast.modda)
    page = as_(scene.cast.ofa).get("/answers/waiting").text
    order = [page.index(title) for title in ("คนหนุนมาก", "รอนาน", scene.idea.title)]
    assert order == sorted(order)
    assert page.count('scope="row"') == 4


def test_what_is_under_review_comes_after_what_is_not_answered(scene: Scene, as_: As) -> None:
    answer = answered(scene, 90, 1, AnswerState.UNDER_REVIEW, "พิจารณาอยู่")
    answered(scene, 90, 1, AnswerState.NOT_NOW, "ตอบแล้ว")
    page = as_(scene.cast.ofa).get("/answers/waiting").text
    order = [page.index(title) for title in (scene.idea.title, "พิจารณาอยู่")]
    assert order == sorted(order)
    assert "อยู่ระหว่างพิจารณา</span>" in page
    assert f"/answers/{answer.id}/edit" in page
    assert "ตอบแล้ว</a>" not in page


def test_what_another_unit_has_under_review_is_not_theirs(scene: Scene, as_: As) -> None:
    answered(scene, 90, 1, AnswerState.UNDER_REVIEW, "พิจารณาอยู่")
    unit = make.unit("ศก.")
    scene.issue.mission_group.units.append(unit)
    page = as_(make_person("otto", Role.OFFICER, unit)).get("/answers/waiting").text
    assert scene.idea.title in page
    assert "พิจารณาอยู่" not in page


def test_what_waits_elsewhere_is_not_theirs(scene: Scene, as_: As) -> None:
    elsewhere = make.issue(make.mission_group("space-affairs"), scene.cast.ana, IssueState.SELECTED)
    idea = make.idea(make.challenge(elsewhere, scene.cast.cora), scene.cast.mali, "ดาวเทียม")
    assert idea.title not in as_(scene.cast.ofa).get("/answers/waiting").text
    other = make_person("otto", Role.OFFICER, make.unit("ศก."))
    assert "ไม่มีแนวคิดที่รอคำตอบ" in as_(other).get("/answers/waiting").text


@pytest.mark.parametrize("name", ["mali", "modda", "ana", "cora", "ada"])
def test_the_list_is_for_officers(name: str, scene: Scene, as_: As, client: FlaskClient) -> None:
    assert as_(getattr(scene.cast, name)).get("/answers/waiting").status_code == 403
    assert client.get("/answers/waiting").location.startswith("/sign-in")


def test_the_list_is_paged_and_makes_as_many_queries(
    scene: Scene, as_: As, queries: Queries
) -> None:
    browser, counts = as_(scene.cast.ofa), []
    for many in (1, 40):
        for _ in range(many):
            posted(scene, 5)
            answered(scene, 5, 1, AnswerState.UNDER_REVIEW)
        commit()
        with queries() as asked:
            page = browser.get("/answers/waiting").text
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert page.count('scope="row"') == 20
