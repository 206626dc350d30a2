"""Challenges with their ideas, costs, votes and comments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial
from io import BytesIO
from zlib import crc32

import sqlalchemy as sa

from app.core import clock, uploads
from app.core.db import db
from app.develop import commands as develop
from app.develop.commands import BallotTerms, Windows
from app.develop.details import Details, FileChanges
from app.develop.models import Attachment, Ballot, Challenge, Idea, PhaseKind, Stance
from app.diagnose.models import Issue
from app.seeding import pictures
from app.seeding.base import Record, days_ago, read, voter_keys
from app.seeding.happenings import ENDS, plan_happenings
from app.seeding.timeline import Made, Timeline

DRAFTED_BEFORE = 3
"""Days that a challenge was a draft."""
OPENS, CLOSES = time(9), time(16, 30)
BETWEEN_COMMENTS = 0.01
HOURS = 0.2
AFTER_OPENING = 0.02
BEFORE_CLOSING = 1.0


def add_challenges() -> None:
    """All challenges in one course of time: what came first is done first."""
    made, timeline = Made(), Timeline()
    data, happenings = read("ideas.json"), read("happenings.json")["happenings"]
    titles = {record["key"]: record["title"] for record in data["issues"]}
    ends = {one["idea"]: one["days_ago"] for one in happenings
            if one["what"] in ENDS and "comment" not in one}  # fmt: skip
    for record in data["challenges"]:
        made.challenges[record["key"]] = _drafted(made, record, titles[record["issue"]])
        _plan_challenge(timeline, made, record, ends)
    plan_happenings(timeline, made, happenings)
    timeline.run()


# Challenges


def _drafted(made: Made, record: Record, issue_title: str) -> Challenge:
    issue = db.session.scalars(sa.select(Issue).where(Issue.title == issue_title)).one()
    windows, terms = _windows(record), record.get("ballot", {"kind": "support"})
    with days_ago(record["published_days_ago"] + DRAFTED_BEFORE):
        return develop.open_challenge(
            made.people[record["opened_by"]],
            issue,
            title=record["title"],
            question=record["question"],
            description=record["description"],
            windows=windows,
            ballot=BallotTerms(
                Ballot(terms["kind"]), terms.get("votes_each"), terms.get("budget_total")
            ),
        )


def _windows(record: Record) -> Windows:
    return {
        PhaseKind(phase["kind"]): (
            _next(OPENS, phase["opens_days_ago"]),
            _next(CLOSES, phase["closes_days_ago"]),
        )
        for phase in record["phases"]
    }


def _next(hour: time, days: float) -> datetime:
    """When it is next so late in Bangkok, seen from so many days ago."""
    since = (clock.now() - timedelta(days=days)).astimezone(clock.BANGKOK)
    that_day = since.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
    return that_day if that_day >= since else that_day + timedelta(days=1)


def _voting_days(record: Record) -> tuple[float, float]:
    """How many days ago voting opened and closed; below nothing: how many days ahead."""
    opens_at, closes_at = _windows(record)[PhaseKind.VOTING]
    return _days_since(opens_at), _days_since(closes_at)


def _days_since(moment: datetime) -> float:
    return (clock.now() - moment) / timedelta(days=1)


def _plan_challenge(timeline: Timeline, made: Made, record: Record, ends: dict[str, float]) -> None:
    key, coordinator = record["key"], record["opened_by"]
    timeline.add(
        record["published_days_ago"],
        lambda: develop.publish_challenge(made.people[coordinator], made.challenges[key]),
    )
    for opens_at, closes_at in _windows(record).values():
        timeline.add(_days_since(opens_at) - AFTER_OPENING, develop.tell_of_phases)
        timeline.add(_days_since(closes_at) + BEFORE_CLOSING, develop.tell_of_phases)
    for place, idea in enumerate(record["ideas"]):
        _plan_idea(timeline, made, record, idea)
        _plan_votes(
            timeline, made, record, idea | {"place": place, "ends": ends.get(idea["key"], 0)}
        )
        _plan_comments(timeline, made, idea)
    _plan_ballots(timeline, made, record)


# Ideas


def _plan_idea(timeline: Timeline, made: Made, challenge: Record, record: Record) -> None:
    key = record["key"]

    def post() -> None:
        made.ideas[key] = _posted(made, made.challenges[challenge["key"]], record)

    def price() -> None:
        officer = made.people[challenge["costs"]["by"]]
        develop.set_cost(officer, made.ideas[key], record["cost"])

    timeline.add(record["created_days_ago"] + _hours(key), post)
    if "cost" in record:
        timeline.add(challenge["costs"]["days_ago"], price)


def _hours(key: str) -> float:
    """Some hours more or less, the same each time: not all was said at one time of the day."""
    return HOURS * (crc32(key.encode()) % 101 / 50 - 1)


def _posted(made: Made, challenge: Challenge, record: Record) -> Idea:
    author = made.people[record["author"]]
    district = record.get("district")
    province = district // 100 if district else None
    details = Details(tuple(record["tags"]), province, district)
    words = {"title": record["title"], "body": record["body"]}
    if "picture" not in record:
        return develop.post_idea(author, challenge, **words, details=details)
    picture = FileChanges(new=(_drawn(record["picture"]),))
    draft = develop.begin_draft(author, challenge, words, picture)
    shown = sa.select(Attachment.id).where(Attachment.draft_id == draft.id)
    about = {db.session.scalars(shown).one(): record["picture"]["about"]}
    return develop.post_draft(
        author, draft, **words, details=details, files=FileChanges(about=about)
    )


def _drawn(record: Record) -> uploads.Prepared:
    """As if it had been uploaded: looked into, and made anew."""
    drawing = BytesIO(pictures.cabinet_above_the_flood())
    return uploads.prepare(drawing, record["name"], (uploads.Kind.IMAGE,))


# Votes


def _plan_votes(timeline: Timeline, made: Made, challenge: Record, record: Record) -> None:
    """Spread over the days that there were: from when voting opened or the idea was posted to when
    either came to its end."""
    opened, closed = _voting_days(challenge)
    first, last = min(record["created_days_ago"], opened), max(record["ends"], closed, 0)
    votes = list(_votes(record))
    for number, (key, vote) in enumerate(votes, 1):
        share = number / (len(votes) + 1)
        timeline.add(first - (first - last) * share, partial(_vote, made, key, vote, record["key"]))


def _votes(record: Record) -> Iterator[tuple[str, str]]:
    """Who votes and how: the members named, and as many sample voters as the record says."""
    yield from ((key, "for") for key in record.get("votes", ()))
    yield from ((key, "against") for key in record.get("against", ()))
    crowd, voters = record.get("crowd", {}), voter_keys()
    start = record["place"] * 5
    turned = voters[start:] + voters[:start]  # not the same ones for each idea
    many = crowd.get("for", 0)
    yield from ((key, "for") for key in turned[:many])
    yield from ((key, "against") for key in turned[many : many + crowd.get("against", 0)])


def _vote(made: Made, key: str, vote: str, idea: str) -> None:
    verb = develop.support_idea if vote == "for" else develop.oppose_idea
    verb(made.people.voter(key), made.ideas[idea])


def _plan_ballots(timeline: Timeline, made: Made, challenge: Record) -> None:
    """Whole ballots: so many sample voters each choose the same ideas, one after the other."""
    ballots = [kind["chooses"] for kind in challenge.get("ballots", ())
               for _ in range(kind["count"])]  # fmt: skip
    first, last = _voting_days(challenge)
    for number, (key, chosen) in enumerate(zip(voter_keys(), ballots, strict=False), 1):
        share = number * 7 % (len(ballots) + 1) / (len(ballots) + 1)  # each time another one's turn
        for idea in chosen:
            timeline.add(first - (first - last) * share, partial(_vote, made, key, "for", idea))


# Comments


def _plan_comments(timeline: Timeline, made: Made, idea: Record) -> None:
    for number, record in enumerate(idea.get("comments", ())):
        at = record["created_days_ago"] + _hours(idea["key"]) - number * BETWEEN_COMMENTS
        timeline.add(max(at, 0), partial(_comment, made, idea["key"], number, record))
        for place, key in enumerate(record.get("helpful", ()), 1):
            timeline.add(
                max(at - place / 5, 0), partial(_find_helpful, made, key, (idea["key"], number))
            )


def _comment(made: Made, idea: str, number: int, record: Record) -> None:
    author, text = made.people[record["author"]], record["text"]
    mentions = [made.people[key].id for key in record.get("mentions", ())]
    if "reply_to" in record:
        answered = made.comments[idea, record["reply_to"]]
        written = develop.reply_to(author, answered, text, mentions)
    else:
        stance = Stance(record.get("stance", "remark"))
        written = develop.comment_on(
            author, made.ideas[idea], text, stance=stance, mentions=mentions
        )
    made.comments[idea, number] = written


def _find_helpful(made: Made, key: str, comment: tuple[str, int]) -> None:
    develop.find_helpful(made.people[key], made.comments[comment])
