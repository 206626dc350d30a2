"""Rules of moderation as role × state."""

from __future__ import annotations

from typing import Any

import pytest

from app.accounts.models import Guest
from app.core import clock
from app.develop import rules
from app.develop.models import Action, Appeal, AppealOutcome, Comment, Decision, HouseRule
from tests.develop.conftest import Scene
from tests.support import make
from tests.support.cast import ROLES

EVERYBODY = set(ROLES)
STATES: dict[str, dict[str, Any]] = {
    "shown": {},
    "held": {"held_at": clock.now(), "held_for": "links"},
    "hidden": {"hidden_at": clock.now(), "hidden_reason": "โฆษณา"},
    "withdrawn": {"withdrawn_at": clock.now()},
}
WHO: dict[str, dict[str, set[str]]] = {
    "can_hide": {"shown": {"modda"}, "held": {"modda"}, "hidden": set(), "withdrawn": set()},
    "can_restore": {"shown": set(), "held": set(), "hidden": {"modda"}, "withdrawn": set()},
    "can_release": {"shown": set(), "held": {"modda"}, "hidden": set(), "withdrawn": set()},
    "can_report": {
        "shown": EVERYBODY - {"mana", "suda"}, "held": set(), "hidden": set(), "withdrawn": set(),
    },
}  # fmt: skip
"""Of a comment that Mana wrote."""


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("rule", WHO)
def test_who_may_do_what_with_a_post(scene: Scene, rule: str, state: str) -> None:
    comment = make.comment(scene.idea, scene.cast.mana, **STATES[state])
    may = {name for name in ROLES if getattr(rules, rule)(getattr(scene.cast, name), comment)}
    assert may == WHO[rule][state]


def decision(scene: Scene, action: Action, **values: Any) -> Decision:
    """About Mali, by Modda."""
    return Decision(
        action=action, rule=HouseRule.INSULT, person_id=scene.cast.mali.id,
        decided_by_id=scene.cast.modda.id, batch="1", **values,
    )  # fmt: skip


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("undone", [False, True])
def test_who_appeals_and_who_undoes(scene: Scene, action: Action, undone: bool) -> None:
    found = decision(scene, action, undone_at=clock.now() if undone else None)
    who = {
        rule: {name for name in ROLES if getattr(rules, rule)(getattr(scene.cast, name), found)}
        for rule in ("can_appeal", "can_undo", "can_see_decision")
    }
    takes_something = action in (Action.HIDE, Action.WARN, Action.SUSPEND)
    assert who["can_appeal"] == ({"mali"} if takes_something and not undone else set())
    can_be_undone = not undone and action is not Action.REINSTATE
    assert who["can_undo"] == ({"modda"} if can_be_undone else set())
    assert who["can_see_decision"] == {"mali", "modda"}


def test_nobody_undoes_a_decision_about_oneself(scene: Scene) -> None:
    found = decision(scene, Action.HIDE)
    found.person_id = scene.cast.modda.id
    assert not rules.can_undo(scene.cast.modda, found)


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("settled", [False, True])
@pytest.mark.parametrize("by", ["modda", "ada"])
def test_who_settles(scene: Scene, by: str, settled: bool, alone: bool) -> None:
    found = decision(scene, Action.HIDE)
    found.decided_by_id = getattr(scene.cast, by).id
    appeal = Appeal(decision=found, text="ไม่จริง")
    if settled:
        appeal.outcome, appeal.settled_at = AppealOutcome.UPHELD, clock.now()
    may = {
        name for name in ROLES if rules.can_settle(getattr(scene.cast, name), appeal, alone=alone)
    }
    assert may == ({"modda"} if not settled and (alone or by != "modda") else set())


def test_who_may_be_sanctioned(scene: Scene) -> None:
    may = {
        name for name in ROLES if rules.can_sanction(scene.cast.modda, getattr(scene.cast, name))
    }
    assert may == {"mali", "mana", "suda"}
    for name in EVERYBODY - {"modda"}:
        assert not rules.can_sanction(getattr(scene.cast, name), scene.cast.mali)


@pytest.mark.parametrize("state", ["held", "hidden"])
def test_nobody_lets_their_own_words_be_seen(scene: Scene, state: str) -> None:
    comment = make.comment(scene.idea, scene.cast.modda, **STATES[state])
    assert not rules.can_restore(scene.cast.modda, comment)
    assert not rules.can_release(scene.cast.modda, comment)


def test_guests_are_offered_to_report_but_may_not(scene: Scene) -> None:
    comment: Comment = make.comment(scene.idea, scene.cast.mana)
    assert rules.can_see_offer_to_report(Guest(), comment)
    assert not rules.can_report(Guest(), comment)
