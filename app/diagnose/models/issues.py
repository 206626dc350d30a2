"""Policy issues: what an analyst made of topics, and each step with its reasons."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core import clock
from app.core.db import Model, UtcDateTime, enum_type
from app.diagnose.models.analysis import Topic
from app.missions.models import MissionGroup


class IssueState(StrEnum):
    CANDIDATE = "candidate"
    SHORTLISTED = "shortlisted"
    SELECTED = "selected"
    CLOSED = "closed"


class Issue(Model):
    __tablename__ = "issues"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    summary: Mapped[str] = mapped_column(sa.Text)
    mission_group_id: Mapped[int] = mapped_column(sa.ForeignKey("mission_groups.id"), index=True)
    state: Mapped[IssueState] = mapped_column(
        enum_type(IssueState, "issue_state"), default=IssueState.CANDIDATE, index=True
    )
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    mission_group: Mapped[MissionGroup] = relationship()
    created_by: Mapped[Person] = relationship()
    topic_links: Mapped[list[IssueTopic]] = relationship(back_populates="issue")
    steps: Mapped[list[IssueStep]] = relationship(back_populates="issue", order_by="IssueStep.id")


class IssueTopic(Model):
    """The link of the evidence chain from a topic to the issue made of it."""

    __tablename__ = "issue_topics"

    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issues.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id"), primary_key=True, index=True)
    linked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    issue: Mapped[Issue] = relationship(back_populates="topic_links")
    topic: Mapped[Topic] = relationship()


class IssueStep(Model):
    """A change of an issue's state, by whom and why. The first has no state before."""

    __tablename__ = "issue_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issues.id"), index=True)
    from_state: Mapped[IssueState | None] = mapped_column(enum_type(IssueState, "step_from"))
    to_state: Mapped[IssueState] = mapped_column(enum_type(IssueState, "step_to"))
    reason: Mapped[str] = mapped_column(sa.Text)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    issue: Mapped[Issue] = relationship(back_populates="steps")
    person: Mapped[Person] = relationship()

    __table_args__ = (sa.CheckConstraint("reason <> ''", name="has_a_reason"),)
