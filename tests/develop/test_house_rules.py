"""The published rules, and the public figures of how they are kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.db import commit, db
from app.develop import commands
from app.develop.house_rules import RULES
from app.develop.models import Action, Appeal, AppealOutcome, Decision, HouseRule
from app.develop.queries.moderation_report import last_months, moderation_report
from tests.develop.conftest import Scene
from tests.support import make

As = Callable[[Person], FlaskClient]


def test_each_rule_is_published_with_examples(client: FlaskClient) -> None:
    page = client.get("/rules").text
    assert set(RULES) == set(HouseRule)
    for rule in HouseRule:
        assert f'id="{rule.value}"' in page
    assert 'href="/rules"' in client.get("/").text


def decided(scene: Scene, count: int, rule: HouseRule, *, waited: int | None = None) -> None:
    """So many posts hidden in the middle of last month."""
    moment = clock.now().replace(day=1) - timedelta(days=10)
    for number in range(count):
        comment = make.comment(scene.idea, scene.cast.mana, f"{rule} {number}")
        db.session.add(
            Decision(
                action=Action.HIDE, rule=rule, note="", person_id=scene.cast.mana.id,
                comment_id=comment.id, decided_by_id=scene.cast.modda.id, decided_at=moment,
                batch=f"{rule}{number}", waited_seconds=waited,
            )
        )  # fmt: skip
    db.session.flush()


def test_nothing_small_is_published(scene: Scene, client: FlaskClient) -> None:
    decided(scene, 30, HouseRule.ADVERTISING, waited=7_200)
    decided(scene, 3, HouseRule.INSULT, waited=36_000)
    decided(scene, 12, HouseRule.REPEATED)
    commit()
    report = moderation_report()
    hidden = report.by_rule[Action.HIDE]
    assert report.totals[Action.HIDE] == 45
    assert hidden[HouseRule.ADVERTISING] == 30
    # with only the 3 left out, 45 − 30 − 12 would tell
    assert (hidden[HouseRule.INSULT], hidden[HouseRule.REPEATED]) == (None, None)
    assert report.by_month[Action.HIDE][last_months()[-1]] is None  # the others are all 0
    assert report.median_hours == 2.0
    assert (report.appeals, report.overturned_percent) == (None, None)
    page = client.get("/moderation/report").text
    assert "Mana" not in page
    assert "Modda" not in page


def test_the_share_of_appeals_that_were_right(scene: Scene) -> None:
    decided(scene, 20, HouseRule.INSULT)
    for number, row in enumerate(db.session.scalars(sa.select(Decision))):
        outcome = AppealOutcome.OVERTURNED if number < 5 else AppealOutcome.UPHELD
        db.session.add(
            Appeal(
                decision_id=row.id, text="ไม่จริง", outcome=outcome, settled_at=row.decided_at,
                settled_by_id=scene.cast.modda.id,
            )
        )  # fmt: skip
    db.session.flush()
    report = moderation_report()
    assert (report.appeals, report.overturned_percent) == (20, 25)


def test_what_was_taken_back_does_not_count(scene: Scene) -> None:
    commands.hide(scene.cast.modda, scene.idea, make.ADVERTISING)
    commands.undo(scene.cast.modda, db.session.scalars(sa.select(Decision)).one())
    decided(scene, 12, HouseRule.INSULT)
    db.session.execute(
        sa.update(Decision).where(Decision.batch == "insult0").values(undone_at=clock.now())
    )
    assert moderation_report().totals[Action.HIDE] == 11


def test_the_months_are_whole_and_past() -> None:
    months = last_months()
    today = clock.now().astimezone(clock.BANGKOK).date()
    assert len(months) == 12
    assert months == sorted(months)
    assert months[-1] < today.replace(day=1)
    assert all(month.day == 1 for month in months)


@pytest.mark.parametrize("name", ["mali", "ada", "cora"])
def test_the_log_is_for_moderators(scene: Scene, as_: As, name: str) -> None:
    assert as_(getattr(scene.cast, name)).get("/moderation/decisions").status_code == 403


def test_the_log_finds_by_action_and_rule(scene: Scene, as_: As) -> None:
    commands.hide(scene.cast.modda, scene.idea, make.ADVERTISING)
    commit()
    browser = as_(scene.cast.modda)
    assert "เป็นโฆษณา" in browser.get("/moderation/decisions?action=hide&rule=advertising").text
    assert "เป็นโฆษณา" not in browser.get("/moderation/decisions?action=warn").text
    assert "เป็นโฆษณา" not in browser.get("/moderation/decisions?rule=hate").text
    assert browser.get("/moderation/decisions?action=x&rule=y&page=999999").status_code == 200
