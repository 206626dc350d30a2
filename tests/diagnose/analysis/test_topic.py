"""A topic's page: its comments, its chain, its name and mark."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import ParticipantGroup, Person
from app.core.db import commit, db
from app.core.models import AuditEntry
from app.diagnose.models import Channel, TopicAssignment
from tests.diagnose.analysis.conftest import PHONE, Scene
from tests.support import make

As = Callable[[Person], FlaskClient]


def quoted(page: str) -> list[int]:
    found = re.findall(r'<footer><a href="/diagnose/submissions/(\d+)"', page)
    return [int(number) for number in found]


def test_who_may_not_read_it_is_refused(scene: Scene, client: FlaskClient, as_: As) -> None:
    address = f"/diagnose/topics/{scene.topics[0].id}"
    assert client.get(address).status_code == 302
    assert as_(scene.cast.mali).get(address).status_code == 403
    assert as_(scene.cast.exa).get(address).status_code == 200
    assert as_(scene.cast.exa).get("/diagnose/topics/999").status_code == 404


def test_its_comments_come_heaviest_first_and_masked(scene: Scene, as_: As) -> None:
    topic, (first, second, third) = scene.topics[0], scene.submissions[::2]
    for submission, weight in ((first, 0.3), (second, 0.9), (third, 0.6)):
        db.session.get_one(TopicAssignment, (topic.id, submission.id)).weight = weight
    commit()
    page = as_(scene.cast.ana).get(f"/diagnose/topics/{topic.id}").text
    assert quoted(page) == [second.id, third.id, first.id]
    assert PHONE not in page


@pytest.mark.parametrize(
    ("filters", "left"), [("group=business", [2]), ("channel=paper", [4]), ("group=x", [0, 2, 4])]
)
def test_its_comments_can_be_filtered(scene: Scene, as_: As, filters: str, left: list[int]) -> None:
    scene.submissions[2].participant_group = ParticipantGroup.BUSINESS
    scene.submissions[4].channel = Channel.PAPER
    commit()
    page = as_(scene.cast.ana).get(f"/diagnose/topics/{scene.topics[0].id}?{filters}").text
    assert quoted(page) == [scene.submissions[number].id for number in left]


def test_it_shows_its_run_and_the_issues_made_of_it(scene: Scene, as_: As) -> None:
    issue = make.issue(scene.group, scene.cast.ana, topics=(scene.topics[0],))
    commit()
    page = as_(scene.cast.cora).get(f"/diagnose/topics/{scene.topics[0].id}").text
    assert f'href="/diagnose/runs/{scene.run.id}"' in page
    assert f'href="/issues/{issue.id}"' in page


@pytest.mark.parametrize("what", ["name", "noise"])
def test_only_analysts_change_it(scene: Scene, client: FlaskClient, as_: As, what: str) -> None:
    address, sent = f"/diagnose/topics/{scene.topics[0].id}/{what}", {"name": "X", "reason": "X"}
    assert client.post(address, data=sent).status_code == 302
    for person in (scene.cast.mali, scene.cast.cora, scene.cast.exa, scene.cast.ada):
        assert as_(person).post(address, data=sent).status_code == 403
    db.session.expire_all()
    assert (scene.topics[0].name, scene.topics[0].is_noise) == (None, False)
    assert f'action="{address}"' not in as_(scene.cast.cora).get(address.rsplit("/", 1)[0]).text


def test_an_analyst_renames_it_and_takes_the_name_back(scene: Scene, as_: As) -> None:
    topic, browser = scene.topics[0], as_(scene.cast.ana)
    address = f"/diagnose/topics/{topic.id}/name"
    browser.post(address, data={"name": "  เน็ตหมู่บ้าน "})
    db.session.expire_all()
    assert topic.title == "เน็ตหมู่บ้าน"
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.before, entry.after) == (
        "topic.rename", {"name": None}, {"name": "เน็ตหมู่บ้าน"},
    )  # fmt: skip
    browser.post(address, data={"name": ""})
    db.session.expire_all()
    assert topic.title == topic.label


def test_a_name_that_is_too_long_stands_in_the_form_again(scene: Scene, as_: As) -> None:
    address = f"/diagnose/topics/{scene.topics[0].id}/name"
    answer = as_(scene.cast.ana).post(address, data={"name": "น" * 201})
    assert answer.status_code == 422
    assert "น" * 201 in answer.text


def test_noise_needs_a_reason_and_can_be_taken_back(scene: Scene, as_: As) -> None:
    topic, browser = scene.topics[0], as_(scene.cast.ana)
    address = f"/diagnose/topics/{topic.id}/noise"
    assert browser.post(address, data={"reason": " "}).status_code == 422
    assert not topic.is_noise
    browser.post(address, data={"reason": "คำทักทาย"})
    db.session.expire_all()
    assert topic.is_noise
    page = browser.get(f"/diagnose/topics/{topic.id}").text
    assert "คำทักทาย" in page
    assert f"/issues/new?topic={topic.id}" not in page
    browser.post(address, data={"reason": "มีเรื่องจริงอยู่"})
    db.session.expire_all()
    assert not topic.is_noise
    actions = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["topic.mark_noise", "topic.unmark_noise"]


def test_the_number_of_queries_does_not_grow(scene: Scene, as_: As, queries) -> None:  # type: ignore[no-untyped-def]
    browser, topic = as_(scene.cast.ana), scene.topics[0]
    for number in range(8):
        more = make.submission(f"เพิ่ม {number}", mission_group_id=scene.group.id)
        db.session.add(TopicAssignment(topic_id=topic.id, submission_id=more.id, weight=0.5))
    make.issue(scene.group, scene.cast.ana, topics=(topic,))
    commit()
    address = f"/diagnose/topics/{topic.id}"
    with queries() as asked:
        browser.get(address)
    # session and person, roles; the topic, its run with its job; its issues, the candidate
    # issues; how many comments, the comments; what was done to it
    assert len(asked) <= 9, "\n".join(asked)
