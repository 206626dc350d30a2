"""Who may do what with runs and topics."""

from __future__ import annotations

import pytest

from app.accounts.models import Guest
from app.diagnose.rules import analysis as rules
from tests.diagnose.analysis.conftest import Scene

READERS = {"ana", "cora", "exa", "ada"}
EVERYBODY = ("mali", "modda", "ofa", "ana", "cora", "exa", "ada", "suda")


@pytest.mark.parametrize("name", EVERYBODY)
def test_analysis_is_read_by_those_who_decide_and_made_by_analysts(scene: Scene, name: str) -> None:
    actor, topic = getattr(scene.cast, name), scene.topics[0]
    assert rules.can_read_analysis(actor) == (name in READERS)
    assert rules.can_see_run(actor, scene.run) == (name in READERS)
    assert rules.can_see_topic(actor, topic) == (name in READERS)
    assert rules.can_start_run(actor) == (name == "ana")
    assert rules.can_cancel_run(actor, scene.run) == (name == "ana")
    assert rules.can_curate_topic(actor, topic) == (name == "ana")


def test_a_guest_may_nothing(scene: Scene) -> None:
    assert not rules.can_read_analysis(Guest())
    assert not rules.can_start_run(Guest())
