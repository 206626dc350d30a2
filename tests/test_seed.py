"""The first look: `flask seed --sample` makes a living platform, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from app.accounts import passwords
from app.accounts.models import Notification, Person, RoleGrant
from app.core import clock
from app.core.db import db, rollback
from app.core.models import AuditEntry, Job
from app.develop import rules, verify
from app.develop.commands import recount
from app.develop.models import (
    Answer,
    AnswerRating,
    AnswerState,
    Appeal,
    Attachment,
    Ballot,
    BallotCount,
    Challenge,
    Comment,
    CommentMention,
    CommentReaction,
    CountMethod,
    Decision,
    FamilyMember,
    Follow,
    Idea,
    IdeaDraft,
    IdeaTag,
    IdeaVersion,
    IdeaVote,
    LedgerSeal,
    Report,
    Stance,
    VoteEvent,
)
from app.develop.rules import Act
from app.diagnose.models import Issue, IssueState, IssueTopic, Submission, Topic
from app.missions.models import MissionGroup, Stage, Unit
from tests.conftest import BACKENDS, Browser
from tests.support.cast import sign_in

pytestmark = pytest.mark.slow
MODELS = (
    MissionGroup, Unit, Stage, Person, Submission, Topic, Issue, Challenge, Idea, IdeaVote, Comment,
    AuditEntry, Notification, Answer, AnswerRating, Appeal, Attachment, BallotCount, CommentMention,
    CommentReaction, Decision, FamilyMember, Follow, IdeaDraft, IdeaTag, IdeaVersion, LedgerSeal,
    Report, VoteEvent, Job,
)  # fmt: skip
MEMBER, MODERATOR = "member01@example.org", "moderator@example.org"
COORDINATOR, OFFICER = "coordinator@example.org", "officer.fund@example.org"

LISTS = (
    (None, "/challenges"),
    (None, "/challenges/{open}"),
    (None, "/challenges/{open}/tags"),
    (None, "/challenges/{open}/order"),
    (None, "/challenges/{closed}/results"),
    (None, "/challenges/{budget}/results"),
    (None, "/ideas/{edited}"),
    (None, "/ideas/{edited}/versions"),
    (None, "/families/{family}"),
    (None, "/answers"),
    (None, "/ledger"),
    (None, "/moderation/report"),
    (MEMBER, "/account/news"),
    (MEMBER, "/following"),
    (MEMBER, "/drafts"),
    (MEMBER, "/family-requests"),
    (MEMBER, "/my-votes"),
    ("member07@example.org", "/my-reports"),
    ("member04@example.org", "/my-decisions"),
    (OFFICER, "/answers/waiting"),
    (OFFICER, "/challenges/{budget}/costs"),
    (MODERATOR, "/moderation"),
    (MODERATOR, "/moderation?kind=reports"),
    (MODERATOR, "/moderation?kind=held"),
    (MODERATOR, "/moderation?kind=appeals"),
    (MODERATOR, "/moderation/posts"),
    (MODERATOR, "/moderation/decisions"),
)
"""Whose page, and which: all that list something of Develop."""


@pytest.fixture(scope="module", params=BACKENDS)
def kept(
    request: pytest.FixtureRequest, new_database: Callable[[str], dict[str, object]]
) -> Iterator[Flask]:
    """A platform of its own with the sample data, for all tests that only look at it."""
    app = create_app(**new_database(request.param))
    app.test_client_class = Browser
    with app.app_context():
        upgrade()
        done = app.test_cli_runner().invoke(args=["seed", "--sample"])
        assert done.exit_code == 0, done.output
        yield app


@pytest.fixture
def seeded(kept: Flask) -> Iterator[Flask]:
    yield kept
    rollback()


def counts() -> dict[str, int]:
    return {
        model.__tablename__: db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0
        for model in MODELS
    }


def test_the_framework_alone(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["seed"])
    assert done.exit_code == 0, done.output
    found = counts()
    assert (found["mission_groups"], found["units"], found["stages"]) == (5, 8, 5)
    assert found["people"] == found["submissions"] == 0


def test_there_is_some_of_everything_and_it_is_made_once(seeded: Flask) -> None:
    first = counts()
    assert [name for name, count in first.items() if not count] == []
    assert first["submissions"] > 400
    assert min(first["ideas"], first["comments"]) > 50
    assert first["idea_votes"] == first["vote_events"] > 400
    again = seeded.test_cli_runner().invoke(args=["seed", "--sample"])
    assert again.exit_code == 0, again.output
    assert counts() == first


def test_challenges_come_from_selected_issues_and_these_from_topics(seeded: Flask) -> None:
    for challenge in db.session.scalars(sa.select(Challenge)):
        assert challenge.issue.state is IssueState.SELECTED
        links = sa.select(sa.func.count()).where(IssueTopic.issue_id == challenge.issue_id)
        assert (db.session.scalar(links) or 0) >= 1
    roles = set(db.session.scalars(sa.select(RoleGrant.role)))
    assert len(roles) == 6


def test_something_is_open_for_ideas_and_for_votes_by_each_ballot(seeded: Flask) -> None:
    challenges = db.session.scalars(sa.select(Challenge)).all()
    assert {one.ballot for one in challenges} == set(Ballot)
    assert sum(rules.takes(one, Act.POST) for one in challenges) == 2
    assert sum(rules.takes(one, Act.VOTE) for one in challenges) == 2
    assert sum(rules.is_over(one) for one in challenges) == 2


def test_nothing_lies_ahead_and_nobody_did_anything_before_they_joined(seeded: Flask) -> None:
    now = clock.now()
    for model in (Idea, Comment):
        early = sa.select(model.id).join(Person, Person.id == model.author_id).where(
            sa.or_(model.created_at < Person.created_at, model.created_at > now)
        )  # fmt: skip
        assert db.session.scalars(early).all() == []
    votes = sa.select(IdeaVote).join(Person, Person.id == IdeaVote.person_id)
    wrong = sa.or_(IdeaVote.cast_at < Person.created_at, IdeaVote.cast_at > now)
    assert db.session.scalars(votes.where(wrong)).all() == []


def test_what_became_of_ideas(seeded: Flask) -> None:
    def some(*where: sa.ColumnElement[bool]) -> int:
        return db.session.scalar(sa.select(sa.func.count(Idea.id)).where(*where)) or 0

    assert some(Idea.withdrawn_at.is_not(None)) == 1
    assert some(Idea.duplicate_of_id.is_not(None)) == 1
    assert some(Idea.hidden_at.is_not(None)) == 1
    assert some(Idea.province_id.is_not(None)) >= 3
    agreed = sa.select(sa.func.count()).where(FamilyMember.agreed_at.is_not(None))
    of_family = agreed.group_by(FamilyMember.family_id)
    assert max(db.session.scalars(of_family)) == 3
    states = sa.select(Answer.state).distinct()
    assert set(db.session.scalars(states)) >= set(AnswerState) - {AnswerState.UNDER_REVIEW}
    assert set(db.session.scalars(sa.select(Comment.stance).distinct())) == set(Stance)


def test_counters_are_right(seeded: Flask) -> None:
    assert recount(fix=False) == []


def test_the_ledger_is_sealed_and_verifies(
    seeded: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert db.session.scalars(sa.select(VoteEvent).where(VoteEvent.seal_id.is_(None))).all() == []
    export = tmp_path / "ledger.jsonl"
    done = seeded.test_cli_runner().invoke(args=["ledger-export", str(export)])
    assert done.exit_code == 0, done.output
    assert verify.main([str(export)]) == 0
    assert "Nothing is wrong" in capsys.readouterr().out


def test_the_two_ways_of_counting_differ(seeded: Flask) -> None:
    kept = db.session.scalars(sa.select(BallotCount).where(~BallotCount.without_suspected)).all()
    by_method = {one.method: one.result for one in kept}
    greedy, shares = by_method[CountMethod.GREEDY], by_method[CountMethod.EQUAL_SHARES]
    assert 30 <= greedy["voters"] <= 60
    assert set(greedy["funded"]) - set(shares["funded"])
    assert set(shares["funded"]) - set(greedy["funded"])
    assert all(shares[part] for part in ("rounds", "out_of_reach", "completion"))


@pytest.mark.parametrize(("who", "path"), LISTS)
def test_every_list_has_something_to_show(seeded: Flask, who: str | None, path: str) -> None:
    client = seeded.test_client()
    if who:
        sign_in(client, db.session.scalars(sa.select(Person).where(Person.email == who)).one())
    shown = client.get(path.format(**_objects()), headers={"Accept-Language": "en"})
    assert shown.status_code == 200
    assert 'class="empty"' not in shown.text


def _objects() -> dict[str, int]:
    challenges = db.session.scalars(sa.select(Challenge).order_by(Challenge.id)).all()
    first = next(iter(db.session.scalars(sa.select(IdeaVersion.idea_id))))
    return {
        "open": next(one.id for one in challenges if rules.takes(one, Act.VOTE)),
        "closed": next(one.id for one in challenges if rules.is_over(one)),
        "budget": next(one.id for one in challenges if rules.is_budget(one)),
        "edited": first,
        "family": db.session.scalars(
            sa.select(FamilyMember.family_id).order_by(FamilyMember.id)
        ).first() or 0,
    }  # fmt: skip


def test_accounts_share_a_password_that_is_made_for_this_installation(seeded: Flask) -> None:
    path = seeded.config["DATA_DIR"] / "sample-password.txt"
    assert path.stat().st_mode & 0o077 == 0
    password = path.read_text(encoding="ascii")
    told = seeded.test_cli_runner().invoke(args=["welcome", "http://127.0.0.1:8000"]).output
    assert password in told
    assert "administrator@example.org" in told
    member = db.session.scalars(sa.select(Person).where(Person.email == MEMBER)).one()
    assert passwords.matches(member.password_hash, password)


def test_nobody_can_sign_in_as_a_sample_voter(seeded: Flask) -> None:
    voters = db.session.scalars(sa.select(Person).where(Person.email.startswith("voter"))).all()
    assert len(voters) >= 30
    assert not any(passwords.is_usable(voter.password_hash) for voter in voters)
