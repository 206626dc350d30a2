"""A coordinator drafts a challenge, publishes it, edits it, extends its phases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.db import commit, db
from app.core.models import AuditEntry
from app.core.refusals import Refused
from app.develop import commands
from app.develop.models import Challenge, Phase, PhaseKind
from app.develop.refusals import Why
from app.diagnose.models import IssueState
from tests.develop.conftest import Scene, a_scene
from tests.support import make
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]
MORNING = datetime(2026, 7, 1, 8, 30, tzinfo=clock.BANGKOK)
TERMS = {
    "title": "เน็ตหมู่บ้าน",
    "question": "ทำอย่างไรให้เน็ตหมู่บ้านใช้ได้จริง",
    "description": "อ่าน **ข้อมูล** ก่อนเสนอ",
    "ideas_opens": "2026-07-01T09:00",
    "ideas_closes": "2026-07-15T16:30",
    "voting_opens": "2026-07-10T09:00",
    "voting_closes": "2026-07-31T16:30",
    "ballot": "support",
}


def drafted() -> list[Challenge]:
    return list(db.session.scalars(sa.select(Challenge).where(Challenge.title == TERMS["title"])))


def entry(action: str) -> AuditEntry:
    return db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == action)).one()


def test_from_a_selected_issue_to_a_published_challenge(
    scene: Scene, client: FlaskClient, as_: As
) -> None:
    browser, address = as_(scene.cast.cora), f"/issues/{scene.issue.id}/challenges/new"
    assert address in browser.get("/challenges/new").text
    assert browser.get(address).status_code == 200
    with clock.frozen(MORNING):
        page = browser.post(address, data=TERMS).location
        [challenge] = drafted()
        assert client.get(page).status_code == 404
        assert "<strong>ข้อมูล</strong>" in browser.get(page).text
        assert browser.post(f"{page}/publish").status_code == 302
        assert client.get(page).status_code == 200
    ideas = challenge.phase(PhaseKind.IDEAS)
    assert ideas is not None
    assert ideas.opens_at == datetime(2026, 7, 1, 9, 0, tzinfo=clock.BANGKOK)
    assert entry("challenge.open").after["question"] == TERMS["question"]  # type: ignore[index]
    assert entry("challenge.publish").actor_id == scene.cast.cora.id


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "ก" * 201}, "title"),
        ({"question": " "}, "question"),
        ({"ballot": ""}, "ballot"),
        ({"question": "ก" * 301}, "question"),
        ({"ideas_opens": ""}, "ideas_opens"),
        ({"ideas_opens": "31/12/2026"}, "ideas_opens"),
        ({"ideas_closes": "2569-07-15T16:30"}, "ideas_closes"),
        ({"ideas_closes": "2026-02-30T16:30"}, "ideas_closes"),
        ({"ideas_closes": "2026-07-01T09:00"}, "ideas_closes"),
        ({"voting_closes": "2026-07-09T09:00"}, "voting_closes"),
        (
            {"voting_opens": "2026-06-01T09:00", "voting_closes": "2026-06-30T09:00"},
            "voting_closes",
        ),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_lost(
    scene: Scene, as_: As, wrong: dict[str, str], field: str
) -> None:
    sent = TERMS | wrong
    with clock.frozen(MORNING):
        answer = as_(scene.cast.cora).post(f"/issues/{scene.issue.id}/challenges/new", data=sent)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    for name in ("title", "question", "ideas_opens", "voting_closes"):
        assert f'value="{sent[name].strip()}"' in answer.text
    assert drafted() == []


def test_a_buddhist_year_is_told_in_the_common_era(scene: Scene, as_: As) -> None:
    sent = TERMS | {"ideas_opens": "2569-07-01T09:00"}
    answer = as_(scene.cast.cora).post(f"/issues/{scene.issue.id}/challenges/new", data=sent)
    assert "ค.ศ. 2026" in answer.text


@pytest.mark.parametrize("state", [s for s in IssueState if s is not IssueState.SELECTED])
def test_only_selected_issues(scene: Scene, as_: As, state: IssueState) -> None:
    issue = make.issue(scene.issue.mission_group, scene.cast.ana, state, title="ยังไม่เลือก")
    commit()
    browser, address = as_(scene.cast.cora), f"/issues/{issue.id}/challenges/new"
    assert address not in browser.get("/challenges/new").text
    assert browser.get(address).status_code == 409
    with clock.frozen(MORNING):
        assert browser.post(address, data=TERMS).status_code == 409
    assert drafted() == []


@pytest.mark.parametrize("name", ["mali", "modda", "ofa", "ana", "exa", "ada", "suda"])
def test_only_coordinators(scene: Scene, as_: As, name: str) -> None:
    browser = as_(getattr(scene.cast, name))
    for path in (
        "/challenges/new",
        f"/issues/{scene.issue.id}/challenges/new",
        f"/challenges/{scene.challenge.id}/edit",
        f"/challenges/{scene.challenge.id}/extend",
    ):
        assert browser.get(path).status_code == 403
        if path != "/challenges/new":
            assert browser.post(path, data=TERMS).status_code == 403
    assert browser.post(f"/challenges/{scene.challenge.id}/publish").status_code == 403


def test_a_draft_opens_nothing_whatever_its_dates_say(scene: Scene, as_: As) -> None:
    draft = make.challenge(scene.issue, scene.cast.cora, published=False)
    now = "เสนอแนวคิดได้แล้วตอนนี้"
    browser = as_(scene.cast.cora)
    assert now in browser.get(f"/challenges/{scene.challenge.id}").text
    assert now not in browser.get(f"/challenges/{draft.id}").text


def test_a_draft_is_changed_in_everything(scene: Scene, as_: As) -> None:
    draft = make.challenge(scene.issue, scene.cast.cora, published=False)
    commit()
    browser, address = as_(scene.cast.cora), f"/challenges/{draft.id}/edit"
    assert f'value="{draft.question}"' in browser.get(address).text
    with clock.frozen(MORNING):
        assert browser.post(address, data=TERMS).status_code == 302
    voting = draft.phase(PhaseKind.VOTING)
    assert voting is not None
    assert draft.question == TERMS["question"]
    assert voting.closes_at == datetime(2026, 7, 31, 16, 30, tzinfo=clock.BANGKOK)


def test_a_published_challenge_keeps_its_question_and_dates(scene: Scene, as_: As) -> None:
    challenge, ideas = scene.challenge, scene.challenge.phase(PhaseKind.IDEAS)
    assert ideas is not None
    question, closes_at = challenge.question, ideas.closes_at
    browser, address = as_(scene.cast.cora), f"/challenges/{challenge.id}/edit"
    assert 'name="question"' not in browser.get(address).text
    assert browser.post(address, data=TERMS).status_code == 302
    assert (challenge.title, challenge.question) == (TERMS["title"], question)
    assert ideas.closes_at == closes_at
    assert entry("challenge.edit").before["title"] == "โจทย์เน็ตหมู่บ้าน"  # type: ignore[index]


def test_what_is_published_is_not_published_again(scene: Scene, as_: As) -> None:
    answer = as_(scene.cast.cora).post(f"/challenges/{scene.challenge.id}/publish")
    assert answer.status_code == 409


def test_a_draft_whose_dates_are_over_is_not_published(scene: Scene, as_: As) -> None:
    draft = make.challenge(
        scene.issue, scene.cast.cora, published=False, ideas_open=False, voting_open=False
    )
    commit()
    assert as_(scene.cast.cora).post(f"/challenges/{draft.id}/publish").status_code == 409
    assert draft.published_at is None


# Extending a phase


def later(days: int) -> str:
    return (clock.now() + timedelta(days=days)).astimezone(clock.BANGKOK).strftime("%Y-%m-%dT%H:%M")


def extension(**values: str) -> dict[str, str]:
    return {"kind": "voting", "closes_at": later(30), "reason": "น้ำท่วมหลายจังหวัด"} | values


def test_a_phase_is_extended_and_everybody_reads_why(
    scene: Scene, client: FlaskClient, as_: As
) -> None:
    address = f"/challenges/{scene.challenge.id}"
    assert as_(scene.cast.cora).get(f"{address}/extend").status_code == 200
    as_(scene.cast.cora).post(f"{address}/extend", data=extension())
    voting = scene.challenge.phase(PhaseKind.VOTING)
    assert voting is not None
    assert voting.closes_at > clock.now() + timedelta(days=29)
    assert "น้ำท่วมหลายจังหวัด" in client.get(address).text
    assert entry("phase.extend").before["kind"] == "voting"  # type: ignore[index]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"closes_at": ""}, "closes_at"),
        ({"reason": " "}, "reason"),
        ({"kind": ""}, "kind"),
        ({"kind": "pilot"}, "kind"),
    ],
)
def test_an_extension_that_does_not_fit(
    scene: Scene, as_: As, wrong: dict[str, str], field: str
) -> None:
    address = f"/challenges/{scene.challenge.id}/extend"
    answer = as_(scene.cast.cora).post(address, data=extension(**wrong))
    assert answer.status_code == 422
    assert f'href="#{field}' in answer.text


def test_a_phase_is_never_made_shorter(scene: Scene, as_: As) -> None:
    address = f"/challenges/{scene.challenge.id}/extend"
    answer = as_(scene.cast.cora).post(address, data=extension(closes_at=later(3)))
    assert answer.status_code == 422
    assert 'id="closes_at-error"' in answer.text


def test_a_closed_phase_opens_again_only_when_that_is_said(
    cast: Cast, as_: As, client: FlaskClient
) -> None:
    scene = a_scene(cast, voting_open=False)
    browser, address = as_(cast.cora), f"/challenges/{scene.challenge.id}"
    refused = browser.post(f"{address}/extend", data=extension())
    assert refused.status_code == 422
    assert 'id="reopen-error"' in refused.text
    assert as_(cast.mana).post(f"/ideas/{scene.idea.id}/support").status_code == 409
    assert browser.post(f"{address}/extend", data=extension(reopen="y")).status_code == 302
    assert as_(cast.mana).post(f"/ideas/{scene.idea.id}/support").status_code == 302
    assert entry("phase.reopen").reason == "น้ำท่วมหลายจังหวัด"
    assert "น้ำท่วมหลายจังหวัด" in client.get(address).text


def test_a_draft_is_edited_not_extended(scene: Scene, as_: As) -> None:
    draft = make.challenge(scene.issue, scene.cast.cora, published=False)
    commit()
    browser, address = as_(scene.cast.cora), f"/challenges/{draft.id}/extend"
    assert browser.get(address).status_code == 409
    assert browser.post(address, data=extension()).status_code == 403


# Two coordinators at once: the second has loaded the challenge before the first one changed it


def changed_meanwhile(model: type[Challenge] | type[Phase], **values: object) -> None:
    """By another process: what this one has loaded knows nothing of it."""
    change = sa.update(model).values(**values)
    db.session.execute(change.execution_options(synchronize_session=False))


def test_an_extension_goes_by_what_another_has_extended(scene: Scene) -> None:
    ends = scene.challenge.phases[1].closes_at
    changed_meanwhile(Phase, closes_at=ends + timedelta(days=30))
    with pytest.raises(Refused) as refused:
        commands.extend_phase(
            scene.cast.cora, scene.challenge, PhaseKind.VOTING, ends + timedelta(days=3), "น้ำท่วม"
        )
    assert refused.value.why is Why.NOT_LONGER


def test_what_another_has_published_is_no_draft_any_more(scene: Scene) -> None:
    draft, cora = make.challenge(scene.issue, scene.cast.cora, published=False), scene.cast.cora
    changed_meanwhile(Challenge, published_at=clock.now())
    with pytest.raises(Refused) as refused:
        commands.edit_challenge(cora, draft, title="ก", description="", question="ข")
    assert refused.value.why is Why.ALREADY_PUBLISHED


def test_what_another_has_published_is_not_published_once_more(scene: Scene) -> None:
    draft = make.challenge(scene.issue, scene.cast.cora, published=False)
    changed_meanwhile(Challenge, published_at=clock.now())
    with pytest.raises(Refused) as refused:
        commands.publish_challenge(scene.cast.cora, draft)
    assert refused.value.why is Why.ALREADY_PUBLISHED
