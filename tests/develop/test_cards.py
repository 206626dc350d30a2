"""Pictures for shared addresses, and what page heads say to those who fetch them."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from PIL import Image, ImageFont, features

from app.accounts.models import Person
from app.core.assets import path_of
from app.core.db import commit
from app.develop import cards
from app.develop.cards import Card
from tests.develop.conftest import Scene
from tests.support import make

As = Callable[[Person], FlaskClient]
FONT = ImageFont.truetype(str(path_of("Sarabun-SemiBold.ttf")), 60)
LONG = "โครงการพัฒนาโครงสร้างพื้นฐานโทรคมนาคมในพื้นที่ห่างไกลเพื่อให้ทุกหมู่บ้านเข้าถึงอินเทอร์เน็ต"


def image_address(page: str) -> str:
    found = re.search(r'property="og:image" content="http://127\.0\.0\.1:8000([^"]+)"', page)
    assert found
    return found[1].replace("&amp;", "&")


def test_a_page_names_its_card_which_is_kept_for_ever(scene: Scene, client: FlaskClient) -> None:
    for page in (f"/ideas/{scene.idea.id}", f"/challenges/{scene.challenge.id}"):
        answer = client.get(image_address(client.get(page).text))
        assert answer.mimetype == "image/png"
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers
        assert Image.open(BytesIO(answer.data)).size == (1200, 630)


def test_the_head_speaks_in_absolute_addresses(scene: Scene, client: FlaskClient) -> None:
    scene.idea.body = '**ตั้งเสา** "ใหม่" <script>alert(1)</script> ' + "ก" * 300
    commit()
    page = client.get(f"/ideas/{scene.idea.id}").text
    head = page[: page.index("</head>")]
    assert f'og:url" content="http://127.0.0.1:8000/ideas/{scene.idea.id}"' in head
    assert f'og:title" content="{scene.idea.title}"' in head
    assert 'name="twitter:card" content="summary_large_image"' in head
    assert "<script>alert" not in head
    assert "ตั้งเสา" in head
    assert "ก" * 201 not in head


def test_the_address_changes_with_the_title_and_an_old_one_is_not_kept_for_ever(
    scene: Scene, client: FlaskClient
) -> None:
    old = image_address(client.get(f"/ideas/{scene.idea.id}").text)
    scene.idea.title = "ชื่อใหม่"
    commit()
    assert image_address(client.get(f"/ideas/{scene.idea.id}").text) != old
    assert client.get(old).headers["Cache-Control"] == "public, max-age=86400"


def test_an_unchanged_card_is_not_sent_again(scene: Scene, client: FlaskClient) -> None:
    address = f"/ideas/{scene.idea.id}/card.png"
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_what_is_hidden_or_a_draft_has_no_card(scene: Scene, client: FlaskClient, as_: As) -> None:
    hidden = make.hidden_idea(scene.challenge, scene.cast.mali, scene.cast.modda)
    draft = make.challenge(scene.issue, scene.cast.cora, published=False)
    inside = make.idea(draft, scene.cast.mali)
    commit()
    for browser in (client, as_(scene.cast.mali), as_(scene.cast.modda), as_(scene.cast.cora)):
        assert browser.get(f"/ideas/{hidden.id}/card.png").status_code == 404
        assert browser.get(f"/ideas/{inside.id}/card.png").status_code == 404
        assert browser.get(f"/challenges/{draft.id}/card.png").status_code == 404
    assert "og:image" not in as_(scene.cast.modda).get(f"/ideas/{hidden.id}").text


# Drawing


def test_pillow_can_shape_thai() -> None:
    assert features.check("raqm")


def test_lines_break_between_thai_words_and_keep_every_letter() -> None:
    lines = cards.wrap(LONG, FONT, 700)
    assert "".join(lines) == LONG
    assert lines[:2] == ["โครงการพัฒนา", "โครงสร้างพื้นฐาน"]
    assert all(FONT.getlength(line) <= 700 for line in lines)


@pytest.mark.parametrize("text", ["ก" * 120, "W" * 120, "กิ้" * 60, "a " * 60, "", "İstanbul " * 9])
def test_whatever_is_typed_fits(text: str) -> None:
    lines = cards.wrap(text, FONT, 700)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(FONT.getlength(line) <= 700 for line in lines)
    assert not any(line.startswith(("\u0e34", "\u0e49")) for line in lines)
    assert cards.png(Card(text, "", "", "#1F5E94"))


def test_what_the_font_lacks_or_turns_the_line_is_left_out() -> None:
    assert cards.drawable("เน็ต 😀 \u202eเร็ว\x00") == "เน็ต เร็ว"


def test_a_mark_is_drawn_above_its_letter_not_beside_it() -> None:
    assert FONT.getlength("กี้", language="th") == FONT.getlength("ก", language="th")


def test_the_same_words_give_the_same_bytes_and_others_another_version() -> None:
    card = Card("ชื่อ", "โจทย์", "ร่วมคิด", "#1F5E94")
    cards.png.cache_clear()
    first = cards.png(card)
    cards.png.cache_clear()
    assert cards.png(card) == first
    assert card.version != Card("ชื่อ", "โจทย์", "ร่วมคิด", "#1F5E95").version
