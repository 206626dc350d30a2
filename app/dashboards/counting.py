"""What every figure is counted from: acts of participation within a scope.

Works on SQLite and PostgreSQL alike. Days are Bangkok's, which has no daylight saving time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from app.dashboards.periods import Period
from app.develop.models import Challenge, Comment, Idea, IdeaVote
from app.diagnose.models import Issue, Submission
from app.missions.models import StageKey

STAGES = {
    "submission": StageKey.DIAGNOSE,
    "idea": StageKey.DEVELOP,
    "vote": StageKey.DEVELOP,
    "comment": StageKey.DEVELOP,
}
"""The kinds of act, and the stage that each belongs to."""


Query = sa.Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Scope:
    """What is counted: acts from `since` until just before `until`, of one mission group or all."""

    since: datetime
    until: datetime
    mission_group_id: int | None = None

    @classmethod
    def of(cls, period: Period, mission_group_id: int | None = None) -> Scope:
        return cls(period.since, period.until, mission_group_id)


class day_in_bangkok(GenericFunction[str]):  # noqa: N801  named as the SQL function that it is
    """The day of a moment, as YYYY-MM-DD."""

    type = sa.String()
    inherit_cache = True


@compiles(day_in_bangkok, "sqlite")
def _day_in_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    return f"date({compiler.process(element.clauses, **kw)}, '+7 hours')"


@compiles(day_in_bangkok, "postgresql")
def _day_in_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    moment = compiler.process(element.clauses, **kw)
    return f"to_char(timezone(interval '7 hours', {moment}), 'YYYY-MM-DD')"


def author() -> sa.ColumnElement[str | None]:
    """Who wrote a submission: an account, else a pseudonym within its own file, else NULL."""
    account = _account(Submission.person_id)
    file = sa.func.coalesce(sa.cast(Submission.import_id, sa.String), "")
    pseudonym = sa.literal("file ") + file + sa.literal(" ") + Submission.source_person
    return sa.func.coalesce(account, pseudonym)


def submission_conditions(scope: Scope) -> list[sa.ColumnElement[bool]]:
    within = _within(Submission.said_at, scope)
    chosen = _in_group(Submission.mission_group_id, scope)
    return [Submission.withdrawn_at.is_(None), *within, *chosen]


def idea_conditions(scope: Scope) -> list[sa.ColumnElement[bool]]:
    return [*_public(scope), *_within(Idea.created_at, scope)]


def vote_conditions(scope: Scope) -> list[sa.ColumnElement[bool]]:
    return [*_public(scope), *_within(IdeaVote.cast_at, scope)]


def comment_conditions(scope: Scope) -> list[sa.ColumnElement[bool]]:
    return [*_public(scope), _shown(Comment), *_within(Comment.created_at, scope)]


def acts(scope: Scope, kind: str | None = None) -> sa.Subquery:
    """Acts of participation: rows of kind, stage, at, person, mission_group_id.

    `kind` restricts them to one kind, so that no other table is read.
    """
    makers = {"submission": _submissions, "idea": _ideas, "vote": _votes, "comment": _comments}
    chosen = [makers[kind]] if kind else list(makers.values())
    selects = [make(scope) for make in chosen]
    return (sa.union_all(*selects) if len(selects) > 1 else selects[0]).subquery("acts")


def _submissions(scope: Scope) -> Query:
    rows = _act("submission", Submission.said_at, author(), Submission.mission_group_id)
    return rows.where(*submission_conditions(scope))


def _ideas(scope: Scope) -> Query:
    rows = _act("idea", Idea.created_at, _account(Idea.author_id), Issue.mission_group_id)
    return _upwards(rows.select_from(Idea)).where(*idea_conditions(scope))


def _votes(scope: Scope) -> Query:
    rows = _act("vote", IdeaVote.cast_at, _account(IdeaVote.person_id), Issue.mission_group_id)
    joined = rows.select_from(IdeaVote).join(Idea, Idea.id == IdeaVote.idea_id)
    return _upwards(joined).where(*vote_conditions(scope))


def _comments(scope: Scope) -> Query:
    rows = _act("comment", Comment.created_at, _account(Comment.author_id), Issue.mission_group_id)
    joined = rows.select_from(Comment).join(Idea, Idea.id == Comment.idea_id)
    return _upwards(joined).where(*comment_conditions(scope))


def _act(kind: str, at: Any, person: Any, mission_group_id: Any) -> Query:
    # Written out, not bound: grouping by a bound value is refused by PostgreSQL
    return sa.select(
        sa.literal_column(f"'{kind}'", sa.String).label("kind"),
        sa.literal_column(f"'{STAGES[kind].value}'", sa.String).label("stage"),
        at.label("at"),
        person.label("person"),
        mission_group_id.label("mission_group_id"),
    )


def _upwards(rows: Query) -> Query:
    """From ideas to their challenge and its issue."""
    return rows.join(Challenge, Challenge.id == Idea.challenge_id).join(
        Issue, Issue.id == Challenge.issue_id
    )


def _account(column: Any) -> sa.ColumnElement[str]:
    return sa.literal("account ") + sa.cast(column, sa.String)


def _public(scope: Scope) -> list[sa.ColumnElement[bool]]:
    published = Challenge.published_at.is_not(None)
    return [_shown(Idea), published, *_in_group(Issue.mission_group_id, scope)]


def _shown(model: type[Idea] | type[Comment]) -> sa.ColumnElement[bool]:
    condition: Any = model.is_shown
    return cast(sa.ColumnElement[bool], condition)


def _within(moment: Any, scope: Scope) -> list[sa.ColumnElement[bool]]:
    return [moment >= scope.since, moment < scope.until]


def _in_group(column: Any, scope: Scope) -> list[sa.ColumnElement[bool]]:
    return [] if scope.mission_group_id is None else [column == scope.mission_group_id]
