"""A challenge with two ideas: Mali's and Mana's."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from app.core.db import commit
from app.develop.models import Challenge, Idea
from app.diagnose.models import Issue, IssueState
from tests.support import make
from tests.support.cast import Cast


@dataclass(frozen=True)
class Scene:
    cast: Cast
    issue: Issue
    challenge: Challenge
    idea: Idea
    others_idea: Idea


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """Both phases are open."""
    return a_scene(cast)


def a_scene(cast: Cast, *, ideas_open: bool = True, voting_open: bool = True) -> Scene:
    issue = make.issue(make.mission_group(), cast.ana, IssueState.SELECTED)
    challenge = make.challenge(issue, cast.cora, ideas_open=ideas_open, voting_open=voting_open)
    mine, others = (
        make.idea(challenge, cast.mali, "ตั้งเสาสัญญาณชุมชน"),
        make.idea(challenge, cast.mana, "ซ่อมจุดเน็ตประชารัฐใน 7 วัน"),
    )
    commit()
    return Scene(cast, issue, challenge, mine, others)
