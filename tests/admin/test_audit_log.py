"""The audit log: found by who, what and when; read, never run."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import audit, clock
from app.core.db import commit
from tests.support.cast import ROLES, Cast

As = Callable[[Person], FlaskClient]


@pytest.fixture
def entries(cast: Cast) -> None:
    """One of 16 May, 23:30 in Bangkok; one of 00:30 on the next day; one by the platform."""
    with clock.frozen(datetime(2026, 5, 16, 16, 30, tzinfo=UTC)):
        audit.record(cast.modda, "idea.hide", cast.mali, reason="<b>โฆษณา</b>")
    with clock.frozen(datetime(2026, 5, 16, 17, 30, tzinfo=UTC)):
        audit.record(
            cast.cora, "challenge.edit", cast.mana,
            before={"title": "<script>alert(1)</script>"}, after={"title": "ใหม่", "phases": [1, 2]},
        )  # fmt: skip
        audit.record(None, "account.create", cast.suda)
    commit()


@pytest.mark.parametrize("name", [name for name in ROLES if name != "ada"])
def test_nobody_else_sees_it(as_: As, cast: Cast, name: str) -> None:
    assert as_(getattr(cast, name)).get("/admin/audit").status_code == 403


@pytest.mark.usefixtures("entries")
@pytest.mark.parametrize(
    ("asked", "found"),
    [("", {"idea.hide", "challenge.edit", "account.create"}),
     ("actor=modda", {"idea.hide"}), ("actor=CORA@", {"challenge.edit"}),
     ("actor=system", {"account.create"}), ("action=idea", {"idea.hide"}), ("action=hide", set()),
     ("action=_", set()), ("object_type=people", {"idea.hide", "challenge.edit", "account.create"}),
     ("object_type=ideas", set()), ("since=2026-05-17", {"challenge.edit", "account.create"}),
     ("until=2026-05-16", {"idea.hide"}), ("since=2026-05-16&until=2026-05-16", {"idea.hide"}),
     ("until=2569-05-16", {"idea.hide"}),  # the Buddhist era's year
     ("until=9999-12-31", {"idea.hide", "challenge.edit", "account.create"})],
)  # fmt: skip
def test_entries_are_found(ada: FlaskClient, asked: str, found: set[str]) -> None:
    page = ada.get(f"/admin/audit?{asked}")
    assert page.status_code == 200
    assert {a for a in ("idea.hide", "challenge.edit", "account.create")
            if f"<code>{a}</code>" in page.text} == found  # fmt: skip


@pytest.mark.usefixtures("entries")
def test_an_entry_names_one_object(ada: FlaskClient, cast: Cast) -> None:
    page = ada.get(f"/admin/audit?object_type=people&object_id={cast.mana.id}").text
    assert "<code>challenge.edit</code>" in page
    assert "<code>idea.hide</code>" not in page
    assert f'href="/admin/people/{cast.mana.id}"' in page


@pytest.mark.usefixtures("entries")
def test_what_people_wrote_is_shown_as_text(ada: FlaskClient) -> None:
    page = ada.get("/admin/audit").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;b&gt;โฆษณา" in page


@pytest.mark.usefixtures("entries")
@pytest.mark.parametrize("day", ["yesterday", "0001-01-01", "2026-02-30", "9" * 30 + "-01-01"])
def test_a_day_that_is_none_is_told(ada: FlaskClient, day: str) -> None:
    page = ada.get(f"/admin/audit?since={day}").text
    assert 'id="form-errors"' in page
    assert "<code>idea.hide</code>" in page


def test_the_log_asks_the_database_the_same_however_long_it_is(
    ada: FlaskClient, cast: Cast, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    for number in range(45):
        audit.record(cast.modda, f"idea.hide{number}", cast.mali)
    commit()
    with queries() as asked:
        page = ada.get("/admin/audit?page=2").text
    assert page.count("<code>idea.hide") == 20
    assert len(asked) == 5, [
        "the session with its person and roles", "kinds of object", "how many entries",
        "a page of entries with names", "known actions",
    ]  # fmt: skip
