"""The page that explains the order of a challenge's ideas and reports its fairness."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.db import commit
from app.develop import commands
from tests.develop.conftest import Scene
from tests.support import make

As = Callable[[Person], FlaskClient]


def test_everybody_reads_how_the_order_works(scene: Scene, client: FlaskClient) -> None:
    list_page = client.get(f"/challenges/{scene.challenge.id}").text
    address = f"/challenges/{scene.challenge.id}/order"
    assert f'href="{address}"' in list_page
    page = client.get(address).text
    assert "วิลสัน" in page
    assert "ยังบอกอะไรไม่ได้" in page
    assert "20.7%" in page  # the bound of 1 of 1
    assert "95%" in page
    assert "%%" not in page


def test_figures_and_a_table_beside_the_chart(scene: Scene, client: FlaskClient) -> None:
    for number in range(18):
        make.idea(scene.challenge, scene.cast.mana, views_count=10 * number)
    commands.order_ideas(scene.challenge.id)
    commit()
    page = client.get(f"/challenges/{scene.challenge.id}/order").text
    assert "1,530" in page
    assert "สัมประสิทธิ์จีนี" in page
    assert "กลุ่มใหม่สุด" in page
    assert 'data-figure="' in page
    assert page.count("<table") == 4
    assert "%%" not in page


def test_a_drafts_order_is_for_coordinators(scene: Scene, client: FlaskClient, as_: As) -> None:
    draft = make.challenge(scene.issue, scene.cast.cora, published=False)
    commit()
    assert client.get(f"/challenges/{draft.id}/order").status_code == 404
    assert as_(scene.cast.cora).get(f"/challenges/{draft.id}/order").status_code == 200


def test_few_queries(scene: Scene, client: FlaskClient, queries) -> None:  # type: ignore[no-untyped-def]
    address = f"/challenges/{scene.challenge.id}/order"
    with queries() as asked:
        client.get(address)
    assert len(asked) == 3, asked  # the challenge with its issue, its phases, the order
