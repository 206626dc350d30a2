"""Provinces and districts: the list that is shipped, its seeding, and what a form asks for."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.core.db import commit, db
from app.core.models import AuditEntry
from app.missions.commands import seed_places
from app.missions.models import District, Province

PLACES = Path(__file__).resolve().parents[2] / "seed_data" / "places.csv"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with PLACES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_list_is_whole(rows: list[dict[str, str]]) -> None:
    provinces = {row["code"] for row in rows if len(row["code"]) == 2}
    districts = {row["code"] for row in rows if len(row["code"]) == 4}
    assert (len(provinces), len(districts), len(rows)) == (77, 928, 77 + 928)
    assert {code[:2] for code in districts} == provinces
    assert all(row["name_th"].strip() and row["name_en"].isascii() for row in rows)


def test_thai_names_are_distinct_in_their_province(rows: list[dict[str, str]]) -> None:
    """English ones are not: Ayutthaya has two Bang Sai, บางไทร and บางซ้าย."""
    named = {(row["code"][:2] if len(row["code"]) == 4 else "", row["name_th"]) for row in rows}
    assert len(named) == len(rows)


def test_it_is_seeded_once_and_edits_stay(app: Flask) -> None:
    assert seed_places(PLACES) == {"provinces": 77, "districts": 928}
    db.session.get_one(Province, 10).name_en = "Krung Thep"
    db.session.delete(db.session.get_one(District, 5001))
    commit()
    assert seed_places(PLACES) == {"districts": 1}
    commit()
    assert seed_places(PLACES) == {}
    assert db.session.get_one(Province, 10).name_en == "Krung Thep"
    assert db.session.get_one(District, 5001).province_id == 50
    entries = sa.select(AuditEntry.after).where(AuditEntry.action == "places.seed")
    assert [entry for entry in db.session.scalars(entries) if entry] == [
        {"provinces": 77, "districts": 928},
        {"districts": 1},
    ]


def test_a_form_learns_the_districts_of_a_province(client: FlaskClient) -> None:
    seed_places(PLACES)
    answer = client.get("/provinces/50/districts.json")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json[0] == {"id": 5001, "th": "เมืองเชียงใหม่", "en": "Mueang Chiang Mai"}
    assert len(answer.json) == 25
    assert "public" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_an_unknown_province_is_not_there(client: FlaskClient) -> None:
    assert client.get("/provinces/99/districts.json").status_code == 404


def test_the_sample_ideas_name_places_that_are_there(rows: list[dict[str, str]]) -> None:
    codes = {row["code"] for row in rows}
    data = json.loads(PLACES.with_name("ideas.json").read_text(encoding="utf-8"))
    ideas = [idea for challenge in data["challenges"] for idea in challenge["ideas"]]
    assert all(1 <= len(idea["tags"]) <= 5 for idea in ideas)
    assert {str(idea["district"]) for idea in ideas if "district" in idea} <= codes
