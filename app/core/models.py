"""Tables that belong to no slice: the audit log, jobs and their schedule, stored files, limits."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Json, Model, UtcDateTime, enum_type


class AuditEntry(Model):
    """Who did what to what, when, from which role, before and after. Only ever added to."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    actor_roles: Mapped[str] = mapped_column(sa.String(200), default="")
    action: Mapped[str] = mapped_column(sa.String(60), index=True)
    object_type: Mapped[str] = mapped_column(sa.String(40))
    object_id: Mapped[str] = mapped_column(sa.String(64))
    reason: Mapped[str | None] = mapped_column(sa.Text)
    before: Mapped[dict[str, Any] | None] = mapped_column(Json)
    after: Mapped[dict[str, Any] | None] = mapped_column(Json)

    __table_args__ = (sa.Index("ix_audit_entries_object", "object_type", "object_id"),)


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Model):
    """Work for the worker. The row is the truth; the queue only wakes somebody up."""

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(60))
    args: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    state: Mapped[JobState] = mapped_column(
        enum_type(JobState, "job_state"), default=JobState.QUEUED
    )
    progress: Mapped[float] = mapped_column(default=0.0)
    stage: Mapped[str] = mapped_column(sa.String(60), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    max_attempts: Mapped[int] = mapped_column(default=2)
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    claim: Mapped[str | None] = mapped_column(sa.String(64))
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    heartbeat_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error_code: Mapped[str | None] = mapped_column(sa.String(60))
    error: Mapped[str | None] = mapped_column(sa.Text)

    __table_args__ = (
        sa.Index("ix_jobs_state_heartbeat", "state", "heartbeat_at"),
        sa.CheckConstraint("progress >= 0 AND progress <= 1", name="progress_is_a_share"),
        sa.CheckConstraint(
            "(state IN ('succeeded', 'failed', 'cancelled')) = (finished_at IS NOT NULL)",
            name="ended_jobs_have_an_end",
        ),
        sa.CheckConstraint("state <> 'failed' OR error IS NOT NULL", name="failures_say_why"),
        sa.CheckConstraint(
            "state <> 'running' OR (claim IS NOT NULL AND heartbeat_at IS NOT NULL)",
            name="running_jobs_are_claimed",
        ),
    )

    @property
    def is_over(self) -> bool:
        return self.finished_at is not None


class StoredFile(Model):
    """A file under DATA_DIR/files, found by the hash of its content."""

    __tablename__ = "stored_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    name: Mapped[str] = mapped_column(sa.String(255))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    uploaded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class LimitCounter(Model):
    """How often something was done by somebody in one window of time."""

    __tablename__ = "limit_counters"

    key: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    window_start: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class Schedule(Model):
    """When a job that comes again and again was last begun: see `core.schedule`."""

    __tablename__ = "schedules"

    kind: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)


class NetworkKey(Model):
    """The secret by which networks are told apart in one period: see `core.networks`."""

    __tablename__ = "network_keys"

    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(sa.String(64))
