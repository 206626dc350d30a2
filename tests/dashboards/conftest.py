"""A small world to count in, at noon in Bangkok on 24 November 2569 (2026)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.models import ParticipantGroup
from app.core import clock
from app.core.db import commit, db
from app.develop.models import Challenge, Idea, IdeaVote
from app.diagnose.models import Channel, Issue, IssueState, Submission
from app.missions.models import MissionGroup
from tests.support import make
from tests.support.cast import Cast

NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)


@pytest.fixture
def now() -> Iterator[datetime]:
    with clock.frozen(NOON):
        yield NOON


@dataclass(frozen=True)
class Scene:
    cast: Cast
    society: MissionGroup
    space: MissionGroup
    issue: Issue
    challenge: Challenge
    idea: Idea


def vote(idea: Idea, person_id: int, days_ago: int = 1) -> None:
    at = clock.now() - timedelta(days=days_ago)
    db.session.add(IdeaVote(idea_id=idea.id, person_id=person_id, cast_at=at))
    db.session.flush()


def said(days_ago: float, **values: object) -> Submission:
    at = clock.now() - timedelta(days=days_ago)
    return make.submission(f"เรื่องที่ {days_ago} {values}", said_at=at, **values)


@pytest.fixture
def scene(cast: Cast, now: datetime) -> Scene:
    """Five submissions of three known people, one challenge with an idea, a vote, a comment.

    What is hidden, withdrawn, a draft or older than a year is there too: none of it counts.
    """
    society = make.mission_group("digital-society", position=1)
    space = make.mission_group("space-affairs", position=2)
    make.stages_open()
    society_id, space_id = society.id, space.id
    said(1, person=cast.mali, mission_group_id=society_id)
    said(2, person=cast.mali, mission_group_id=society_id, channel=Channel.PAPER,
         participant_group=ParticipantGroup.BUSINESS)  # fmt: skip
    said(3, source_person="p1", mission_group_id=space_id)
    said(40, source_person="p1")
    said(41)
    said(5, person=cast.mana, withdrawn_at=clock.now())
    said(400, person=cast.mana, mission_group_id=society_id)
    issue = make.issue(society, cast.ana, IssueState.SELECTED)
    challenge = make.challenge(issue, cast.cora)
    idea = make.idea(challenge, cast.mana, created_at=clock.now() - timedelta(days=2))
    vote(idea, cast.mali.id)
    make.comment(idea, cast.modda)
    make.comment(idea, cast.exa, hidden_at=clock.now(), hidden_reason="โฆษณา")
    hidden = make.hidden_idea(challenge, cast.mana, cast.modda)
    vote(hidden, cast.ana.id)
    make.comment(hidden, cast.ofa)
    make.idea(make.challenge(issue, cast.cora, published=False), cast.ada)
    commit()
    return Scene(cast, society, space, issue, challenge, idea)
