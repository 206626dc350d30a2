"""Every page of the application, an object of the sample data for it, and who may open it.

New pages are covered by themselves: the list is the application's own map of addresses.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from app import create_app
from app.accounts.models import AuthSession, Guest, Person
from app.accounts.tokens import unsubscribe_token
from app.core import clock
from app.core.access import rule_of
from app.core.db import commit, db
from app.core.models import Job
from app.develop import commands, queries
from app.develop.commands import sanctions
from app.develop.commands.appeals import appeal
from app.develop.commands.holding import ensure_group
from app.develop.models import Answer, Challenge, Comment, Decision, Idea, IdeaDraft, Phase
from app.diagnose.commands import intake
from app.diagnose.models import (
    AnalysisRun,
    Channel,
    ImportBatch,
    Issue,
    IssueState,
    Submission,
    Topic,
)
from app.missions.models import MissionGroup, StageKey, Unit
from tests.support import make

WHO = (
    None,
    "member",
    "analyst",
    "coordinator",
    "moderator",
    "administrator",
    "executive",
    "officer",
)
NO_PAGES = (
    ".csv",
    ".css",
    ".json",
    ".png",
    ".txt",
    "/status",
    "/attachments/",
    "/ledger/export",
    "/ledger/verify.py",
    "/vendor/<name>",
    "/static/",
)
FIRST = {
    "submission_id": sa.select(Submission.id),
    "receipt": sa.select(Submission.receipt).where(Submission.receipt.is_not(None)),
    "run_id": sa.select(AnalysisRun.id),
    "topic_id": sa.select(Topic.id),
    "issue_id": sa.select(Issue.id).where(Issue.state == IssueState.SELECTED),
    "challenge_id": sa.select(Challenge.id).join(Phase).order_by(Phase.closes_at.desc()),
    "idea_id": sa.select(Idea.id).order_by(Idea.comments_count.desc()),
    "comment_id": sa.select(Comment.id),
    "batch_id": sa.select(ImportBatch.id),
    "job_id": sa.select(Job.id),
    "person_id": sa.select(Person.id),
    "unit_id": sa.select(Unit.id),
    "slug": sa.select(MissionGroup.slug),
    "session_id": sa.select(AuthSession.id),
    "draft_id": sa.select(IdeaDraft.id),
}
"""Objects that everybody may see, by the name of an address' parameter."""


def _pages() -> list[Rule]:
    app = create_app(RUAMKID_ENV="testing", DATA_DIR=Path(tempfile.mkdtemp()))
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    pages = [rule for rule in rules if not any(sign in rule.rule for sign in NO_PAGES)]
    return sorted(pages, key=lambda rule: rule.rule)


PAGES = _pages()


def objects() -> dict[str, Any]:
    """For each parameter of an address the key of an object; None where the sample has none."""
    _make_a_receipt()
    _make_a_draft()
    found: dict[str, Any] = {
        name: db.session.scalars(query.limit(1)).first() for name, query in FIRST.items()
    }
    found["event_id"] = _sealed_vote()
    found |= _moderated()
    found["family_id"] = _family()
    found["answer_id"] = _answer()
    found["unsubscribe_token"] = _unsubscribe_token()
    return found | {"key": StageKey.DIAGNOSE.value, "version": 1, "token": "no-such-token"}


def _moderated() -> dict[str, Any]:
    """A held post, and a warning with an appeal of the member who opens members' pages."""
    found = sa.select(Person).where(Person.email.startswith("member")).order_by(Person.id)
    member, moderator = (
        db.session.scalars(query.limit(1)).one()
        for query in (found, sa.select(Person).where(Person.email.startswith("moderator")))
    )
    idea = db.session.scalars(sa.select(Idea).limit(1)).one()
    post = make.comment(
        idea, member, "ดูที่ https://example.org", held_at=clock.now(), held_for="links"
    )
    idea.comments_count -= 1
    group_id = ensure_group(post)
    sanctions.warn(moderator, [member], make.ADVERTISING)
    warned = db.session.scalars(sa.select(Decision).order_by(Decision.id.desc()).limit(1)).one()
    made = appeal(member, warned, "ไม่ใช่โฆษณา")
    commit()
    return {"group_id": group_id, "batch": warned.batch, "appeal_id": made.id}


def _family() -> int:
    """An idea of the member who opens members' pages, linked with another; a third one is asked."""
    found = sa.select(Person.id).where(Person.email.startswith("member")).order_by(Person.id)
    own = db.session.scalars(sa.select(Idea).where(Idea.author_id.in_(found.limit(1)))).first()
    assert own is not None
    others = sa.select(Idea).where(
        Idea.challenge_id == own.challenge_id, Idea.author_id != own.author_id
    )
    family = make.family(
        own.author, own, *db.session.scalars(others.order_by(Idea.id).limit(2)), agreed=2
    )
    commit()
    return family.id


def _answer() -> int:
    """An answer of the unit of the officer who opens officers' pages."""
    found = sa.select(Person).where(Person.email.startswith("officer")).order_by(Person.id)
    answered = sa.select(Answer.idea_id).where(Answer.idea_id.is_not(None))
    idea = db.session.scalars(sa.select(Idea).where(Idea.id.not_in(answered)).limit(1)).one()
    row = make.answer(idea, db.session.scalars(found.limit(1)).one())
    commit()
    return row.id


def _unsubscribe_token() -> str:
    """What the mails of the member who opens members' pages lead to."""
    found = sa.select(Person).where(Person.email.startswith("member")).order_by(Person.id)
    return unsubscribe_token(db.session.scalars(found.limit(1)).one())


def path_of(app: Flask, rule: Rule, values: dict[str, Any]) -> str:
    """Skips where there is no object: the tests of its slice open this page."""
    if any(values.get(name) is None for name in rule.arguments):
        pytest.skip("the sample data have no such object; its slice's tests open this page")
    arguments = {name: values[name] for name in rule.arguments}
    return app.url_map.bind("localhost").build(rule.endpoint, arguments)


def who_may(app: Flask, rule: Rule) -> str | None:
    """The first of `WHO` that the route's rule lets in."""
    declared = rule_of(app, rule.endpoint)
    assert declared is not None
    with app.app_context():
        for who in WHO:
            found = sa.select(Person).where(Person.email.startswith(who or "-"))
            person = db.session.scalars(found).first() if who else Guest()
            if person is not None and declared(person):
                return who
    raise AssertionError(f"nobody may open {rule.rule}")


def _make_a_receipt() -> None:
    """What was imported has none; what staff write down has."""
    found = sa.select(Person).where(Person.email.startswith("analyst")).order_by(Person.id)
    intake.record(
        db.session.scalars(found.limit(1)).one(),
        text="โทรศัพท์แจ้งว่าสัญญาณหายทุกเย็น",
        channel=Channel.TELEPHONE,
        mission_group_id=None,
        participant_group=None,
        said_at=None,
    )
    commit()


def _make_a_draft() -> None:
    """Of the member who opens members' pages, with a picture."""
    found = sa.select(Person).where(Person.email.startswith("member")).order_by(Person.id)
    author = db.session.scalars(found.limit(1)).one()
    where = db.session.scalars(FIRST["challenge_id"].with_only_columns(Challenge).limit(1)).one()
    make.picture(make.draft(where, author))
    commit()


def _sealed_vote() -> int | None:
    """The line in the ledger of a vote of the member who opens members' pages."""
    commands.seal(queries.next_seals())
    commit()
    found = sa.select(Person).where(Person.email.startswith("member"))
    votes = queries.receipts_of(db.session.scalars(found.limit(1)).one(), 1).rows
    return votes[0].event_id if votes else None
