"""`flask seed`: the participation framework, and with `--sample` a living platform to look at.

Each part is one transaction (or a job's), says whether it is done already, and is made by the same
verbs as anybody's doing, with the clock set back to the day on which it happened.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from flask import current_app

from app.accounts.commands.consents import give_consent
from app.accounts.commands.people import create_person
from app.accounts.identity import email_key
from app.accounts.models import ParticipantGroup, Person, Purpose, Role
from app.accounts.rules import agrees_to_votes
from app.core import clock, jobs
from app.core.db import commit, db
from app.core.models import Job, JobState
from app.develop import commands as develop
from app.develop.details import Details
from app.develop.models import Challenge, PhaseKind
from app.diagnose.commands import analysis, imports, issues
from app.diagnose.importing.check import Plan
from app.diagnose.importing.fields import guess
from app.diagnose.models import AnalysisRun, ImportBatch, Issue, IssueState, Submission, Topic
from app.diagnose.selection import Selection
from app.diagnose.tables import detect
from app.missions.commands import seed_framework, seed_places
from app.missions.models import MissionGroup, Unit

FOLDER = Path(__file__).resolve().parent.parent / "seed_data"
TOPICS_AN_ISSUE = 3
SEED = 1
Record = dict[str, Any]


@click.command("seed")
@click.option("--sample", is_flag=True, help="Add sample people, submissions, issues and ideas.")
def seed(sample: bool) -> None:
    """Fill a new platform. What is there already stays as it is."""
    made = seed_framework(FOLDER / "framework.json")
    places = seed_places(FOLDER / "places.csv")
    commit()
    click.echo(f"  framework: {_told(made)}")
    click.echo(f"  places: {_told(places)}")
    if not sample:
        return
    for name, is_done, part in PARTS:
        if is_done():
            click.echo(f"  {name}: there already")
            continue
        click.echo(f"  {name} …")
        part()
        commit()


def sample_password_file() -> Path:
    folder: Path = current_app.config["DATA_DIR"]
    return folder / "sample-password.txt"


def sample_people() -> list[Record]:
    people: list[Record] = _read("people.json")["people"]
    return people


# People


def _add_people() -> None:
    password = _sample_password()
    units = {unit.code: unit.id for unit in db.session.scalars(sa.select(Unit))}
    for record in sample_people():
        role = Role(record["role"])
        create_person(
            None,
            email=record["email"],
            display_name=record["name"],
            password=password,
            participant_group=ParticipantGroup(record["participant_group"]),
            language=record["language"],
            role=role,
            unit_id=units[record["unit"]] if role is Role.OFFICER else None,
        )


def _sample_password() -> str:
    """One for all sample accounts, made for this installation and kept in its data folder."""
    path = sample_password_file()
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9), encoding="ascii")
    return path.read_text(encoding="ascii")


def _person(key: str) -> Person:
    email = next(record["email"] for record in sample_people() if record["key"] == key)
    return db.session.scalars(sa.select(Person).where(Person.email_key == email_key(email))).one()


# Submissions, and a first analysis of them


def _import_submissions() -> None:
    """Through the very steps that an analyst takes: upload, check, import."""
    analyst = _person("analyst-02")
    with (FOLDER / "submissions.csv").open("rb") as stream:
        table = detect(stream)
        batch = imports.upload(analyst, stream, "submissions.csv", table)
    plan = Plan(
        columns=guess(table.header),
        channel="web",
        mission_group_id=None,
        participant_group=None,
        declaration="ข้อมูลตัวอย่างที่เขียนขึ้นสำหรับโครงการนี้ ไม่มีบุคคลจริง (seed_data/README.md)",
    )
    imports.check(analyst, batch, plan)
    _finish(batch)
    imports.confirm(analyst, batch, take_duplicates=True)
    _finish(batch)


def _analyse() -> None:
    run = analysis.start_run(
        _person("analyst-01"),
        title="ความคิดเห็นทุกช่องทาง ปีงบประมาณ 2569",
        selection=Selection(),
        topics=None,
        seed=SEED,
    )
    _finish(run)


def _finish(row: ImportBatch | AnalysisRun) -> None:
    """Commit, and have the row's job done: here, or by a worker that was quicker."""
    commit()
    db.session.refresh(row)
    job = row.job
    assert job is not None  # noqa: S101  it was just queued
    jobs.run(job.id)
    while not _is_over(job):
        time.sleep(0.5)
    if job.state is not JobState.SUCCEEDED:
        raise click.ClickException(f"{job.kind}: {job.error}")
    db.session.refresh(row)


def _is_over(job: Job) -> bool:
    db.session.rollback()
    db.session.refresh(job)
    return job.is_over


# Issues


def _add_issues() -> None:
    topics = db.session.scalars(sa.select(Topic).order_by(Topic.number)).all()
    free = list(topics)
    for record in _read("ideas.json")["issues"]:
        chosen = _closest(free, record["keywords"])
        free = [topic for topic in free if topic not in chosen]
        issue = _promoted(record, chosen)
        for step in record["reasons"][1:]:
            with _days_ago(step["days_ago"]):
                actor = _person(step["actor"])
                issues.step_issue(actor, issue, IssueState(step["state"]), step["text"])


