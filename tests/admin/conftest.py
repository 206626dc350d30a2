"""Ada's browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from tests.support.cast import Cast


@pytest.fixture
def ada(as_: Callable[[Person], FlaskClient], cast: Cast) -> FlaskClient:
    return as_(cast.ada)
