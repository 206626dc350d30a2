"""Two topics of a run, and an issue in any state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from app.core.db import commit
from app.diagnose.models import Issue, IssueState, IssueStep, Submission, Topic
from app.diagnose.queries.analysis import topics_of
from app.missions.models import MissionGroup
from tests.support import make
from tests.support.cast import Cast

PHONE = "081-234-5678"


@dataclass(frozen=True)
class Scene:
    cast: Cast
    group: MissionGroup
    submissions: list[Submission]
    topics: list[Topic]
    issue: Callable[[IssueState], Issue]


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """`scene.issue(state)` makes an issue of the first topic; Mali wrote all of that topic."""
    group = make.mission_group()
    submissions = [
        make.submission(f"ความเห็น {number} โทร {PHONE}", cast.mali if number % 2 == 0 else None)
        for number in range(6)
    ]
    topics = topics_of(make.run(cast.ana, submissions).id)

    def issue(state: IssueState) -> Issue:
        made = make.issue(group, cast.ana, state, (topics[0],), f"ประเด็น {state}")
        made.steps.append(IssueStep(to_state=state, reason="เหตุผลแรก", person_id=cast.ana.id))
        commit()
        return made

    commit()
    return Scene(cast, group, submissions, topics, issue)