def _promoted(record: Record, chosen: list[Topic]) -> Issue:
    slug = record["mission_group"]
    first = record["reasons"][0]
    with _days_ago(first["days_ago"]):
        return issues.promote(
            _person(first["actor"]),
            chosen,
            title=record["title"],
            summary=record["summary"],
            mission_group=db.session.scalars(
                sa.select(MissionGroup).where(MissionGroup.slug == slug)
            ).one(),
            reason=first["text"],
        )


def _closest(topics: list[Topic], keywords: list[str]) -> list[Topic]:
    """Those whose first terms hold the keywords: whatever the engine made of the texts."""
    ranked = sorted(topics, key=lambda topic: -_likeness(topic, keywords))
    best = _likeness(ranked[0], keywords)
    near = [topic for topic in ranked if _likeness(topic, keywords) >= best / 2]
    return near[:TOPICS_AN_ISSUE]


def _likeness(topic: Topic, keywords: list[str]) -> float:
    """The keywords found among the terms, earlier terms weighing more."""
    return sum(
        1 / (1 + rank)
        for rank, term in enumerate(topic.terms)
        if any(keyword in term["term"] for keyword in keywords)
    )


# Challenges, ideas, votes, comments


def _add_challenges() -> None:
    data = _read("ideas.json")
    titles = {record["key"]: record["title"] for record in data["issues"]}
    for record in data["challenges"]:
        found = sa.select(Issue).where(Issue.title == titles[record["issue"]])
        challenge = _opened(record, db.session.scalars(found).one())
        for idea in record["ideas"]:
            _add_idea(challenge, idea, record["phases"])


def _opened(record: Record, issue: Issue) -> Challenge:
    coordinator = _person(record["opened_by"])
    now = clock.now()
    windows = {
        PhaseKind(phase["kind"]): (
            now - timedelta(days=phase["opens_days_ago"]),
            now - timedelta(days=phase["closes_days_ago"]),
        )
        for phase in record["phases"]
    }
    with _days_ago(record["published_days_ago"]):
        words = {name: record[name] for name in ("title", "question", "description")}
        challenge = develop.open_challenge(coordinator, issue, windows=windows, **words)
        develop.publish_challenge(coordinator, challenge)
    return challenge


def _add_idea(challenge: Challenge, record: Record, phases: list[Record]) -> None:
    with _days_ago(record["created_days_ago"]):
        author = _person(record["author"])
        district = record.get("district")
        province = district // 100 if district else None
        idea = develop.post_idea(
            author, challenge, title=record["title"], body=record["body"],
            details=Details(tuple(record["tags"]), province, district),
        )  # fmt: skip
    voting = next(phase for phase in phases if phase["kind"] == PhaseKind.VOTING)
    first = min(record["created_days_ago"], voting["opens_days_ago"])
    last = max(0, voting["closes_days_ago"])
    for number, key in enumerate(record["votes"], 1):
        share = number / (len(record["votes"]) + 1)  # spread over the days that were there
        with _days_ago(first - (first - last) * share):
            develop.support_idea(_voter(key), idea)
    for comment in record["comments"]:
        with _days_ago(comment["created_days_ago"]):
            develop.comment_on(_person(comment["author"]), idea, comment["text"])


def _voter(key: str) -> Person:
    person = _person(key)
    if not agrees_to_votes(person):
        give_consent(person, Purpose.VOTE)
    return person


# What all parts share


def _there(model: Any) -> Callable[[], bool]:
    return lambda: db.session.scalar(sa.select(sa.func.count()).select_from(model)) != 0


def _analysed() -> bool:
    done = sa.select(AnalysisRun.id).join(Job).where(Job.state == JobState.SUCCEEDED)
    return db.session.scalar(done.limit(1)) is not None


def _people_are_there() -> bool:
    key = email_key(sample_people()[0]["email"])
    return db.session.scalar(sa.select(Person.id).where(Person.email_key == key)) is not None


PARTS: tuple[tuple[str, Callable[[], bool], Callable[[], None]], ...] = (
    ("sample people", _people_are_there, _add_people),
    ("sample submissions", _there(Submission), _import_submissions),
    ("first analysis", _analysed, _analyse),
    ("sample issues", _there(Issue), _add_issues),
    ("sample challenges, ideas, votes and comments", _there(Challenge), _add_challenges),
)


@contextmanager
def _days_ago(days: float) -> Iterator[None]:
    """The clock set back. Rows take their times when they are flushed, so that is done within."""
    with clock.frozen(clock.now() - timedelta(days=days)):
        yield
        db.session.flush()


def _read(name: str) -> Record:
    data: Record = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return data


def _told(made: dict[str, int]) -> str:
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in made.items()) or (
        "there already"
    )
