"""Tags and places of ideas."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.db import commit, db
from app.develop import commands
from app.develop.details import Details, tag_key, tag_names
from app.develop.models import Idea, Tag
from tests.develop.conftest import Scene
from tests.develop.ideas_support import WORDS, hide, new_address, posted
from tests.support import make

As = Callable[[Person], FlaskClient]


def tagged(scene: Scene, *tags: str) -> Idea:
    title = f"แนวคิด {' '.join(tags)}"
    idea = commands.post_idea(
        scene.cast.mali, scene.challenge, title=title, body="ก", details=Details(tags=tags)
    )
    commit()
    return idea


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Smart City", "  smart   CITY "),
        ("น้ำ", "นํ้า"),
        ("แอป", "เเอป"),
        ("#เน็ต", "เน็ต\u200b"),
        ("ＷｉＦｉ", "wifi"),
    ],
)
def test_two_spellings_are_one_tag(one: str, other: str) -> None:
    assert tag_key(one) == tag_key(other) != ""


@pytest.mark.parametrize("nothing", ["", "  ", "###", "\u200b", "!?", "่้"])
def test_what_is_no_word_is_no_tag(nothing: str) -> None:
    assert tag_names([nothing]) == ()


def test_several_in_one_field_are_taken_apart() -> None:
    assert tag_names(["เน็ต, ไฟฟ้า #ถนน", "เน็ต"]) == ("เน็ต", "ไฟฟ้า", "ถนน")


def test_an_idea_is_posted_with_tags_and_a_place(scene: Scene, as_: As) -> None:
    district = make.place()
    data = WORDS | {
        "tags-0": "เน็ต", "tags-1": " Wi-Fi ", "province": "50", "district": str(district.id)
    }  # fmt: skip
    browser = as_(scene.cast.mali)
    page = browser.get(browser.post(new_address(scene), data=data).location).text
    assert "เมืองเชียงใหม่" in page
    assert "Wi-Fi" in page
    [idea] = posted()
    assert (idea.province_id, idea.district_id) == (50, district.id)


@pytest.mark.parametrize(
    "wrong",
    [{"tags-0": "ก" * 41}, {"tags-0": "ก,ข,ค,ง,จ,ฉ"}, {"province": "50", "district": "9001"}],
)
def test_what_does_not_fit_is_said(scene: Scene, as_: As, wrong: dict[str, str]) -> None:
    make.place()
    answer = as_(scene.cast.mali).post(new_address(scene), data=WORDS | wrong)
    assert answer.status_code == 422
    assert WORDS["title"] in answer.text
    assert posted() == []


@pytest.mark.parametrize("wrong", ["99", "x", "99999999999999999999", "٥٠"])
def test_an_unknown_province_is_none(scene: Scene, as_: As, wrong: str) -> None:
    make.place()
    as_(scene.cast.mali).post(new_address(scene), data=WORDS | {"province": wrong})
    assert posted()[0].province_id is None


def test_without_a_script_the_districts_come_with_the_preview(scene: Scene, as_: As) -> None:
    make.place()
    data = WORDS | {"province": "50", "preview": "1"}
    page = as_(scene.cast.mali).post(new_address(scene), data=data).text
    assert 'value="5001"' in page
    assert 'value="9001"' not in page


def test_the_list_is_filtered_by_a_tag_in_any_spelling(scene: Scene, client: FlaskClient) -> None:
    one, other = tagged(scene, "น้ำ"), tagged(scene, "ไฟ")
    for spelling in ("น้ำ", "นํ้า"):
        page = client.get(f"/challenges/{scene.challenge.id}", query_string={"tag": spelling}).text
        assert one.title in page
        assert other.title not in page
    nothing = client.get(f"/challenges/{scene.challenge.id}?tag=%27--").text
    assert one.title in nothing  # what is no word asks for nothing
    unknown = client.get(f"/challenges/{scene.challenge.id}?tag=ไม่มี").text
    assert one.title not in unknown


def test_tags_in_use_are_suggested_and_listed_the_commonest_first(
    scene: Scene, as_: As, client: FlaskClient
) -> None:
    tagged(scene, "ถนน"), tagged(scene, "ถนน", "ไฟ")
    secret = tagged(scene, "ความลับ")
    hide(secret, scene.cast.modda)
    page = client.get(f"/challenges/{scene.challenge.id}/tags").text
    assert page.index("ถนน") < page.index("ไฟ")
    form = as_(scene.cast.mana).get(new_address(scene)).text
    assert '<option value="ถนน">' in form
    assert "ความลับ" not in page + form


def test_a_tag_keeps_its_first_spelling_and_is_one_row(scene: Scene) -> None:
    tagged(scene, "Smart City"), tagged(scene, "SMART CITY")
    assert db.session.scalars(sa.select(Tag.name)).all() == ["Smart City"]


def test_tags_of_twenty_rows_cost_one_query(scene: Scene, client: FlaskClient, queries) -> None:  # type: ignore[no-untyped-def]
    for number in range(20):
        tagged(scene, "ถนน", f"แท็ก{number}")
    with queries() as asked:
        client.get(f"/challenges/{scene.challenge.id}")
    assert len([sql for sql in asked if "idea_tags" in sql]) == 1
    assert not [sql for sql in asked if "ideas.body" in sql or "FROM attachments" in sql]
