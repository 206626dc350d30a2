"""What the engine found: runs, topics, and which submission belongs to which topic."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core import clock
from app.core.db import Json, Model, UtcDateTime
from app.core.models import Job
from app.diagnose.models.intake import Submission


class AnalysisRun(Model):
    """One reproducible run over a chosen set of submissions. Its state is its job's."""

    __tablename__ = "analysis_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    selection: Mapped[dict[str, Any]] = mapped_column(Json)
    """mission_group_ids, channels, from_date, to_date, import_id: empty means no restriction."""
    params: Mapped[dict[str, Any]] = mapped_column(Json)
    seed: Mapped[int] = mapped_column(default=0)
    code_version: Mapped[str] = mapped_column(sa.String(60))
    data_hash: Mapped[str | None] = mapped_column(sa.String(64))
    submissions_count: Mapped[int | None] = mapped_column()
    people_count: Mapped[int | None] = mapped_column()
    left_out_count: Mapped[int | None] = mapped_column()
    duplicates_count: Mapped[int | None] = mapped_column()
    masked: Mapped[dict[str, Any] | None] = mapped_column(Json)
    measures: Mapped[dict[str, Any] | None] = mapped_column(Json)
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    job_id: Mapped[int] = mapped_column(sa.ForeignKey("jobs.id"), unique=True)

    job: Mapped[Job] = relationship(lazy="joined", innerjoin=True)
    created_by: Mapped[Person] = relationship()
    topics: Mapped[list[Topic]] = relationship(back_populates="run", order_by="Topic.number")


class Topic(Model):
    """A cluster that a run found. The engine's words stand; the analyst's name and mark beside."""

    __tablename__ = "topics"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("analysis_runs.id"))
    number: Mapped[int] = mapped_column()
    """From 0, largest first, as the engine numbered it."""
    label: Mapped[str] = mapped_column(sa.String(200))
    name: Mapped[str | None] = mapped_column(sa.String(200))
    """What an analyst renamed it to."""
    is_noise: Mapped[bool] = mapped_column(default=False)
    terms: Mapped[list[Any]] = mapped_column(Json)
    """[{term, score, count}], most telling first."""
    representatives: Mapped[list[Any]] = mapped_column(Json)
    """Ids of submissions, most representative first, each different from those before."""
    comments_count: Mapped[int] = mapped_column()
    people_count: Mapped[int] = mapped_column()
    coherence: Mapped[float | None] = mapped_column()
    stability: Mapped[float | None] = mapped_column()
    x: Mapped[float] = mapped_column()
    y: Mapped[float] = mapped_column()

    run: Mapped[AnalysisRun] = relationship(back_populates="topics")

    __table_args__ = (sa.UniqueConstraint("run_id", "number"),)

    @property
    def title(self) -> str:
        return self.name or self.label


class RunItem(Model):
    """A submission that went into a run: where it lies on the map, or why it was left out."""

    __tablename__ = "run_items"

    run_id: Mapped[int] = mapped_column(sa.ForeignKey("analysis_runs.id"), primary_key=True)
    submission_id: Mapped[int] = mapped_column(
        sa.ForeignKey("submissions.id"), primary_key=True, index=True
    )
    x: Mapped[float | None] = mapped_column()
    y: Mapped[float | None] = mapped_column()
    left_out: Mapped[str | None] = mapped_column(sa.String(40))
    duplicate_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("submissions.id"))


class TopicAssignment(Model):
    """That a submission belongs to a topic, and how much (0 to 1)."""

    __tablename__ = "topic_assignments"

    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id"), primary_key=True)
    submission_id: Mapped[int] = mapped_column(
        sa.ForeignKey("submissions.id"), primary_key=True, index=True
    )
    weight: Mapped[float] = mapped_column()

    topic: Mapped[Topic] = relationship()
    submission: Mapped[Submission] = relationship()

    __table_args__ = (
        sa.CheckConstraint("weight > 0 AND weight <= 1", name="weight_is_a_share"),
        sa.Index("ix_topic_assignments_topic_weight", "topic_id", "weight"),
    )
