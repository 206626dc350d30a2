"""What stands in the files of seed_data."""

from __future__ import annotations

import csv
import json
from typing import Any

import pytest

from tests.support.seed_files import COLUMNS, SEED, read


@pytest.fixture(scope="module")
def framework() -> dict[str, Any]:
    return json.loads(read("framework.json"))


@pytest.fixture(scope="module")
def people() -> dict[str, dict[str, Any]]:
    return {person["key"]: person for person in json.loads(read("people.json"))["people"]}


@pytest.fixture(scope="module")
def submissions() -> list[dict[str, str]]:
    with (SEED / "submissions.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    assert reader.fieldnames == COLUMNS
    return rows


@pytest.fixture(scope="module")
def develop() -> dict[str, Any]:
    return json.loads(read("ideas.json"))


@pytest.fixture(scope="module")
def ideas(develop: dict[str, Any]) -> list[dict[str, Any]]:
    return [idea for challenge in develop["challenges"] for idea in challenge["ideas"]]
