"""The way to what is edited of the framework."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.db import commit
from tests.support import make
from tests.support.cast import ROLES, Cast

As = Callable[[Person], FlaskClient]


@pytest.mark.parametrize("name", [name for name in ROLES if name != "ada"])
def test_nobody_else_sees_it(as_: As, cast: Cast, name: str) -> None:
    assert as_(getattr(cast, name)).get("/admin/framework").status_code == 403


def test_each_part_has_its_way_to_be_edited(
    ada: FlaskClient, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    make.stages_open()
    for number in range(5):
        unit = make.unit(f"น{number}.")
        group = make.mission_group(f"group-{number}")
        group.units.append(unit)
    commit()
    with queries() as asked:
        page = ada.get("/admin/framework").text
    for path in ("/missions/group-3/edit", "/stages/diagnose/edit", "/units"):
        assert f'href="{path}"' in page
    assert "น4." in page
    assert len(asked) == 6, [
        "the session with its person and roles", "mission groups", "their units", "units",
        "their mission groups", "stages",
    ]  # fmt: skip
