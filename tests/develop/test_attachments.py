"""Files of ideas: what is taken, who gets them, and how they are sent."""

from __future__ import annotations

import io
from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from PIL import Image

from app.accounts.models import Person
from app.core import files
from app.develop.models import Idea
from tests.develop.conftest import Scene
from tests.develop.ideas_support import (
    PDF,
    SVG,
    WORDS,
    attachments,
    drafts,
    hide,
    new_address,
    png,
    posted,
    upload,
)
from tests.support import make

As = Callable[[Person], FlaskClient]
LONG_NAME = "รายงาน" * 14 + "กข"  # 86 letters, 258 bytes


@pytest.fixture
def with_files(scene: Scene, as_: As) -> Idea:
    data = WORDS | upload((png(), "ภาพถนน.png"), (PDF, f"{LONG_NAME}.pdf"))
    as_(scene.cast.mali).post(new_address(scene), data=data)
    [idea] = posted()
    return idea


def test_files_are_posted_with_an_idea_at_once(with_files: Idea, client: FlaskClient) -> None:
    picture, _document = attachments()
    page = client.get(f"/ideas/{with_files.id}").text
    assert f'src="/attachments/{picture.id}/picture"' in page
    assert f"{LONG_NAME}.pdf" in page
    assert (picture.width, picture.height) == (60, 40)
    assert drafts() == []
    assert len(LONG_NAME) == 86


def test_a_document_is_sent_for_saving_and_nothing_else(
    with_files: Idea, client: FlaskClient
) -> None:
    _picture, document = attachments()
    answer = client.get(f"/attachments/{document.id}")
    assert (answer.status_code, answer.data) == (200, PDF)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert quote(files.saving_name(f"{LONG_NAME}.pdf")) in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert client.get(f"/attachments/{document.id}/picture").status_code == 404


def test_a_picture_is_shown_as_what_we_made_of_it(with_files: Idea, client: FlaskClient) -> None:
    picture, _document = attachments()
    answer = client.get(f"/attachments/{picture.id}/picture")
    assert answer.mimetype == "image/png"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    with Image.open(io.BytesIO(answer.data)) as image:
        assert image.size == (60, 40)
    kept = {"If-None-Match": answer.headers["ETag"]}
    again = client.get(f"/attachments/{picture.id}/picture", headers=kept)
    assert again.status_code == 304


def test_whether_one_may_see_it_is_asked_each_time(
    scene: Scene, with_files: Idea, client: FlaskClient, as_: As
) -> None:
    address = f"/attachments/{attachments()[0].id}/picture"
    etag = client.get(address).headers["ETag"]
    hide(with_files, scene.cast.modda)
    for path in (address, address.removesuffix("/picture")):
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 404
        assert as_(scene.cast.mana).get(path).status_code == 404
        for name in ("mali", "modda"):
            answer = as_(getattr(scene.cast, name)).get(path)
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["mana", "modda", "ada"])
def test_a_drafts_files_are_its_authors_alone(scene: Scene, as_: As, name: str) -> None:
    data = {"title": "ก", "attach": "1"} | upload((png(), "a.png"))
    as_(scene.cast.mali).post(new_address(scene), data=data)
    [one] = attachments()
    for path in (f"/attachments/{one.id}", f"/attachments/{one.id}/picture"):
        assert as_(getattr(scene.cast, name)).get(path).status_code == 404
        mine = as_(scene.cast.mali).get(path)
        assert mine.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (SVG, "a.svg"),
        (b"<!doctype html><script>alert(1)</script>", "a.png"),
        (b"MZ" + b"\x00" * 99, "a.pdf"),
        (b"", "a.png"),
    ],
)
def test_what_is_refused_is_said_with_what_is_allowed(
    scene: Scene, as_: As, content: bytes, name: str
) -> None:
    answer = as_(scene.cast.mali).post(new_address(scene), data=WORDS | upload((content, name)))
    assert answer.status_code == 422
    assert name in answer.text
    assert "PDF, DOCX" in answer.text
    assert WORDS["title"] in answer.text
    assert (attachments(), posted()) == ([], [])


def test_a_hostile_name_is_harmless(scene: Scene, as_: As, client: FlaskClient) -> None:
    name = '../../"><script>alert(1)</script>\u202egnp.exe'
    as_(scene.cast.mali).post(new_address(scene), data=WORDS | upload((PDF, name)))
    [idea], [one] = posted(), attachments()
    assert one.file.name.endswith(".pdf")
    assert not set('/<>"\u202e') & set(one.file.name)
    assert "<script>alert" not in client.get(f"/ideas/{idea.id}").text
    assert "\n" not in client.get(f"/attachments/{one.id}").headers["Content-Disposition"]


def test_at_most_five(scene: Scene, as_: As) -> None:
    many = [(png(f"#0000{number:02}"), f"{number}.png") for number in range(10, 16)]
    answer = as_(scene.cast.mali).post(new_address(scene), data=WORDS | upload(*many))
    assert answer.status_code == 422
    assert len(attachments()) == 5  # kept in a draft: the sixth has to be chosen again
    assert posted() == []


def test_files_are_described_added_and_removed_when_an_idea_is_edited(
    scene: Scene, with_files: Idea, as_: As, client: FlaskClient
) -> None:
    picture, document = attachments()
    bytes_of_document = files.path_of(document.file)
    assert bytes_of_document.exists()
    data = WORDS | {f"about-{picture.id}": "ถนนหน้า<b>โรงเรียน", "remove": str(document.id)}
    answer = as_(scene.cast.mali).post(
        f"/ideas/{with_files.id}/edit", data=data | upload((png("#ffffff"), "ใหม่.png"))
    )
    assert answer.status_code == 302
    assert [one.file.name for one in attachments()] == ["ภาพถนน.png", "ใหม่.png"]
    page = client.get(f"/ideas/{with_files.id}").text
    assert 'alt="ถนนหน้า&lt;b&gt;โรงเรียน"' in page
    make.a_night_pass()
    assert not bytes_of_document.exists()


def test_nobody_changes_anothers_files(scene: Scene, with_files: Idea, as_: As) -> None:
    picture, _document = attachments()
    data = WORDS | {"remove": str(picture.id), f"about-{picture.id}": "ของฉัน"}
    assert as_(scene.cast.mana).post(f"/ideas/{with_files.id}/edit", data=data).status_code == 403
    own = f"/ideas/{scene.others_idea.id}/edit"
    assert as_(scene.cast.mana).post(own, data=data).status_code == 302
    assert len(attachments()) == 2
    assert attachments()[0].description == ""


def test_past_the_hours_limit_the_text_stays(scene: Scene, as_: As) -> None:
    browser = as_(scene.cast.mali)
    for _ in range(60):
        browser.post(new_address(scene), data={"title": ""} | upload((b"x", "x")))
    answer = browser.post(new_address(scene), data=WORDS | upload((png(), "a.png")))
    assert answer.status_code == 429
    assert WORDS["title"] in answer.text
