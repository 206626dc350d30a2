"""Saying that a comment helps: one mark a person, never one's own, its counter always right."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.db import commit, db
from app.core.refusals import Refused
from app.develop import commands, queries
from app.develop.models import Comment, CommentReaction
from tests.develop.conftest import Scene, a_scene
from tests.support import make
from tests.support.cast import Cast, make_person

As = Callable[[Person], FlaskClient]
JSON = {"Accept": "application/json"}


@pytest.fixture
def comment(scene: Scene) -> Comment:
    made = make.comment(scene.idea, scene.cast.mana, "ลองดูโครงการของตำบลข้างเคียง")
    commit()
    return made


def marks(comment: Comment) -> tuple[int, int]:
    """The counter and what it counts."""
    db.session.rollback()
    stored = db.session.scalars(
        sa.select(Comment.reactions_count).where(Comment.id == comment.id)
    ).one()
    return stored, queries.counted("comment", "reactions_count", comment.id)


def test_a_form_marks_and_takes_back(scene: Scene, comment: Comment, as_: As) -> None:
    browser, address = as_(scene.cast.mali), f"/comments/{comment.id}/helpful"
    assert f'action="{address}"' in browser.get(f"/ideas/{scene.idea.id}").text
    page = f"/ideas/{scene.idea.id}?sort=newest"
    assert browser.post(address, data={"next": page}).location == f"{page}#comment-{comment.id}"
    assert marks(comment) == (1, 1)
    assert f'action="{address}/withdraw"' in browser.get(page).text
    assert "มีประโยชน์สำหรับ 1 คน" in as_(scene.cast.mana).get(page).text
    browser.post(f"{address}/withdraw")
    assert marks(comment) == (0, 0)


def test_in_place_it_answers_the_new_box(scene: Scene, comment: Comment, as_: As) -> None:
    answer = as_(scene.cast.mali).post(f"/comments/{comment.id}/helpful", headers=JSON).json
    assert answer["count"] == 1
    assert f"/comments/{comment.id}/helpful/withdraw" in answer["html"]
    assert answer["message"]


def test_twice_changes_nothing(scene: Scene, comment: Comment) -> None:
    assert commands.find_helpful(scene.cast.mali, comment).changed
    again = commands.find_helpful(scene.cast.mali, comment)
    assert (again.count, again.changed) == (1, False)
    commands.take_back_helpful(scene.cast.mali, comment)
    commands.take_back_helpful(scene.cast.mali, comment)
    commit()
    assert marks(comment) == (0, 0)


def test_never_ones_own(scene: Scene, comment: Comment, as_: As) -> None:
    answer = as_(scene.cast.mana).post(f"/comments/{comment.id}/helpful", headers=JSON)
    assert answer.status_code == 409
    assert marks(comment) == (0, 0)


def test_who_may_not(scene: Scene, comment: Comment, client: FlaskClient, as_: As) -> None:
    for address in (f"/comments/{comment.id}/helpful", f"/comments/{comment.id}/helpful/withdraw"):
        assert client.post(address).location.startswith("/sign-in")
        assert as_(scene.cast.suda).post(address).status_code == 403
    assert marks(comment) == (0, 0)


def test_not_what_is_hidden_nor_after_closing(cast: Cast, as_: As) -> None:
    scene = a_scene(cast, ideas_open=False, voting_open=False)
    over = make.comment(scene.idea, cast.mana)
    hidden = make.comment(scene.idea, cast.mana, hidden_at=clock.now(), hidden_reason="โฆษณา")
    commit()
    assert as_(cast.mali).post(f"/comments/{over.id}/helpful").status_code == 409
    assert as_(cast.mali).post(f"/comments/{hidden.id}/helpful").status_code == 404
    assert as_(cast.modda).post(f"/comments/{hidden.id}/helpful").status_code == 409
    assert (marks(over), marks(hidden)) == ((0, 0), (0, 0))


def test_what_was_withdrawn_meanwhile_takes_no_mark(scene: Scene, comment: Comment) -> None:
    db.session.execute(
        sa.update(Comment).values(withdrawn_at=clock.now())
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    with pytest.raises(Refused, match="comment_gone"):
        commands.find_helpful(scene.cast.mali, comment)


def test_recount_finds_and_mends_a_wrong_counter(
    app: Flask, scene: Scene, comment: Comment
) -> None:
    db.session.add(CommentReaction(comment_id=comment.id, person_id=scene.cast.mali.id))
    commit()
    run = app.test_cli_runner().invoke
    done = run(args=["recount"])
    assert done.exit_code == 1
    assert f"comment {comment.id}: reactions_count is 0, counted 1" in done.output
    assert run(args=["recount", "--fix"]).exit_code == 0
    assert marks(comment) == (1, 1)


def test_many_at_once_leave_one_mark_a_person(app: Flask, scene: Scene, comment: Comment) -> None:
    people = [make_person(f"reader{number}").id for number in range(6)]
    comment_id = comment.id
    commit()

    def work(person_id: int) -> None:
        with app.app_context():
            for verb in (commands.find_helpful, commands.take_back_helpful, commands.find_helpful):
                person = db.session.get_one(Person, person_id)
                verb(person, db.session.get_one(Comment, comment_id))
                commit()

    threads = [Thread(target=work, args=(one,)) for one in [*people, *people]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert marks(comment) == (6, 6)
