"""Addresses that nobody made: of numbers that no row can have, of characters that no text has."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.addresses import LARGEST
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]


@pytest.mark.parametrize("number", [LARGEST, LARGEST + 1, 2**63, 10**30])
def test_no_page_has_so_large_a_number(app: Flask, as_: As, cast: Cast, number: int) -> None:
    """Every route with one number, for somebody who may do most."""
    ada = as_(cast.ada)
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.rule.count("<int:") == len(rule.arguments) == 1:
            path = rule.rule.split("<")[0] + str(number) + rule.rule.split(">")[1]
            assert ada.get(path).status_code in (302, 403, 404), path


@pytest.mark.parametrize(
    "path",
    ["/receipts/%00", "/?q=%00", "/challenges?q=a%00b", "/missions/%00", "/sign-in?next=%00",
     "/news/unsubscribe/%00", "/admin/audit?object_type=%00", "/admin/jobs?kind=%00"],
)  # fmt: skip
def test_no_address_holds_a_zero_character(as_: As, cast: Cast, path: str) -> None:
    assert as_(cast.ada).get(path).status_code == 404


@pytest.mark.parametrize("until", [2**31, -(2**70), "9" * 5_000, "x"])
def test_a_form_with_a_number_that_is_none_changes_nothing(
    as_: As, cast: Cast, until: object
) -> None:
    assert as_(cast.mali).post("/account/news/read", data={"until": until}).status_code == 302


def test_queries_with_such_numbers_find_nothing(as_: As, cast: Cast) -> None:
    assert as_(cast.ana).get(f"/diagnose/issues/new?topic={10**30}").status_code in (302, 404)
    assert as_(cast.ana).get(f"/challenges?page={10**30}").status_code == 200
