"""What the figures count, on both databases alike."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.accounts.models import ParticipantGroup
from app.core.db import commit, db
from app.core.models import StoredFile
from app.dashboards import periods, queries
from app.dashboards.counting import Scope
from app.dashboards.periods import Period, Preset
from app.diagnose.models import Channel, ImportBatch, IssueState
from tests.dashboards.conftest import Scene, said
from tests.support import make


def last_year(group_id: int | None = None) -> Scope:
    return Scope.of(periods.preset(Preset.TWELVE_MONTHS), group_id)


def test_single_numbers(scene: Scene) -> None:
    [found] = queries.totals(last_year())
    assert (found.submissions, found.ideas, found.votes, found.comments) == (5, 1, 1, 1)


def test_a_person_counts_once_whatever_they_did(scene: Scene) -> None:
    """Mali (two submissions and a vote), Mana (an idea), Modda (a comment), one pseudonym."""
    [found] = queries.totals(last_year())
    assert (found.people, found.unsigned_submissions) == (4, 1)


def test_the_same_pseudonym_of_two_files_is_two_people(scene: Scene) -> None:
    file = StoredFile(sha256="0" * 64, name="calls.csv", size=1)
    db.session.add(file)
    db.session.flush()
    batch = ImportBatch(file_id=file.id, created_by_id=scene.cast.ana.id)
    db.session.add(batch)
    db.session.flush()
    said(1, source_person="p1", import_id=batch.id)
    commit()
    [found] = queries.totals(last_year())
    assert found.people == 5


def test_several_scopes_at_once(scene: Scene) -> None:
    all_, society, space = queries.totals(
        last_year(), last_year(scene.society.id), last_year(scene.space.id)
    )
    assert [one.submissions for one in (all_, society, space)] == [5, 2, 1]
    assert [one.votes for one in (all_, society, space)] == [1, 1, 0]


def test_by_mission_group(scene: Scene) -> None:
    found = queries.by_mission_group(last_year())
    society, none = found[scene.society.id], found[None]
    assert (society.submissions, society.ideas, society.votes, society.comments) == (2, 1, 1, 1)
    assert (society.people, society.contributions) == (3, 5)
    assert (none.submissions, none.people) == (2, 1)


def test_the_parts_add_up_to_the_single_numbers(scene: Scene) -> None:
    scope = last_year()
    [whole] = queries.totals(scope)
    groups = queries.by_mission_group(scope).values()
    assert sum(group.submissions for group in groups) == whole.submissions
    channels = queries.counted("by_channel", scope)
    assert {key: found.count for key, found in channels.items()} == {
        Channel.WEB: 4,
        Channel.PAPER: 1,
    }
    said_as = queries.counted("by_participant_group", scope)
    assert (said_as[ParticipantGroup.BUSINESS].count, said_as[None].count) == (1, 4)
    stages = queries.counted("by_stage", scope)
    assert {key: (found.count, found.people) for key, found in stages.items()} == {
        "diagnose": (5, 2),
        "develop": (3, 3),
    }
    assert sum(count for _day, _kind, count in queries.by_day(scope)) == 5 + 3


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 10, 31, 16, 59, 59, tzinfo=UTC), "2026-10-31"),
        (datetime(2026, 10, 31, 17, 0, 0, tzinfo=UTC), "2026-11-01"),
        (datetime(2026, 10, 31, 17, 0, 0, 5, tzinfo=UTC), "2026-11-01"),
    ],
)
@pytest.mark.usefixtures("now", "app")
def test_days_are_bangkoks(moment: datetime, day: str) -> None:
    make.submission(said_at=moment)
    commit()
    scope = Scope.of(Period(date(2026, 10, 31), date(2026, 11, 1)))
    assert [tuple(row) for row in queries.by_day(scope)] == [(day, "submission", 1)]
    only = Scope.of(Period(date.fromisoformat(day), date.fromisoformat(day)))
    assert queries.totals(only)[0].submissions == 1


def test_topics_are_those_of_the_latest_finished_run_without_noise(scene: Scene) -> None:
    members = [said(n, mission_group_id=scene.society.id) for n in (1.1, 1.2, 1.3)]
    make.run(scene.cast.ana, members)
    latest = make.run(scene.cast.ana, [*members, said(500)])
    latest.topics[1].is_noise = True
    commit()
    found = queries.largest_topics(last_year())
    assert [(one.of.id, one.count) for one in found] == [(latest.topics[0].id, 2)]
    assert queries.largest_topics(last_year(scene.space.id)) == []


def test_issues_by_state(scene: Scene) -> None:
    make.issue(scene.space, scene.cast.ana)
    commit()
    found = queries.issues_by_state(last_year())
    assert (found[IssueState.SELECTED], found[IssueState.CANDIDATE]) == (1, 1)
    assert queries.issues_by_state(last_year(scene.space.id))[IssueState.SELECTED] == 0


def test_the_leading_idea(scene: Scene) -> None:
    [leading] = queries.leading_ideas(last_year())
    assert (leading.of.id, leading.count) == (scene.idea.id, 1)
