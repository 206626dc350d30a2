"""Seed the provinces and districts of Thailand: add what is missing, leave what is there."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.core import audit
from app.core.db import db
from app.missions.models import District, Province

PROVINCE_DIGITS = 2
Record = dict[str, Any]


def seed_places(path: Path) -> dict[str, int]:
    """Add the provinces and districts of a CSV file (`code`, `name_th`, `name_en`).

    A code of two digits is a province's, one of four a district's, in the province that its first
    two name. Returns how many of each were added. Raises `OSError` or `ValueError` for a bad file.
    """
    records = _read(path)
    provinces = [row for row in records if row["id"] < 10**PROVINCE_DIGITS]
    districts = [
        row | {"province_id": row["id"] // 10**PROVINCE_DIGITS}
        for row in records
        if row["id"] >= 10**PROVINCE_DIGITS
    ]
    made = {"provinces": _add(Province, provinces), "districts": _add(District, districts)}
    made = {name: count for name, count in made.items() if count}
    if made:
        # One entry for all: a thousand rows of a public register are one act
        first = db.session.get_one(Province, provinces[0]["id"])
        audit.record(None, "places.seed", first, after=made)
    return made


def _read(path: Path) -> list[Record]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        {"id": int(row["code"]), "name_th": row["name_th"], "name_en": row["name_en"]}
        for row in rows
    ]


def _add(model: type[Province] | type[District], records: list[Record]) -> int:
    known = set(db.session.scalars(sa.select(model.id)))
    new = [record for record in records if record["id"] not in known]
    if new:
        db.session.execute(sa.insert(model), new)
    return len(new)
