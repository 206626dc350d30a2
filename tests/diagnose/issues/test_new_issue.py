"""Making an issue of topics, editing it, and giving it more or fewer topics."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.db import commit, db
from app.core.models import AuditEntry
from app.diagnose.models import Issue, IssueState, IssueTopic
from tests.diagnose.issues.conftest import PHONE, Scene
from tests.support import make

As = Callable[[Person], FlaskClient]


def good(scene: Scene) -> dict[str, object]:
    return {
        "topic": [topic.id for topic in scene.topics],
        "title": "เน็ตหมู่บ้านช้า",
        "summary": "สรุปปัญหา",
        "mission_group": scene.group.id,
        "reason": "มีผู้ร้องเรียนมาก",
    }


def made() -> Issue | None:
    return db.session.scalar(sa.select(Issue))


def linked(issue: Issue) -> set[int]:
    query = sa.select(IssueTopic.topic_id).where(IssueTopic.issue_id == issue.id)
    return set(db.session.scalars(query))


def test_who_is_no_analyst_makes_none(scene: Scene, client: FlaskClient, as_: As) -> None:
    address = f"/issues/new?topic={scene.topics[0].id}"
    assert client.get(address).status_code == 302
    assert client.post("/issues", data=good(scene)).status_code == 302
    for person in (scene.cast.mali, scene.cast.cora, scene.cast.exa, scene.cast.ada):
        assert as_(person).get(address).status_code == 403
        assert as_(person).post("/issues", data=good(scene)).status_code == 403
    assert made() is None


def test_an_issue_is_made_of_the_ticked_topics(scene: Scene, as_: As) -> None:
    answer = as_(scene.cast.ana).post("/issues", data=good(scene))
    issue = made()
    assert issue is not None
    assert answer.location == f"/issues/{issue.id}"
    assert (issue.title, issue.state) == ("เน็ตหมู่บ้านช้า", IssueState.CANDIDATE)
    assert linked(issue) == {topic.id for topic in scene.topics}
    step = issue.steps[0]
    assert (step.from_state, step.to_state, step.reason, step.person_id) == (
        None, IssueState.CANDIDATE, "มีผู้ร้องเรียนมาก", scene.cast.ana.id,
    )  # fmt: skip
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.reason) == ("issue.create", "มีผู้ร้องเรียนมาก")


@pytest.mark.parametrize("field", ["title", "summary", "mission_group", "reason"])
def test_each_part_is_required_and_nothing_typed_is_lost(scene: Scene, as_: As, field: str) -> None:
    answer = as_(scene.cast.ana).post("/issues", data=good(scene) | {field: " "})
    assert answer.status_code == 422
    kept = {"title": "เน็ตหมู่บ้านช้า", "summary": "สรุปปัญหา", "reason": "มีผู้ร้องเรียนมาก"}
    assert all(text in answer.text for name, text in kept.items() if name != field)
    assert answer.text.count('type="hidden" name="topic"') == 2
    assert made() is None


def test_the_page_shows_the_topics_masked_and_suggests_a_title(scene: Scene, as_: As) -> None:
    topic = scene.topics[0]
    page = as_(scene.cast.ana).get(f"/issues/new?topic={topic.id}&topic=999").text
    assert f'value="{topic.title}"' in page
    assert "ความเห็น 0" in page
    assert PHONE not in page


def test_no_topic_or_noise_alone_makes_no_issue(scene: Scene, as_: As) -> None:
    browser = as_(scene.cast.ana)
    scene.topics[0].is_noise = True
    commit()
    assert browser.get("/issues/new").location == "/diagnose/runs"
    assert browser.get(f"/issues/new?topic={scene.topics[0].id}").location == "/diagnose/runs"
    only_noise = good(scene) | {"topic": scene.topics[0].id}
    assert browser.post("/issues", data=only_noise).status_code == 400
    assert made() is None


@pytest.mark.parametrize("name", ["ana", "cora"])
def test_it_is_edited_while_it_is_a_candidate_or_shortlisted(
    scene: Scene, as_: As, name: str
) -> None:
    issue, browser = scene.issue(IssueState.SHORTLISTED), as_(getattr(scene.cast, name))
    address = f"/issues/{issue.id}/edit"
    assert issue.title in browser.get(address).text
    new = {"title": "ชื่อใหม่", "summary": "สรุปใหม่", "mission_group": scene.group.id}
    assert browser.post(address, data=new | {"title": ""}).status_code == 422
    assert browser.post(address, data=new).location == f"/issues/{issue.id}"
    assert (issue.title, issue.summary) == ("ชื่อใหม่", "สรุปใหม่")
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.before and entry.before["title"]) == (
        "issue.edit", f"ประเด็น {IssueState.SHORTLISTED}",
    )  # fmt: skip


def test_it_is_edited_by_nobody_else_and_not_later(
    scene: Scene, client: FlaskClient, as_: As
) -> None:
    new = {"title": "ชื่อใหม่", "summary": "สรุปใหม่", "mission_group": scene.group.id}
    open_one, selected = scene.issue(IssueState.SHORTLISTED), scene.issue(IssueState.SELECTED)
    assert client.post(f"/issues/{open_one.id}/edit", data=new).status_code == 302
    assert as_(scene.cast.exa).post(f"/issues/{open_one.id}/edit", data=new).status_code == 403
    assert as_(scene.cast.ana).post(f"/issues/{selected.id}/edit", data=new).status_code == 403
    assert as_(scene.cast.cora).get(f"/issues/{selected.id}/edit").status_code == 403
    db.session.expire_all()
    assert "ชื่อใหม่" not in (open_one.title, selected.title)


def test_a_topic_is_added_to_a_candidate(scene: Scene, client: FlaskClient, as_: As) -> None:
    issue, topic = scene.issue(IssueState.CANDIDATE), scene.topics[1]
    address, sent = f"/diagnose/topics/{topic.id}/issue", {"issue": issue.id}
    assert client.post(address, data=sent).status_code == 302
    assert as_(scene.cast.cora).post(address, data=sent).status_code == 403
    browser = as_(scene.cast.ana)
    assert f'<option value="{issue.id}">' in browser.get(f"/diagnose/topics/{topic.id}").text
    browser.post(address, data=sent)
    browser.post(address, data=sent)
    assert linked(issue) == {found.id for found in scene.topics}
    assert db.session.scalars(sa.select(AuditEntry.action)).all() == ["issue.add_topic"]


def test_no_topic_is_added_later_nor_noise(scene: Scene, as_: As) -> None:
    browser, topic = as_(scene.cast.ana), scene.topics[1]
    later = scene.issue(IssueState.SHORTLISTED)
    browser.post(f"/diagnose/topics/{topic.id}/issue", data={"issue": later.id})
    candidate = scene.issue(IssueState.CANDIDATE)
    topic.is_noise = True
    commit()
    answer = browser.post(f"/diagnose/topics/{topic.id}/issue", data={"issue": candidate.id})
    assert answer.status_code == 403
    assert linked(later) == linked(candidate) == {scene.topics[0].id}


def test_topics_are_taken_away_but_never_the_last(scene: Scene, as_: As) -> None:
    issue = make.issue(scene.group, scene.cast.ana, topics=tuple(scene.topics))
    commit()
    browser, (first, second) = as_(scene.cast.ana), scene.topics
    address = f"/issues/{issue.id}/topics/{first.id}/remove"
    assert as_(scene.cast.cora).post(address).status_code == 403
    browser.post(address)
    assert linked(issue) == {second.id}
    answer = browser.post(f"/issues/{issue.id}/topics/{second.id}/remove", follow_redirects=True)
    assert 'class="alert alert-danger"' in answer.text
    assert linked(issue) == {second.id}


def test_topics_of_a_shortlisted_issue_stay(scene: Scene, as_: As) -> None:
    issue = make.issue(scene.group, scene.cast.ana, IssueState.SHORTLISTED, tuple(scene.topics))
    commit()
    address = f"/issues/{issue.id}/topics/{scene.topics[0].id}/remove"
    assert as_(scene.cast.ana).post(address).status_code == 403
    assert len(linked(issue)) == 2
