"""The list of people: found by name, address, role; for administrators alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient

from app.accounts import commands
from app.accounts.models import Person, Role
from app.core.db import commit
from tests.support.cast import ROLES, Cast

As = Callable[[Person], FlaskClient]


@pytest.mark.parametrize("name", [name for name in ROLES if name != "ada"])
def test_nobody_else_sees_it(as_: As, cast: Cast, name: str) -> None:
    assert as_(getattr(cast, name)).get("/admin/people").status_code == 403


def test_a_guest_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/admin/people").location == "/sign-in?next=/admin/people"


@pytest.mark.parametrize(
    ("asked", "found", "not_found"),
    [("q=mal", "Mali", "Mana"), ("q=MANA@", "Mana", "Mali"), ("role=analyst", "Ana", "Modda"),
     ("role=member", "Mali", "Cora"), ("role=suspended", "Suda", "Mali"), ("q=%25", "", "Mali"),
     ("q=_", "", "Mali"), ("role=king", "Mali", "nobody")],
)  # fmt: skip
def test_people_are_found(ada: FlaskClient, asked: str, found: str, not_found: str) -> None:
    table = ada.get(f"/admin/people?{asked}").text.partition("<main")[2]
    assert f">{found}</a>" in table or not found
    assert f">{not_found}</a>" not in table


def test_an_officers_unit_is_shown(ada: FlaskClient) -> None:
    assert "คท." in ada.get("/admin/people?role=officer").text


def test_a_name_is_shown_not_run(ada: FlaskClient, cast: Cast) -> None:
    cast.mali.display_name = "<script>alert(1)</script>"
    page = ada.get("/admin/people").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_list_asks_the_database_the_same_however_long_it_is(
    ada: FlaskClient, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    for number in range(30):
        commands.create_person(
            None, email=f"p{number}@example.org", display_name=f"P{number}", role=Role.ANALYST
        )
    commit()
    with queries() as asked:
        page = ada.get("/admin/people").text
    assert page.count("/admin/people/") == 20
    assert len(asked) == 5, [
        "the session with its person and roles", "how many people", "a page of people",
        "their roles", "units, for officers",
    ]  # fmt: skip
