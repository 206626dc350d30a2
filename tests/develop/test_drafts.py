"""Drafts: saved as somebody types, theirs alone, posted with all that belongs to them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.db import db
from app.core.models import AuditEntry
from app.core.refusals import Refused
from app.develop import commands
from app.develop.details import Details, FileChanges
from app.develop.models import IdeaDraft
from app.develop.refusals import Why
from tests.develop.conftest import Scene, a_scene
from tests.develop.ideas_support import (
    SVG,
    WORDS,
    a_draft,
    attachments,
    drafts,
    new_address,
    png,
    posted,
    upload,
)
from tests.support import make
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]
JSON = {"Accept": "application/json"}


def test_what_is_begun_is_kept_by_a_button(scene: Scene, as_: As) -> None:
    browser = as_(scene.cast.mali)
    answer = browser.post(new_address(scene), data={"title": "แค่ชื่อ", "save": "1"})
    [draft] = drafts()
    assert answer.location == f"/drafts/{draft.id}"
    assert 'value="แค่ชื่อ"' in browser.get(answer.location).text
    assert posted("แค่ชื่อ") == []


def test_the_script_saves_and_learns_where(scene: Scene, as_: As) -> None:
    browser = as_(scene.cast.mali)
    told = browser.post(new_address(scene), data={"title": "ก", "save": "1"}, headers=JSON)
    [draft] = drafts()
    assert told.json is not None
    assert told.json["address"] == f"/drafts/{draft.id}"
    assert told.json["message"]
    again = browser.post(
        told.json["address"], data={"title": "กข", "seen": told.json["seen"], "save": "1"},
        headers=JSON,
    )  # fmt: skip
    assert again.status_code == 200
    assert [draft.title for draft in drafts()] == ["กข"]


def test_two_windows_do_not_write_over_each_other(scene: Scene, as_: As) -> None:
    browser = as_(scene.cast.mali)
    draft = a_draft(scene, scene.cast.mali)
    data = {"title": "หน้าต่างเก่า", "seen": "2026-01-01T00:00:00+00:00", "save": "1"}
    answer = browser.post(f"/drafts/{draft.id}", data=data, headers=JSON)
    assert answer.status_code == 409
    assert drafts()[0].title == "ร่างของฉัน"


@pytest.mark.parametrize("pressed", [{"save": "1"}, {"preview": "1"}, {"attach": "1"}, {}])
def test_an_old_window_saves_nothing_until_its_reader_says_so(
    scene: Scene, as_: As, pressed: dict[str, str]
) -> None:
    browser = as_(scene.cast.mali)
    draft = a_draft(scene, scene.cast.mali)
    data = WORDS | {"seen": "2026-01-01T00:00:00+00:00"} | pressed
    answer = browser.post(f"/drafts/{draft.id}", data=data)
    assert answer.status_code == 409
    assert "หน้าต่างอื่น" in answer.text
    assert WORDS["title"] in answer.text
    assert "data-autosave " not in answer.text  # else the script would write over it after all
    assert [draft.title for draft in drafts()] == ["ร่างของฉัน"]
    assert posted() == []
    now = re.findall(r'name="seen" value="([^"]+)"', answer.text)[0]
    assert browser.post(f"/drafts/{draft.id}", data=WORDS | {"seen": now}).status_code == 302
    assert len(posted()) == 1


def test_what_is_too_long_to_keep_is_told_to_the_script(scene: Scene, as_: As) -> None:
    data = {"title": "ก" * 121, "save": "1"}
    answer = as_(scene.cast.mali).post(new_address(scene), data=data, headers=JSON)
    assert answer.status_code == 422
    assert drafts() == []


def test_tags_and_place_are_kept_too(scene: Scene, as_: As) -> None:
    district = make.place()
    browser = as_(scene.cast.mali)
    data = {
        "title": "ก", "tags-0": "เน็ต", "province": str(district.province_id),
        "district": str(district.id), "save": "1",
    }  # fmt: skip
    page = browser.get(browser.post(new_address(scene), data=data).location).text
    assert 'value="เน็ต"' in page
    assert f'<option selected value="{district.id}">' in page


def test_the_challenge_offers_to_go_on_with_it(scene: Scene, as_: As) -> None:
    draft = a_draft(scene, scene.cast.mali)
    for path in (f"/challenges/{scene.challenge.id}", new_address(scene), "/drafts"):
        assert f'href="/drafts/{draft.id}"' in as_(scene.cast.mali).get(path).text
        assert f'href="/drafts/{draft.id}"' not in as_(scene.cast.mana).get(path).text


@pytest.mark.parametrize("name", ["mana", "modda", "cora", "ada", "exa"])
def test_nobody_else_sees_a_draft(scene: Scene, as_: As, name: str) -> None:
    draft = a_draft(scene, scene.cast.mali)
    browser = as_(getattr(scene.cast, name))
    assert browser.get(f"/drafts/{draft.id}").status_code == 404
    assert browser.post(f"/drafts/{draft.id}", data=WORDS).status_code == 404
    assert browser.post(f"/drafts/{draft.id}/delete").status_code == 404
    assert len(drafts()) == 1


def test_a_guest_signs_in_first(scene: Scene, client: FlaskClient) -> None:
    draft = a_draft(scene, scene.cast.mali)
    for path in ("/drafts", f"/drafts/{draft.id}"):
        assert client.get(path).location.startswith("/sign-in")


def test_a_suspended_person_reads_and_deletes_but_does_not_write(scene: Scene, as_: As) -> None:
    draft = a_draft(scene, scene.cast.suda)
    browser = as_(scene.cast.suda)
    assert browser.get(f"/drafts/{draft.id}").status_code == 200
    assert browser.post(f"/drafts/{draft.id}", data=WORDS).status_code == 403
    assert browser.post(f"/drafts/{draft.id}/delete").status_code == 302
    assert drafts() == []


def test_a_draft_is_posted_with_its_files(scene: Scene, as_: As) -> None:
    browser = as_(scene.cast.mali)
    data = WORDS | {"attach": "1"} | upload((png(), "ภาพ.png"))
    address = browser.post(new_address(scene), data=data).location.split("#")[0]
    answer = browser.post(address, data=WORDS)
    [idea] = posted()
    assert answer.location == f"/ideas/{idea.id}"
    assert drafts() == []
    assert [(one.idea_id, one.draft_id) for one in attachments()] == [(idea.id, None)]
    assert browser.get(address).status_code == 404


def test_of_two_posts_of_one_draft_the_second_is_refused(scene: Scene) -> None:
    draft = a_draft(scene, scene.cast.mali, **WORDS)
    gone = sa.delete(IdeaDraft).where(IdeaDraft.id == draft.id)
    db.session.execute(gone.execution_options(synchronize_session=False))  # the first was quicker
    with pytest.raises(Refused) as caught:
        commands.post_draft(scene.cast.mali, draft, **WORDS, details=Details(), files=FileChanges())
    assert caught.value.why is Why.NOTHING_TO_DO
    db.session.rollback()


def test_an_unfit_post_of_a_draft_loses_nothing(scene: Scene, as_: As) -> None:
    draft = a_draft(scene, scene.cast.mali)
    answer = as_(scene.cast.mali).post(f"/drafts/{draft.id}", data={"title": "ใหม่", "body": ""})
    assert answer.status_code == 422
    assert [draft.title for draft in drafts()] == ["ใหม่"]


def test_files_that_came_with_an_unfit_post_wait_in_a_draft(scene: Scene, as_: As) -> None:
    data = {"title": "ชื่อ", "body": ""} | upload((png(), "ภาพ.png"), (SVG, "ร้าย.svg"))
    answer = as_(scene.cast.mali).post(new_address(scene), data=data)
    assert answer.status_code == 422
    assert "ร้าย.svg" in answer.text
    [draft] = drafts()
    assert f'action="/drafts/{draft.id}"' in answer.text
    assert [one.draft_id for one in attachments()] == [draft.id]


def test_deleting_a_draft_deletes_its_files(scene: Scene, as_: As) -> None:
    browser = as_(scene.cast.mali)
    data = {"title": "ก", "attach": "1"} | upload((png(), "a.png"))
    address = browser.post(new_address(scene), data=data).location.split("#")[0]
    assert browser.post(f"{address}/delete").location == "/drafts"
    assert (drafts(), attachments()) == ([], [])


def test_one_person_keeps_twenty(scene: Scene, as_: As) -> None:
    for _ in range(20):
        a_draft(scene, scene.cast.mali)
    browser = as_(scene.cast.mali)
    answer = browser.post(new_address(scene), data={"title": "เกิน", "save": "1"})
    assert answer.status_code == 409
    assert len(drafts()) == 20
    assert browser.post(new_address(scene), data=WORDS).status_code == 302  # posting needs none
    assert browser.get("/drafts?page=2").status_code == 200


@pytest.mark.parametrize("title", [WORDS["title"], ""])
def test_with_twenty_drafts_a_chosen_file_costs_no_words(scene: Scene, as_: As, title: str) -> None:
    """The script presses "attach" as soon as a file is chosen."""
    for _ in range(20):
        a_draft(scene, scene.cast.mali)
    data = WORDS | {"title": title, "attach": "1"} | upload((png(), "ภาพ.png"))
    answer = as_(scene.cast.mali).post(new_address(scene), data=data)
    assert answer.status_code == 409
    assert WORDS["body"] in answer.text
    assert 'id="idea-form"' in answer.text
    assert "data-autosave " not in answer.text


def test_with_twenty_drafts_an_idea_is_posted_with_its_files(scene: Scene, as_: As) -> None:
    for _ in range(20):
        a_draft(scene, scene.cast.mali)
    answer = as_(scene.cast.mali).post(new_address(scene), data=WORDS | upload((png(), "ภาพ.png")))
    [idea] = posted()
    assert answer.location == f"/ideas/{idea.id}"
    assert [(one.idea_id, one.draft_id) for one in attachments()] == [(idea.id, None)]
    assert len(drafts()) == 20


def test_after_closing_a_draft_stays_readable_and_is_not_posted(cast: Cast, as_: As) -> None:
    scene = a_scene(cast, ideas_open=False)
    draft = a_draft(scene, cast.mali)
    browser = as_(cast.mali)
    assert "ยังไม่เสร็จ" in browser.get(f"/drafts/{draft.id}").text
    assert browser.post(f"/drafts/{draft.id}", data=WORDS).status_code == 409
    assert browser.post(new_address(scene), data={"title": "ก", "save": "1"}).status_code == 409
    assert (posted(), len(drafts())) == ([], 1)


def test_a_draft_that_came_too_late_is_shown_with_what_was_typed(cast: Cast, as_: As) -> None:
    scene = a_scene(cast, ideas_open=False)
    draft = a_draft(scene, cast.mali)
    page = as_(cast.mali).post(f"/drafts/{draft.id}", data=WORDS).text
    assert WORDS["title"] in page
    assert WORDS["body"] in page
    assert f'href="/drafts/{draft.id}"' in page


def test_saving_leaves_no_trace_in_the_audit_log(scene: Scene, as_: As) -> None:
    as_(scene.cast.mali).post(new_address(scene), data={"title": "ลับ", "save": "1"})
    assert db.session.scalars(sa.select(AuditEntry)).all() == []
