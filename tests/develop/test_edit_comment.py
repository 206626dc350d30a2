"""Changing one's comment shortly after writing it, and taking it back at any time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.db import commit, db
from app.core.models import AuditEntry
from app.core.refusals import Refused
from app.develop import commands, queries
from app.develop.models import Comment, Idea, Stance
from tests.develop.conftest import Scene, a_scene
from tests.support import make
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]
NEW = {"body": "ถ้อยคำใหม่", "stance": "for"}


def reread(comment: Comment) -> Comment:
    db.session.rollback()
    return db.session.get_one(Comment, comment.id, populate_existing=True)


def minutes_ago(minutes: float) -> dict[str, object]:
    return {"created_at": clock.now() - timedelta(minutes=minutes)}


def test_the_form_holds_the_words_and_the_stance(scene: Scene, as_: As) -> None:
    comment = make.comment(scene.idea, scene.cast.mana, "ถ้อยคำเดิม", stance=Stance.AGAINST)
    commit()
    page = as_(scene.cast.mana).get(f"/comments/{comment.id}/edit").text
    assert "ถ้อยคำเดิม" in page
    assert 'checked class="form-check-input" id="stance-1"' in page


def test_a_change_is_marked_and_the_words_before_are_kept(scene: Scene, as_: As) -> None:
    comment = make.comment(scene.idea, scene.cast.mana, "ถ้อยคำเดิม", **minutes_ago(14.9))
    commit()
    answer = as_(scene.cast.mana).post(f"/comments/{comment.id}/edit", data=NEW)
    assert answer.location == f"/ideas/{scene.idea.id}#comment-{comment.id}"
    changed = reread(comment)
    assert (changed.body, changed.stance) == ("ถ้อยคำใหม่", Stance.FOR)
    page = as_(scene.cast.mali).get(f"/ideas/{scene.idea.id}").text
    assert "แก้ไขแล้ว" in page
    assert "ถ้อยคำเดิม" not in page
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "comment.edit"))
    assert entry.one().before == {"body": "ถ้อยคำเดิม", "stance": "remark"}


def test_a_reply_gets_no_stance_by_being_changed(scene: Scene, as_: As) -> None:
    first = make.comment(scene.idea, scene.cast.mana)
    reply = make.reply(first, scene.cast.mana)
    commit()
    as_(scene.cast.mana).post(f"/comments/{reply.id}/edit", data=NEW)
    assert reread(reply).stance is Stance.REMARK


@pytest.mark.parametrize("method", ["get", "post"])
def test_after_fifteen_minutes_it_stays_as_it_is(scene: Scene, as_: As, method: str) -> None:
    comment = make.comment(scene.idea, scene.cast.mana, **minutes_ago(15))
    commit()
    answer = getattr(as_(scene.cast.mana), method)(f"/comments/{comment.id}/edit", data=NEW)
    assert answer.status_code == 409
    assert "15 นาที" in answer.text
    assert method == "get" or NEW["body"] in answer.text
    assert f'href="/ideas/{scene.idea.id}#comment-{comment.id}"' in answer.text
    assert reread(comment).edited_at is None


def test_words_that_do_not_fit_stay_in_the_form(scene: Scene, as_: As) -> None:
    comment = make.comment(scene.idea, scene.cast.mana)
    commit()
    data = {"body": "ก" * 2_001, "stance": "against"}
    answer = as_(scene.cast.mana).post(f"/comments/{comment.id}/edit", data=data)
    assert answer.status_code == 422
    assert "ก" * 2_001 in answer.text
    assert 'checked class="form-check-input" id="stance-1"' in answer.text


def test_nobody_changes_or_withdraws_anothers_comment(
    scene: Scene, client: FlaskClient, as_: As
) -> None:
    comment = make.comment(scene.idea, scene.cast.mana, "ถ้อยคำเดิม")
    commit()
    for verb in ("edit", "withdraw"):
        address = f"/comments/{comment.id}/{verb}"
        assert client.post(address, data=NEW).location.startswith("/sign-in")
        for name in ("mali", "modda", "cora", "ada", "suda"):
            assert as_(getattr(scene.cast, name)).post(address, data=NEW).status_code == 403
    kept = reread(comment)
    assert (kept.body, kept.withdrawn_at) == ("ถ้อยคำเดิม", None)


def test_a_closed_challenge_or_a_hidden_comment_takes_no_change(cast: Cast, as_: As) -> None:
    scene = a_scene(cast, ideas_open=False, voting_open=False)
    comment = make.comment(scene.idea, cast.mana)
    commit()
    assert as_(cast.mana).post(f"/comments/{comment.id}/edit", data=NEW).status_code == 409
    make.hide(comment)
    commit()
    assert as_(cast.mana).post(f"/comments/{comment.id}/edit", data=NEW).status_code == 409
    assert reread(comment).edited_at is None


def test_a_withdrawn_thread_keeps_its_place_and_its_replies(
    scene: Scene, client: FlaskClient, as_: As
) -> None:
    comment = make.comment(scene.idea, scene.cast.mana, "ถ้อยคำที่ถอน", **minutes_ago(60 * 24 * 30))
    make.reply(comment, scene.cast.mali, "คำตอบที่ยังอยู่")
    commit()
    answer = as_(scene.cast.mana).post(f"/comments/{comment.id}/withdraw")
    assert answer.location == f"/ideas/{scene.idea.id}#comments"
    for browser in (client, as_(scene.cast.mana), as_(scene.cast.modda)):
        page = browser.get(f"/ideas/{scene.idea.id}").text
        assert "ผู้เขียนถอนความเห็นนี้แล้ว" in page
        assert "คำตอบที่ยังอยู่" in page
        assert "ถ้อยคำที่ถอน" not in page
    assert db.session.get_one(Idea, scene.idea.id).comments_count == 1
    assert queries.counter_differences() == []


def test_one_without_replies_is_gone(scene: Scene, client: FlaskClient, as_: As) -> None:
    comment = make.comment(scene.idea, scene.cast.mana)
    commands.withdraw_comment(scene.cast.mana, comment)
    commit()
    for browser in (client, as_(scene.cast.mana), as_(scene.cast.modda)):
        page = browser.get(f"/ideas/{scene.idea.id}").text
        assert f'id="comment-{comment.id}"' not in page
        assert browser.get(f"/comments/{comment.id}").status_code == 404


def test_it_can_be_withdrawn_after_closing_but_once(cast: Cast, as_: As) -> None:
    scene = a_scene(cast, ideas_open=False, voting_open=False)
    comment = make.comment(scene.idea, cast.mana)
    commit()
    assert as_(cast.mana).post(f"/comments/{comment.id}/withdraw").status_code == 302
    assert as_(cast.mana).post(f"/comments/{comment.id}/withdraw").status_code == 409
    assert db.session.get_one(Idea, scene.idea.id).comments_count == 0


def test_hidden_held_withdrawn_in_every_order_leave_the_counter_right(scene: Scene) -> None:
    cast, idea = scene.cast, scene.idea
    one, two, three = (make.comment(idea, cast.mana) for _ in range(3))
    held = make.comment(idea, cast.mana, held_at=clock.now(), held_for="links")
    commands.withdraw_comment(cast.mana, one)
    make.hide(one)
    make.hide(two)
    commands.withdraw_comment(cast.mana, two)
    make.unhide(two)
    make.hide(three)
    make.unhide(three)
    commands.withdraw_comment(cast.mana, held)
    with pytest.raises(Refused):
        commands.withdraw_comment(cast.mana, held)
    commit()
    assert db.session.get_one(Idea, idea.id).comments_count == 1
    assert queries.counter_differences() == []
