"""Mails that were sent, the links in them, and a person with a password."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts import commands
from app.accounts.models import Person
from app.core.db import commit
from tests.support.cast import Cast
from tests.support.lamyai import make_lamyai

PASSWORD = "ฝนตกที่ปลายดอยทุกเย็น"
NEW_PASSWORD = "three boats under the bridge"


@pytest.fixture
def mails(app: Flask) -> list[Any]:
    """What was sent, newest last."""
    sent: list[Any] = []
    app.extensions["mailman"].outbox = sent
    return sent


@pytest.fixture
def link(mails: list[Any]) -> Callable[[], str]:
    """`link()` is the path of the link in the newest mail."""

    def newest() -> str:
        found = re.search(r"http://127\.0\.0\.1:8000(/\S+)", mails[-1].body)
        assert found is not None, mails[-1].body
        return found.group(1)

    return newest


@pytest.fixture
def fah(app: Flask, cast: Cast) -> Person:
    """A member who knows her password."""
    person = commands.create_person(
        None, email="fah@example.org", display_name="Fah", password=PASSWORD
    )
    commit()
    return person


def enter(
    client: FlaskClient, email: str = "fah@example.org", password: str = PASSWORD, **more: str
) -> TestResponse:
    """Send the sign-in form."""
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def without_tokens(page: str) -> str:
    """A page without what differs each time it is made."""
    return re.sub(r'(name="csrf_token"[^>]*value=")[^"]+', r"\1", page)


def is_in(client: FlaskClient) -> bool:
    """Whether the browser is signed in."""
    return client.get("/account").status_code == 200


@pytest.fixture
def lamyai(app: Flask, cast: Cast) -> Person:
    """Somebody whose name and address stand everywhere."""
    return make_lamyai(cast)
