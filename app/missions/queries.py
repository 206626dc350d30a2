"""Named reads of the framework."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.core.db import db
from app.missions.models import District, MissionGroup, Province, Stage, StageWindow, Unit


def mission_groups() -> Sequence[MissionGroup]:
    return db.session.scalars(
        sa.select(MissionGroup).order_by(MissionGroup.position, MissionGroup.id)
    ).all()


def mission_groups_with_units() -> Sequence[MissionGroup]:
    return db.session.scalars(
        sa.select(MissionGroup)
        .options(selectinload(MissionGroup.units))
        .order_by(MissionGroup.position, MissionGroup.id)
    ).all()


def mission_group(slug: str) -> MissionGroup | None:
    return db.session.scalar(
        sa.select(MissionGroup)
        .where(MissionGroup.slug == slug)
        .options(selectinload(MissionGroup.units))
    )


def units() -> Sequence[Unit]:
    return db.session.scalars(
        sa.select(Unit).options(selectinload(Unit.mission_groups)).order_by(Unit.id)
    ).all()


def stages() -> Sequence[Stage]:
    return db.session.scalars(sa.select(Stage).order_by(Stage.position)).all()


def windows() -> Sequence[StageWindow]:
    """All windows of all stages, the latest first: there are few."""
    return db.session.scalars(
        sa.select(StageWindow).order_by(StageWindow.opens_at.desc(), StageWindow.id.desc())
    ).all()


def provinces() -> Sequence[Province]:
    """All of them, by their codes: there are 77."""
    return db.session.scalars(sa.select(Province).order_by(Province.id)).all()


def districts_of(province_id: int) -> Sequence[District]:
    """At most 50 (Bangkok's)."""
    query = sa.select(District).where(District.province_id == province_id).order_by(District.id)
    return db.session.scalars(query).all()


def places_by_id(ids: Collection[int]) -> dict[int, Province | District]:
    """Provinces and districts by their codes, which differ in length."""
    if not ids:
        return {}
    provinces = db.session.scalars(sa.select(Province).where(Province.id.in_(ids)))
    districts = db.session.scalars(sa.select(District).where(District.id.in_(ids)))
    return {place.id: place for place in (*provinces, *districts)}
