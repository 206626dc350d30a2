"""The participation framework of the memo: mission groups, units, stages; and where in Thailand."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Model, UtcDateTime, db, enum_type


class StageKey(StrEnum):
    DIAGNOSE = "diagnose"
    DISCOVER = "discover"
    DEVELOP = "develop"
    DELIVER = "deliver"
    MONITORING = "monitoring"


mission_group_units = sa.Table(
    "mission_group_units",
    db.metadata,
    sa.Column("mission_group_id", sa.ForeignKey("mission_groups.id"), primary_key=True),
    sa.Column("unit_id", sa.ForeignKey("units.id"), primary_key=True),
)


class MissionGroup(Model):
    __tablename__ = "mission_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(40), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    name_th: Mapped[str] = mapped_column(sa.String(200))
    name_en: Mapped[str] = mapped_column(sa.String(200))
    description_th: Mapped[str] = mapped_column(sa.Text, default="")
    description_en: Mapped[str] = mapped_column(sa.Text, default="")
    examples_th: Mapped[str] = mapped_column(sa.Text, default="")
    """What is decided here, one example a line."""
    examples_en: Mapped[str] = mapped_column(sa.Text, default="")
    colour: Mapped[str] = mapped_column(sa.String(7))
    provenance: Mapped[str] = mapped_column(sa.Text, default="")

    units: Mapped[list[Unit]] = relationship(
        secondary=mission_group_units, back_populates="mission_groups", order_by="Unit.id"
    )


class Unit(Model):
    """A responsible unit, by its abbreviation; the full name is often not known."""

    __tablename__ = "units"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    name_th: Mapped[str | None] = mapped_column(sa.String(200))
    name_en: Mapped[str | None] = mapped_column(sa.String(200))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    provenance: Mapped[str] = mapped_column(sa.Text, default="")

    mission_groups: Mapped[list[MissionGroup]] = relationship(
        secondary=mission_group_units, back_populates="units", order_by="MissionGroup.position"
    )


class Stage(Model):
    __tablename__ = "stages"

    key: Mapped[StageKey] = mapped_column(enum_type(StageKey, "stage_key"), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    name_th: Mapped[str] = mapped_column(sa.String(200))
    name_en: Mapped[str] = mapped_column(sa.String(200))
    summary_th: Mapped[str] = mapped_column(sa.Text, default="")
    summary_en: Mapped[str] = mapped_column(sa.Text, default="")
    methods_th: Mapped[str] = mapped_column(sa.Text, default="")
    methods_en: Mapped[str] = mapped_column(sa.Text, default="")
    people_th: Mapped[str] = mapped_column(sa.Text, default="")
    people_en: Mapped[str] = mapped_column(sa.Text, default="")
    provenance: Mapped[str] = mapped_column(sa.Text, default="")

    @property
    def id(self) -> str:
        return self.key.value


class StageWindow(Model):
    """When a stage is open in a mission group; no mission group: in all of them."""

    __tablename__ = "stage_windows"

    id: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[StageKey] = mapped_column(enum_type(StageKey, "window_stage"))
    mission_group_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("mission_groups.id"), index=True
    )
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint(
            "closes_at IS NULL OR closes_at > opens_at", name="opens_before_closing"
        ),
    )


class Province(Model):
    """A province (จังหวัด), by the two digits of its official code."""

    __tablename__ = "provinces"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name_th: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name_en: Mapped[str] = mapped_column(sa.String(60))

    districts: Mapped[list[District]] = relationship(
        back_populates="province", order_by="District.id"
    )


class District(Model):
    """A district (อำเภอ, เขต), by the four digits of its official code."""

    __tablename__ = "districts"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    province_id: Mapped[int] = mapped_column(sa.ForeignKey("provinces.id"), index=True)
    name_th: Mapped[str] = mapped_column(sa.String(60))
    name_en: Mapped[str] = mapped_column(sa.String(60))

    province: Mapped[Province] = relationship(back_populates="districts")
