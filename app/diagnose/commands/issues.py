"""Verbs of policy issues: made of topics, edited, brought from state to state with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import sqlalchemy as sa

from app.core import audit
from app.core.access import refuse
from app.core.actors import Actor
from app.core.db import db
from app.diagnose import onward
from app.diagnose.models import Issue, IssueState, IssueStep, IssueTopic, Topic
from app.diagnose.rules.issues import (
    can_change_topics,
    can_edit_issue,
    can_promote,
    can_step,
)
from app.missions.models import MissionGroup


class StepRefused(Exception):
    """The issue cannot take this step now. `code` is translated by the page.

    `moved`: it stands elsewhere meanwhile; `in_use`: something was made of it already.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class LastTopic(Exception):
    """An issue stands on evidence: its last topic cannot be taken away."""


def promote(
    actor: Actor,
    topics: Sequence[Topic],
    *,
    title: str,
    summary: str,
    mission_group: MissionGroup,
    reason: str,
) -> Issue:
    """Make a candidate issue of one or several topics."""
    if not topics or not all(can_promote(actor, topic) for topic in topics):
        refuse(actor)
    issue = Issue(
        title=title,
        summary=summary,
        mission_group_id=mission_group.id,
        created_by_id=cast(int, actor.actor_id),
    )
    db.session.add(issue)
    db.session.flush()
    for topic in topics:
        _link(actor, issue, topic)
    _add_step(actor, issue, None, IssueState.CANDIDATE, reason)
    after = {**_wording(issue), "topics": [topic.id for topic in topics]}
    audit.record(actor, "issue.create", issue, after=after, reason=reason)
    return issue


def edit_issue(
    actor: Actor, issue: Issue, *, title: str, summary: str, mission_group: MissionGroup
) -> None:
    if not can_edit_issue(actor, issue):
        refuse(actor)
    before = _wording(issue)
    issue.title, issue.summary = title, summary
    issue.mission_group_id = mission_group.id
    db.session.flush()
    audit.record(actor, "issue.edit", issue, before=before, after=_wording(issue))


def step_issue(actor: Actor, issue: Issue, to: IssueState, reason: str) -> None:
    """Bring the issue to another state. Raises `StepRefused`."""
    if not can_step(actor, issue, to):
        refuse(actor)
    before = issue.state
    if _gives_up_work(before, to) and onward.made_of([issue.id])[issue.id]:
        raise StepRefused("in_use")
    _change_state(issue, before, to)
    _add_step(actor, issue, before, to, reason)
    audit.record(
        actor, "issue.step", issue,
        before={"state": before.value}, after={"state": to.value}, reason=reason,
    )  # fmt: skip


def add_topic(actor: Actor, issue: Issue, topic: Topic) -> bool:
    """False: it was part of the issue already."""
    if not (can_change_topics(actor, issue) and can_promote(actor, topic)):
        refuse(actor)
    if db.session.get(IssueTopic, (issue.id, topic.id)):
        return False
    _link(actor, issue, topic)
    db.session.flush()
    audit.record(actor, "issue.add_topic", issue, after={"topic": topic.id})
    return True


def remove_topic(actor: Actor, issue: Issue, topic: Topic) -> None:
    """Raises `LastTopic`."""
    if not can_change_topics(actor, issue):
        refuse(actor)
    links = {link.topic_id: link for link in issue.topic_links}
    if topic.id not in links:
        return
    if len(links) == 1:
        raise LastTopic
    db.session.delete(links[topic.id])
    db.session.flush()
    audit.record(actor, "issue.remove_topic", issue, before={"topic": topic.id})


def _gives_up_work(before: IssueState, to: IssueState) -> bool:
    """Back from selected: what was made of the issue would stand on nothing."""
    return before == IssueState.SELECTED and to != IssueState.CLOSED


def _change_state(issue: Issue, before: IssueState, to: IssueState) -> None:
    """Conditional, so that of two people who move it at once only one does."""
    change = sa.update(Issue).where(Issue.id == issue.id, Issue.state == before).values(state=to)
    changed: Any = db.session.execute(change.execution_options(synchronize_session=False))
    if changed.rowcount != 1:
        raise StepRefused("moved")
    db.session.refresh(issue, ["state"])


def _add_step(
    actor: Actor, issue: Issue, before: IssueState | None, to: IssueState, reason: str
) -> None:
    db.session.add(
        IssueStep(
            issue_id=issue.id, from_state=before, to_state=to, reason=reason,
            person_id=cast(int, actor.actor_id),
        )
    )  # fmt: skip


def _link(actor: Actor, issue: Issue, topic: Topic) -> None:
    db.session.add(
        IssueTopic(issue_id=issue.id, topic_id=topic.id, linked_by_id=cast(int, actor.actor_id))
    )


def _wording(issue: Issue) -> dict[str, Any]:
    return {
        "title": issue.title,
        "summary": issue.summary,
        "mission_group_id": issue.mission_group_id,
    }
