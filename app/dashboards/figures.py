"""The registry of figures: what each number counts, in words and in SQL, in one place.

Pages never count for themselves. A number that has the same name is the same everywhere, and
`/figures/definitions` tells everybody what it means.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.core.models import Job, JobState
from app.dashboards.counting import (
    STAGES,
    Query,
    Scope,
    acts,
    author,
    day_in_bangkok,
    submission_conditions,
    vote_conditions,
)
from app.develop.models import Challenge, Idea, IdeaVote
from app.diagnose.models import AnalysisRun, Issue, Submission, Topic, TopicAssignment

Build = Callable[[Scope], Query]


@dataclass(frozen=True)
class Figure:
    """A number, or numbers by something. Its texts are lazy translations.

    `source`: the records it is counted from; `build`: how.
    """

    key: str
    name: Any
    definition: Any
    source: Any
    build: Build


FIGURES: dict[str, Figure] = {}

FEEDBACK = _l("submissions sent on this website, written down by officers or imported from files")
IDEAS = _l("ideas in the published challenges")
VOTES = _l("votes for ideas in the published challenges")
COMMENTS = _l("comments on ideas in the published challenges")
ALL = _l("submissions, and ideas, votes and comments in the published challenges")
ANALYSIS = _l("the latest finished analysis, with the topics that analysts named and marked")
ISSUES = _l("the register of policy issues")


def figure(key: str, name: Any, definition: Any, source: Any) -> Callable[[Build], Build]:
    """Register the function that builds the figure's SELECT."""

    def register(build: Build) -> Build:
        FIGURES[key] = Figure(key, name, definition, source, build)
        return build

    return register


# --- single numbers -------------------------------------------------------------------------------


@figure(
    "submissions",
    _l("Submissions"),
    _l(
        "Pieces of feedback that were said in the period, through all channels. "
        "What its author has withdrawn is not counted."
    ),
    FEEDBACK,
)
def submissions(scope: Scope) -> Query:
    return sa.select(sa.func.count(Submission.id)).where(*submission_conditions(scope))


@figure(
    "unsigned_submissions",
    _l("Submissions without an author"),
    _l(
        "Submissions of guests and imported ones that name nobody, not even by a pseudonym. "
        "How many people wrote them cannot be known: they are no part of the number of people."
    ),
    FEEDBACK,
)
def unsigned_submissions(scope: Scope) -> Query:
    return submissions(scope).where(author().is_(None))


@figure(
    "people",
    _l("People taking part"),
    _l(
        "Different people who took part in the period: who wrote a submission, posted an idea, "
        "voted or commented. A person counts once, whatever they did. An imported file's "
        "pseudonyms count as people; submissions without an author are counted apart."
    ),
    ALL,
)
def people(scope: Scope) -> Query:
    return sa.select(sa.func.count(sa.distinct(acts(scope).c.person)))


@figure(
    "ideas",
    _l("Ideas"),
    _l("Ideas posted in the period in published challenges. Hidden ones are not counted."),
    IDEAS,
)
def ideas(scope: Scope) -> Query:
    return _acts_of(scope, "idea")


@figure(
    "votes",
    _l("Votes"),
    _l(
        "Votes given in the period and not withdrawn since, for ideas that are not hidden. "
        "A person has one vote for an idea."
    ),
    VOTES,
)
def votes(scope: Scope) -> Query:
    return _acts_of(scope, "vote")


@figure(
    "comments",
    _l("Comments"),
    _l(
        "Comments written in the period on ideas. Hidden ones are not counted, nor those on "
        "hidden ideas."
    ),
    COMMENTS,
)
def comments(scope: Scope) -> Query:
    return _acts_of(scope, "comment")


def _acts_of(scope: Scope, kind: str) -> Query:
    return sa.select(sa.func.count()).select_from(acts(scope, kind))


# --- numbers by something -------------------------------------------------------------------------


@figure(
    "by_mission_group",
    _l("Participation by mission group"),
    _l(
        "Submissions, ideas, votes and comments of each mission group. A submission belongs to the "
        "group that its author or importer chose, what came in Develop to the group of its issue."
    ),
    ALL,
)
def by_mission_group(scope: Scope) -> Query:
    """Rows of (mission group's id or None, submissions, ideas, votes, comments, people)."""
    found = acts(scope)
    kinds = [sa.func.sum(sa.case((found.c.kind == kind, 1), else_=0)) for kind in STAGES]
    people_in = sa.func.count(sa.distinct(found.c.person))
    group = found.c.mission_group_id
    return sa.select(group, *kinds, people_in).group_by(group)


