"""/figures/definitions: everybody may know what a number means."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.dashboards import queries
from app.dashboards.figures import FIGURES


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_figure_is_there(client: FlaskClient, language: str) -> None:
    client.set_cookie("language", language)
    page = client.get("/figures/definitions")
    assert page.status_code == 200
    for key in FIGURES:
        assert f'id="{key}"' in page.text
    assert page.text.count({"th": "นับจาก", "en": "Counted from: "}[language]) == len(FIGURES)


def test_every_single_number_is_in_the_registry() -> None:
    assert set(queries.Totals.__dataclass_fields__) <= set(FIGURES)
