"""What came in: submissions, and the files they were imported from."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from analytics.text.mask import mask
from app.accounts.models import ParticipantGroup, Person
from app.core import clock
from app.core.db import Json, Model, UtcDateTime, enum_type
from app.core.models import Job, StoredFile
from app.core.search import MADE_OF
from app.missions.models import MissionGroup


class Channel(StrEnum):
    WEB = "web"
    EMAIL = "email"
    TELEPHONE = "telephone"
    SOCIAL = "social"
    PAPER = "paper"
    MEETING = "meeting"
    API = "api"


class Submission(Model):
    """One piece of feedback, exactly as written."""

    __tablename__ = "submissions"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(sa.Text)
    search_text: Mapped[str] = mapped_column(sa.Text, default="", info={MADE_OF: ("text",)})
    text_hash: Mapped[str] = mapped_column(sa.String(64), index=True)
    """Of the normalised text: equal for texts that differ only in spelling noise."""
    receipt: Mapped[str | None] = mapped_column(sa.String(43), unique=True)
    """The secret part of the receipt link; what was imported has none."""
    channel: Mapped[Channel] = mapped_column(enum_type(Channel, "channel"))
    mission_group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("mission_groups.id"))
    participant_group: Mapped[ParticipantGroup | None] = mapped_column(
        enum_type(ParticipantGroup, "submission_group")
    )
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    source_person: Mapped[str | None] = mapped_column(sa.String(64))
    """Who wrote it by the imported file's own pseudonym, to count people beside comments."""
    source_id: Mapped[str | None] = mapped_column(sa.String(100))
    collector_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    import_id: Mapped[int | None] = mapped_column(sa.ForeignKey("import_batches.id"), index=True)
    consent_version: Mapped[str | None] = mapped_column(sa.String(20))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    mission_group: Mapped[MissionGroup | None] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    collector: Mapped[Person | None] = relationship(foreign_keys=[collector_id])
    batch: Mapped[ImportBatch | None] = relationship(back_populates="submissions")

    __table_args__ = (
        sa.Index("ix_submissions_group_said", "mission_group_id", "said_at"),
        sa.Index("ix_submissions_channel_said", "channel", "said_at"),
        sa.Index("ix_submissions_said", "said_at"),
        sa.CheckConstraint("text <> ''", name="says_something"),
        sa.CheckConstraint(
            "channel <> 'web' OR consent_version IS NOT NULL", name="web_has_consent"
        ),
    )

    @property
    def public_text(self) -> str:
        """The text with personal data masked: what anybody but its author is shown."""
        return mask(self.text)[0]


class ImportState(StrEnum):
    UPLOADED = "uploaded"
    CHECKED = "checked"
    IMPORTED = "imported"
    DISCARDED = "discarded"


class ImportBatch(Model):
    """A file of submissions on its way in: uploaded, its columns mapped, checked, imported."""

    __tablename__ = "import_batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_files.id"))
    state: Mapped[ImportState] = mapped_column(
        enum_type(ImportState, "import_state"), default=ImportState.UPLOADED
    )
    format: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """How the file is read: kind (csv, xlsx), encoding, delimiter, sheet, header names."""
    mapping: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Field → column name, and the values for fields that no column gives."""
    rows_total: Mapped[int | None] = mapped_column()
    rows_good: Mapped[int | None] = mapped_column()
    rows_bad: Mapped[int | None] = mapped_column()
    rows_duplicate: Mapped[int | None] = mapped_column()
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    job_id: Mapped[int | None] = mapped_column(sa.ForeignKey("jobs.id"))

    file: Mapped[StoredFile] = relationship()
    job: Mapped[Job | None] = relationship()
    created_by: Mapped[Person] = relationship()
    problems: Mapped[list[ImportProblem]] = relationship(back_populates="batch")
    submissions: Mapped[list[Submission]] = relationship(back_populates="batch")


class ImportProblem(Model):
    """A row of the file that is not taken, with the reason: bad, or a duplicate."""

    __tablename__ = "import_problems"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("import_batches.id"))
    row_number: Mapped[int] = mapped_column()
    """As a spreadsheet counts: the header is row 1."""
    reason: Mapped[str] = mapped_column(sa.String(40))
    column: Mapped[str | None] = mapped_column(sa.String(200))
    values: Mapped[dict[str, Any]] = mapped_column(Json)
    duplicate_of_row: Mapped[int | None] = mapped_column()
    duplicate_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("submissions.id"))

    batch: Mapped[ImportBatch] = relationship(back_populates="problems")

    __table_args__ = (sa.Index("ix_import_problems_batch_row", "batch_id", "row_number"),)
