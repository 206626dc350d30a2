"""Reports: once a person and post, by a rule, and told what came of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Notification, Person
from app.core.db import commit, db
from app.develop import commands
from app.develop.commands.reports import report
from app.develop.models import HouseRule, Report
from tests.develop.conftest import Scene
from tests.support import make

As = Callable[[Person], FlaskClient]
DATA = {"rule": "insult", "note": "ด่าผู้เขียน"}


def reports() -> list[Report]:
    return list(db.session.scalars(sa.select(Report)))


def test_a_member_reports_once(scene: Scene, as_: As) -> None:
    comment = make.comment(scene.idea, scene.cast.mali, "คำไม่สุภาพ")
    commit()
    browser, address = as_(scene.cast.mana), f"/comments/{comment.id}/report"
    assert "คำไม่สุภาพ" in browser.get(address).text
    assert browser.post(address, data=DATA).location == f"/ideas/{scene.idea.id}"
    [made] = reports()
    assert (made.rule, made.note, made.reporter_id) == (
        HouseRule.INSULT, "ด่าผู้เขียน", scene.cast.mana.id,
    )  # fmt: skip
    assert browser.post(address, data=DATA).status_code == 409
    assert len(reports()) == 1


def test_the_link_stands_beside_every_post_of_others(
    scene: Scene, as_: As, client: FlaskClient
) -> None:
    comment = make.comment(scene.idea, scene.cast.mana)
    commit()
    page, links = (
        f"/ideas/{scene.idea.id}",
        (f"/ideas/{scene.idea.id}/report", f"/comments/{comment.id}/report"),
    )
    for browser, offered in (
        (client, (True, True)), (as_(scene.cast.mali), (False, True)),
        (as_(scene.cast.mana), (True, False)), (as_(scene.cast.suda), (False, False)),
    ):  # fmt: skip
        text = browser.get(page).text
        assert tuple(link in text for link in links) == offered


def test_a_guest_is_asked_to_sign_in(scene: Scene, client: FlaskClient) -> None:
    answer = client.get(f"/ideas/{scene.idea.id}/report")
    assert answer.location.startswith("/sign-in?next")


@pytest.mark.parametrize("data", [{}, {"rule": "taste"}, DATA | {"note": "ก" * 501}])
def test_a_report_that_does_not_fit_stays_in_the_form(
    scene: Scene, as_: As, data: dict[str, str]
) -> None:
    answer = as_(scene.cast.mana).post(f"/ideas/{scene.idea.id}/report", data=data)
    assert answer.status_code == 422
    assert data.get("note", "") in answer.text
    assert reports() == []


def test_ones_own_and_hidden_posts_are_not_reported(scene: Scene, as_: As) -> None:
    own = as_(scene.cast.mali).post(f"/ideas/{scene.idea.id}/report", data=DATA)
    assert own.status_code == 409
    hidden = make.hidden_idea(scene.challenge, scene.cast.mali, scene.cast.modda)
    commit()
    assert as_(scene.cast.mana).post(f"/ideas/{hidden.id}/report", data=DATA).status_code == 404
    assert as_(scene.cast.suda).post(f"/ideas/{scene.idea.id}/report", data=DATA).status_code == 403
    assert reports() == []


def test_past_the_hours_limit_the_note_stays(scene: Scene, as_: As) -> None:
    browser = as_(scene.cast.mana)
    comments = [make.comment(scene.idea, scene.cast.mali, f"ข้อ {n}") for n in range(21)]
    commit()
    for comment in comments[:20]:
        assert browser.post(f"/comments/{comment.id}/report", data=DATA).status_code == 302
    answer = browser.post(f"/comments/{comments[20].id}/report", data=DATA)
    assert answer.status_code == 429
    assert DATA["note"] in answer.text
    assert len(reports()) == 20


@pytest.mark.parametrize("hidden", [True, False])
def test_the_reporter_is_told_what_came_of_it(scene: Scene, as_: As, hidden: bool) -> None:
    report(scene.cast.mana, scene.idea, HouseRule.ADVERTISING, "")
    if hidden:
        commands.hide(scene.cast.modda, scene.idea, make.ADVERTISING)
    else:
        commands.let_stand(scene.cast.modda, scene.idea)
    commit()
    [news] = db.session.scalars(
        sa.select(Notification).where(Notification.person_id == scene.cast.mana.id)
    )
    assert news.kind == "moderation.report_settled"
    page = as_(scene.cast.mana).get(news.path).text
    assert ("ถูกซ่อน" in page) is hidden
    assert (scene.idea.title in page) is not hidden


def test_ones_reports_ask_as_much_for_many_challenges(
    scene: Scene,
    as_: As,
    queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    browser, counts = as_(scene.cast.mana), []
    for _ in range(2):
        for number in range(3):
            where = make.challenge(scene.issue, scene.cast.cora, title=f"โจทย์ {number}")
            idea = make.idea(where, scene.cast.mali)
            report(scene.cast.mana, idea, HouseRule.ADVERTISING, "")
            comment = make.comment(idea, scene.cast.mali)
            report(scene.cast.mana, comment, HouseRule.ADVERTISING, "")
        with queries() as asked:
            browser.get("/my-reports")
        counts.append(len(asked))
    assert counts[0] == counts[1]