@figure(
    "by_stage",
    _l("Participation by stage"),
    _l(
        "Contributions in each stage that this platform carries: submissions in Diagnose; ideas, "
        "votes and comments in Develop. One person can be counted in several stages."
    ),
    ALL,
)
def by_stage(scope: Scope) -> Query:
    """Rows of (stage, count, people)."""
    found = acts(scope)
    counts = (sa.func.count(), sa.func.count(sa.distinct(found.c.person)))
    return sa.select(found.c.stage, *counts).group_by(found.c.stage)


@figure(
    "by_channel",
    _l("Submissions by channel"),
    _l("Submissions by the channel through which they came."),
    FEEDBACK,
)
def by_channel(scope: Scope) -> Query:
    """Rows of (channel, count, people)."""
    return _submissions_by(Submission.channel, scope)


@figure(
    "by_participant_group",
    _l("Submissions by participant group"),
    _l(
        "Submissions by the group that their author named: citizen, government, business or "
        "stakeholder. Many do not say."
    ),
    FEEDBACK,
)
def by_participant_group(scope: Scope) -> Query:
    """Rows of (participant group or None, count, people)."""
    return _submissions_by(Submission.participant_group, scope)


@figure(
    "by_day",
    _l("Participation over time"),
    _l(
        "Submissions, ideas, votes and comments by the day in Bangkok on which they were made; "
        "charts add them up by week, month or fiscal year."
    ),
    ALL,
)
def by_day(scope: Scope) -> Query:
    """Rows of (day as YYYY-MM-DD, kind, count)."""
    found = acts(scope)
    day = day_in_bangkok(found.c.at)
    return sa.select(day, found.c.kind, sa.func.count()).group_by(day, found.c.kind)


@figure(
    "topics",
    _l("Topics"),
    _l(
        "Topics of the latest finished analysis, without those marked as noise, with the number of "
        "the period's submissions in each. A submission may belong to several topics."
    ),
    ANALYSIS,
)
def topics(scope: Scope) -> Query:
    """Rows of (topic's id, count, people), largest first."""
    counted = sa.func.count(sa.distinct(Submission.id))
    return (
        sa.select(Topic.id, counted, sa.func.count(sa.distinct(author())))
        .join(TopicAssignment, TopicAssignment.topic_id == Topic.id)
        .join(Submission, Submission.id == TopicAssignment.submission_id)
        .where(Topic.run_id == latest_run(), Topic.is_noise.is_(False))
        .where(*submission_conditions(scope))
        .group_by(Topic.id)
        .order_by(counted.desc(), Topic.id)
    )


def latest_run() -> sa.ScalarSelect[Any]:
    """The id of the latest run that was finished."""
    finished = (Job.id == AnalysisRun.job_id) & (Job.state == JobState.SUCCEEDED)
    return sa.select(sa.func.max(AnalysisRun.id)).join(Job, finished).scalar_subquery()


@figure(
    "issues",
    _l("Policy issues by state"),
    _l("Policy issues by the state in which they are today, whenever they were made."),
    ISSUES,
)
def issues(scope: Scope) -> Query:
    """Rows of (state, count)."""
    chosen = sa.select(Issue.state, sa.func.count()).group_by(Issue.state)
    if scope.mission_group_id is not None:
        chosen = chosen.where(Issue.mission_group_id == scope.mission_group_id)
    return chosen


@figure(
    "leading_ideas",
    _l("Leading ideas"),
    _l("The ideas with most votes given in the period; of equals, the older idea comes first."),
    VOTES,
)
def leading_ideas(scope: Scope) -> Query:
    """Rows of (idea's id, count), most first."""
    counted = sa.func.count()
    return (
        sa.select(Idea.id, counted)
        .join(IdeaVote, IdeaVote.idea_id == Idea.id)
        .join(Challenge, Challenge.id == Idea.challenge_id)
        .join(Issue, Issue.id == Challenge.issue_id)
        .where(*vote_conditions(scope))
        .group_by(Idea.id)
        .order_by(counted.desc(), Idea.id)
    )


def _submissions_by(column: Any, scope: Scope) -> Query:
    counts = (sa.func.count(), sa.func.count(sa.distinct(author())))
    return sa.select(column, *counts).where(*submission_conditions(scope)).group_by(column)
