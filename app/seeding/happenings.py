"""What became of ideas and comments: a table of the words in `happenings.json` and what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import sqlalchemy as sa

from app.accounts import news_queries
from app.accounts.commands import news
from app.accounts.models import Person
from app.core.db import db
from app.develop import commands as develop
from app.develop import queries
from app.develop.commands.appeals import appeal, settle
from app.develop.commands.deciding import Reason
from app.develop.commands.reports import report
from app.develop.commands.sanctions import suspend
from app.develop.details import Details, FileChanges
from app.develop.models import (
    AnswerState,
    Appeal,
    AppealOutcome,
    Comment,
    Decision,
    FamilyMember,
    HouseRule,
    Idea,
    TextGroup,
)
from app.develop.rules import Followed
from app.missions.models import MissionGroup
from app.seeding.base import Record, voter_keys
from app.seeding.timeline import Made, Timeline

ENDS = frozenset({"withdraw", "close_as_duplicate", "hide"})
"""After which an idea takes no more votes."""


def plan_happenings(timeline: Timeline, made: Made, records: Iterable[Record]) -> None:
    for record in records:
        timeline.add(record["days_ago"], partial(DOES[record["what"]], made, record))


# Ideas


def _edit(made: Made, record: Record) -> None:
    idea = made.ideas[record["idea"]]
    body = idea.body
    for old, new in record.get("replace", {}).items():
        body = body.replace(old, new)
    tags = record.get("tags")
    details = Details(tuple(tags), idea.province_id, idea.district_id) if tags else None
    develop.edit_idea(
        idea.author, idea, title=record.get("title", idea.title), details=details,
        body=body + record.get("append", ""),
    )  # fmt: skip


def _withdraw(made: Made, record: Record) -> None:
    idea = made.ideas[record["idea"]]
    develop.withdraw_idea(idea.author, idea)


def _close_as_duplicate(made: Made, record: Record) -> None:
    idea, other = made.ideas[record["idea"]], made.ideas[record["of"]]
    develop.close_as_duplicate(_by(made, record), idea, other, record["reason"])


def _found_family(made: Made, record: Record) -> None:
    idea, *others = (made.ideas[key] for key in record["ideas"])
    made.families[record["family"]] = develop.found_family(
        _by(made, record), idea, title=record["title"], others=others
    )


def _answer_request(made: Made, record: Record) -> None:
    idea, family = made.ideas[record["idea"]], made.families[record["family"]]
    asked = sa.select(FamilyMember).where(
        FamilyMember.family_id == family.id, FamilyMember.idea_id == idea.id
    )
    verb = develop.agree_to_family if record["agrees"] else develop.decline_family
    verb(idea.author, db.session.scalars(asked).one())


def _begin_draft(made: Made, record: Record) -> None:
    typed = {"title": record["title"], "body": record["body"], "details": {}}
    challenge = made.challenges[record["challenge"]]
    develop.begin_draft(_by(made, record), challenge, typed, FileChanges())


# Official answers


def _answer(made: Made, record: Record) -> None:
    officer = _by(made, record)
    (unit_id,) = officer.unit_ids
    made.answers[record["idea"]] = develop.answer_idea(
        officer, made.ideas[record["idea"]], unit_id=unit_id,
        state=AnswerState(record["state"]), body=record["body"],
        reason=record.get("reason", ""), whole_family=record.get("whole_family", False),
    )  # fmt: skip


def _change_answer(made: Made, record: Record) -> None:
    develop.change_answer(
        _by(made, record), made.answers[record["idea"]], state=AnswerState(record["state"]),
        body=record["body"], reason=record.get("reason", ""),
    )  # fmt: skip


def _rate_answer(made: Made, record: Record) -> None:
    answer = made.answers[record["idea"]]
    develop.rate_answer(
        _by(made, record), answer, answered=record["answered"], note=record.get("note", "")
    )


def _voters_rate_answer(made: Made, record: Record) -> None:
    """Sample voters who support the idea: some were answered, and some were not."""
    answer = made.answers[record["idea"]]
    voters = (made.people[key] for key in voter_keys())
    concerned = [one for one in voters if queries.is_concerned(one, answer)]
    many = record["yes"] + record["no"]
    for number, person in enumerate(concerned[:many]):
        develop.rate_answer(person, answer, answered=number < record["yes"])


# Following


def _follow(made: Made, record: Record) -> None:
    develop.follow(_by(made, record), _followed(made, record))


def _followed(made: Made, record: Record) -> Followed:
    if "mission_group" in record:
        by_slug = sa.select(MissionGroup).where(MissionGroup.slug == record["mission_group"])
        return db.session.scalars(by_slug).one()
    if "challenge" in record:
        return made.challenges[record["challenge"]]
    return made.ideas[record["idea"]]


def _read_news(made: Made, record: Record) -> None:
    for key in record["people"]:
        person = made.people[key]
        news.read_all(person, news_queries.newest_id(person))


# Moderation


def _report(made: Made, record: Record) -> None:
    rule = HouseRule(record["rule"])
    report(_by(made, record), _post(made, record), rule, record.get("note", ""))


def _flood(made: Made, record: Record) -> None:
    """The same comment under many ideas."""
    author = _by(made, record)
    for number, key in enumerate(record["ideas"]):
        written = develop.comment_on(author, made.ideas[key], record["text"])
        made.comments[record["key"], number] = written


def _hide(made: Made, record: Record) -> None:
    develop.hide(_by(made, record), _post(made, record), _reason(record))


def _hide_flood(made: Made, record: Record) -> None:
    """All that say the same, at once."""
    group_id = made.comments[record["key"], 0].text_group_id
    group = db.session.get_one(TextGroup, group_id)
    develop.hide(_by(made, record), group, _reason(record))


def _suspend(made: Made, record: Record) -> None:
    person = made.people[record["person"]]
    suspend(_by(made, record), [person], _reason(record), record["days"])


def _let_stand(made: Made, record: Record) -> None:
    develop.let_stand(_by(made, record), _post(made, record), record["note"])


def _appeal(made: Made, record: Record) -> None:
    decision = _decision(made, record)
    appeal(decision.person, decision, record["text"])


def _settle(made: Made, record: Record) -> None:
    waiting = sa.select(Appeal).where(Appeal.decision_id == _decision(made, record).id)
    found = db.session.scalars(waiting).one()
    settle(_by(made, record), found, AppealOutcome(record["outcome"]), record["answer"])


def _decision(made: Made, record: Record) -> Decision:
    """The last one on the post."""
    post = _post(made, record)
    column = Decision.idea_id if isinstance(post, Idea) else Decision.comment_id
    latest = sa.select(Decision).where(column == post.id).order_by(Decision.id.desc())
    return db.session.scalars(latest.limit(1)).one()


def _reason(record: Record) -> Reason:
    return Reason(record["note"], HouseRule(record["rule"]))


def _post(made: Made, record: Record) -> Idea | Comment:
    if "comment" in record:
        return made.comments[record["idea"], record["comment"]]
    return made.ideas[record["idea"]]


def _by(made: Made, record: Record) -> Person:
    return made.people[record["by"]]


DOES: dict[str, Callable[[Made, Record], None]] = {
    "edit": _edit,
    "withdraw": _withdraw,
    "close_as_duplicate": _close_as_duplicate,
    "found_family": _found_family,
    "answer_request": _answer_request,
    "begin_draft": _begin_draft,
    "answer": _answer,
    "change_answer": _change_answer,
    "rate_answer": _rate_answer,
    "voters_rate_answer": _voters_rate_answer,
    "follow": _follow,
    "read_news": _read_news,
    "report": _report,
    "flood": _flood,
    "hide": _hide,
    "hide_flood": _hide_flood,
    "suspend": _suspend,
    "let_stand": _let_stand,
    "appeal": _appeal,
    "settle": _settle,
}
