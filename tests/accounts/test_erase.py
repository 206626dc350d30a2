"""Erase me: no identifier is left anywhere, and nothing that others rely on has changed."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import commands, erasure, erasure_log, oidc
from app.accounts.models import (
    Consent,
    Notification,
    ParticipantGroup,
    Person,
    Purpose,
    Role,
    RoleGrant,
)
from app.core import audit, clock, files, networks
from app.core.db import commit, db
from app.core.models import AuditEntry
from app.develop import commands as develop
from app.develop.models import (
    AnswerRating,
    Attachment,
    AttachmentKind,
    Challenge,
    Comment,
    CommentMention,
    Follow,
    HouseRule,
    Idea,
    IdeaDraft,
    IdeaVersion,
    IdeaVote,
    Report,
    VoteEvent,
)
from app.diagnose.models import IssueState, Submission
from tests.accounts.conftest import PASSWORD, enter, is_in
from tests.support import make
from tests.support.authenticator import give_app
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]
EMAIL, NAME, OLD_NAME = "lamyai.sukjai@example.org", "ลำไย สุขใจยิ่ง", "Lamyai Before"
SURE = {"present": PASSWORD, "sure": "y"}
HER_WORDS = ("เสาสัญญาณหลังวัด", "เห็นด้วยกับข้อเสนอหลังวัด", "เน็ตหลังวัดช้ามาก")


@pytest.fixture
def lamyai(app: Flask, cast: Cast) -> Person:
    """Somebody who has done everything that can be done, and whose name stands everywhere."""
    person = commands.create_person(None, email=EMAIL, display_name=OLD_NAME, password=PASSWORD)
    commands.change_profile(
        person, display_name=NAME, language="th", participant_group=ParticipantGroup.CITIZEN
    )
    give_app(person)
    commands.make_recovery_codes(person)
    commands.link_identity(person, oidc.PROVIDERS["line"], "0" * 64)
    commands.give_consent(person, Purpose.ACCOUNT)
    commands.give_consent(person, Purpose.VOTE)
    commands.request_reset(EMAIL)
    commands.open_session(person, f"Mozilla of {EMAIL}")
    commands.grant_role(cast.ada, person, Role.ANALYST)
    commands.suspend(cast.ada, person, f"{NAME} ({EMAIL}) ขอพักบัญชี")
    commands.reinstate(cast.ada, person, "ตกลงกันแล้ว")
    _takes_part(person, cast)
    commit()
    return person


def _takes_part(person: Person, cast: Cast) -> None:
    where = _challenge(cast)
    make.submission(HER_WORDS[2], person, receipt="receipt-of-lamyai")
    idea = develop.post_idea(person, where, title=HER_WORDS[0], body=f"ติดต่อ {EMAIL}")
    others = make.idea(where, cast.mali, "ของมะลิ", body=f"เขียนถึง {EMAIL.upper()} แล้ว")
    for one in (idea, others):
        develop.support_idea(person, one)
        develop.support_idea(cast.mana, one)
    db.session.execute(sa.update(IdeaVote).values(network=networks.tag("203.0.113.9")))
    comment = develop.comment_on(person, others, HER_WORDS[1])
    develop.reply_to(cast.mali, comment, "ขอบคุณ")
    rows = [
        IdeaDraft(challenge_id=where.id, author_id=person.id, title=f"ร่างของ {NAME}"),
        IdeaVersion(idea_id=idea.id, number=1, title=HER_WORDS[0], body=NAME,
                    written_at=clock.now()),
        Report(idea_id=others.id, reporter_id=person.id, rule=HouseRule.INSULT,
               note=f"{NAME} แจ้ง"),
        Notification(person_id=cast.mali.id, kind="comment.reply", about="idea 1",
                     path="/ideas/1", details={"author": NAME}),
    ]  # fmt: skip
    db.session.add_all(rows)
    db.session.flush()
    for owner in ({"draft_id": rows[0].id}, {"idea_id": idea.id}):
        stored = files.store(BytesIO(f"{owner} {EMAIL}".encode()), f"{NAME}.pdf", person)
        db.session.add(Attachment(file_id=stored.id, kind=AttachmentKind.PDF, **owner))
    db.session.execute(
        sa.update(Idea).where(Idea.id == idea.id)
        .values(hidden_at=clock.now(), hidden_by_id=cast.modda.id, hidden_reason=f"{NAME} ขอ")
    )  # fmt: skip
    audit.record(cast.modda, "idea.hide", idea, reason=f"คุณ{NAME} เขียนชื่อผู้อื่น")


def _challenge(cast: Cast) -> Challenge:
    selected = make.issue(make.mission_group(), cast.ana, IssueState.SELECTED)
    return make.challenge(selected, cast.cora)


def everything(app: Flask) -> Iterator[tuple[str, str]]:
    """Every value of every column of every table that can hold a text, and every file's bytes."""
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(sa.select(table)).mappings():
            for name, value in row.items():
                if isinstance(value, str | dict | list):
                    yield f"{table.name}.{name}", json.dumps(value, ensure_ascii=False)
    folder: Path = app.config["DATA_DIR"]
    for path in folder.rglob("*"):
        if path.is_file() and not path.name.startswith(("ruamkid.sqlite", "queue.sqlite")):
            yield str(path.relative_to(folder)), path.name + path.read_bytes().decode("latin-1")


def places_of(app: Flask, *known: str) -> dict[str, str]:
    """Where any of it still stands."""
    spellings = [form.casefold() for one in known for form in (one, _as_bytes(one))]
    return {
        place: text for place, text in everything(app)
        if any(form in text.casefold() for form in spellings)
    }  # fmt: skip


def _as_bytes(text: str) -> str:
    return text.encode().decode("latin-1")


def figures() -> dict[str, Any]:
    """What must not change: tallies, counters, the ledger."""
    ideas = db.session.execute(
        sa.select(Idea.id, Idea.votes_count, Idea.against_count, Idea.comments_count)
    )
    events = db.session.execute(sa.select(VoteEvent.id, VoteEvent.voter, VoteEvent.choice))
    votes = db.session.execute(sa.select(IdeaVote.idea_id, sa.func.count()).group_by("idea_id"))
    return {
        "ideas": sorted(ideas.tuples()),
        "events": sorted(events.tuples()),
        "votes": sorted(votes.tuples()),
        "people": db.session.scalar(sa.select(sa.func.count(Person.id))),
        "submissions": db.session.scalar(sa.select(sa.func.count(Submission.id))),
    }


@pytest.mark.parametrize("words", [False, True], ids=["words stay", "words go"])
def test_no_identifier_is_left_and_no_figure_changes(
    app: Flask, lamyai: Person, words: bool
) -> None:
    key, before = lamyai.ledger_key, figures()
    assert len(places_of(app, EMAIL)) > 6  # it did stand in many places
    assert len(places_of(app, NAME)) > 6
    commands.erase(lamyai, words=words)
    commit()
    db.session.expire_all()
    # a text that she wrote her own name into is hers to keep or to take away
    left = places_of(app, NAME, OLD_NAME) if words else {}
    assert left == {}
    assert places_of(app, EMAIL, str(key), "0" * 64, "receipt-of-lamyai") == {}
    assert figures() == before
    assert develop.recount(fix=False) == []


def test_where_words_stay_her_name_stands_only_in_her_own_texts(app: Flask, lamyai: Person) -> None:
    commands.erase(lamyai, words=False)
    commit()
    left = {place for place in places_of(app, NAME, OLD_NAME) if place.count(".") == 1}
    assert left == {"idea_versions.body"}
    titles = db.session.scalars(sa.select(Idea.title)).all()
    assert HER_WORDS[0] in titles


def test_words_go_where_they_were_wanted_gone(app: Flask, lamyai: Person) -> None:
    assert places_of(app, *HER_WORDS)
    commands.erase(lamyai, words=True)
    commit()
    assert places_of(app, *HER_WORDS) == {}
    assert db.session.scalar(sa.select(sa.func.count(Comment.id))) == 2


def test_what_was_hers_alone_is_gone(app: Flask, lamyai: Person) -> None:
    commands.erase(lamyai, words=False)
    commit()
    for model in (RoleGrant, Follow, CommentMention, Notification):
        assert db.session.scalars(sa.select(model).filter_by(person_id=lamyai.id)).all() == []
    assert db.session.scalar(sa.select(sa.func.count(IdeaDraft.id))) == 0
    votes = db.session.scalars(sa.select(IdeaVote).filter_by(person_id=lamyai.id)).all()
    assert [vote.network for vote in votes] == [None, None]
    consents = db.session.scalars(sa.select(Consent).filter_by(person_id=lamyai.id)).all()
    assert consents
    assert all(consent.withdrawn_at for consent in consents)
    assert db.session.scalars(sa.select(AnswerRating)).all() == []
    assert (lamyai.ledger_key, lamyai.role_names) == (None, frozenset())


def test_she_cannot_sign_in_any_more_and_may_begin_anew(
    app: Flask, lamyai: Person, mails: list[Any]
) -> None:
    commands.erase(lamyai, words=False)
    commit()
    for email in (EMAIL, f"erased:{lamyai.id}", ""):
        assert not is_in(_after(enter, app, email))
    commands.create_person(None, email=EMAIL, display_name="Somebody new")
    commit()


def _after(act: Any, app: Flask, email: str) -> FlaskClient:
    client = app.test_client()
    act(client, email)
    return client


def test_pages_show_that_the_account_is_gone(
    app: Flask, client: FlaskClient, lamyai: Person
) -> None:
    db.session.execute(
        sa.update(Idea).values(hidden_at=None, hidden_by_id=None, hidden_reason=None)
    )
    idea = db.session.scalars(sa.select(Idea).filter_by(author_id=lamyai.id)).one()
    path = f"/ideas/{idea.id}"
    assert NAME in client.get(path).text
    commands.erase(lamyai, words=False)
    commit()
    page = client.get(path)
    assert page.status_code == 200
    assert "ลบบัญชีแล้ว" in page.text
    assert NAME not in page.text


# The page


def test_a_guest_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/account/erase").location == "/sign-in?next=/account/erase"
    assert client.post("/account/erase").status_code == 302


def test_the_whole_way(app: Flask, as_: As, fah: Person) -> None:
    browser, other = as_(fah), as_(fah)
    assert "โหวต" in browser.get("/account/erase").text
    done = browser.post("/account/erase", data=SURE)
    assert done.location == "/account/erased"
    assert "device=;" in str(done.headers.getlist("Set-Cookie"))
    assert browser.get(done.location).status_code == 200
    assert not is_in(browser)
    assert not is_in(other)
    db.session.expire_all()
    assert fah.erased_at is not None


@pytest.mark.parametrize("missing", [{"present": ""}, {"present": "a wrong guess"}, {"sure": ""}])
def test_password_and_certainty_are_needed(as_: As, fah: Person, missing: dict[str, str]) -> None:
    refused = as_(fah).post("/account/erase", data=SURE | missing | {"words": "y"})
    assert refused.status_code == 422
    assert "checked" in refused.text
    db.session.expire_all()
    assert fah.erased_at is None


def test_the_last_administrator_stays(as_: As, cast: Cast, fah: Person) -> None:
    cast.ada.password_hash = fah.password_hash
    commit()
    refused = as_(cast.ada).post("/account/erase", data=SURE)
    assert refused.status_code == 422
    assert "ผู้ดูแลระบบคนสุดท้าย" in refused.text
    commands.grant_role(cast.ada, fah, Role.ADMINISTRATOR)
    commit()
    assert as_(cast.ada).post("/account/erase", data=SURE).status_code == 302


def test_administrators_do_not_act_on_the_erased(as_: As, cast: Cast) -> None:
    commands.erase(cast.mali, words=False)
    commit()
    browser = as_(cast.ada)
    assert browser.get(f"/admin/people/{cast.mali.id}").status_code == 404
    assert erasure.DELETED_NAME not in browser.get("/admin/people").text


# After a restore


def test_the_file_names_nobody(app: Flask, lamyai: Person) -> None:
    _forget_log(app)
    commands.erase(lamyai, words=True)
    commit()
    (entry,) = erasure_log.entries()
    assert (entry.person, entry.words) == (lamyai.id, True)
    assert "lamyai" not in erasure_log.path().read_text(encoding="utf-8")


def test_what_was_asked_before_a_restore_is_done_again(app: Flask, lamyai: Person) -> None:
    """The database is put back as it was before, the file beside it is not."""
    _forget_log(app)
    kept = {table.name: db.session.execute(sa.select(table)).mappings().all()
            for table in db.metadata.sorted_tables}  # fmt: skip
    commands.erase(lamyai, words=True)
    commit()
    _restore(kept)
    assert places_of(app, EMAIL)
    told = app.test_cli_runner().invoke(args=["erasures", "apply"])
    assert told.exit_code == 0, told.output
    assert "1 people" in told.output
    db.session.expire_all()
    assert places_of(app, EMAIL, NAME, OLD_NAME, *HER_WORDS) == {}
    assert "0 people" in app.test_cli_runner().invoke(args=["erasures", "apply"]).output


def test_somebody_who_got_the_number_later_is_not_erased(app: Flask, cast: Cast) -> None:
    _forget_log(app)
    earlier = cast.mali.created_at - timedelta(days=1)
    erasure_log.append(erasure_log.line(cast.mali.id, earlier, clock.now(), words=True))
    assert list(commands.to_erase_again()) == []


def test_a_line_that_a_crash_lost_is_added(app: Flask, lamyai: Person) -> None:
    commands.erase(lamyai, words=True)
    commit()
    _forget_log(app)
    assert commands.note_missing() == 1
    assert [(one.person, one.words) for one in erasure_log.entries()] == [(lamyai.id, True)]
    with erasure_log.path().open("a", encoding="utf-8") as stream:
        stream.write('{"person": 1, "ma')
    assert len(list(erasure_log.entries())) == 1


def test_a_backup_file_is_cleaned_by_the_command(
    new_database: Callable[[str], dict[str, Any]], tmp_path: Path
) -> None:
    """With the files themselves, as operations.md says to restore them (SQLite)."""
    from flask_migrate import upgrade

    from app import create_app

    site = create_app(**new_database("sqlite"))
    folder: Path = site.config["DATA_DIR"]
    with site.app_context():
        upgrade()
        person = commands.create_person(None, email=EMAIL, display_name=NAME, password=PASSWORD)
        commit()
        _back_up(folder / "ruamkid.sqlite", tmp_path / "backup.sqlite")
        commands.erase(person, words=False)
        commit()
        db.session.remove()
        db.engine.dispose()
    for suffix in ("", "-wal", "-shm"):
        (folder / f"ruamkid.sqlite{suffix}").unlink(missing_ok=True)
    shutil.copy(tmp_path / "backup.sqlite", folder / "ruamkid.sqlite")
    with site.app_context():
        assert places_of(site, EMAIL, NAME)
        assert "1 people" in site.test_cli_runner().invoke(args=["erasures", "apply"]).output
        assert places_of(site, EMAIL, NAME) == {}
        db.session.remove()
        db.engine.dispose()


def _back_up(source: Path, target: Path) -> None:
    with sqlite3.connect(source) as live, sqlite3.connect(target) as copy:
        live.backup(copy)


def _restore(kept: dict[str, Any]) -> None:
    """All tables as they were; constraints are checked at the end."""
    on_sqlite = db.engine.dialect.name == "sqlite"
    db.session.rollback()
    off = "PRAGMA defer_foreign_keys=ON" if on_sqlite else "SET session_replication_role = replica"
    db.session.execute(sa.text(off))
    for table in reversed(db.metadata.sorted_tables):
        db.session.execute(table.delete())
    for table in db.metadata.sorted_tables:
        if rows := kept[table.name]:
            db.session.execute(table.insert(), [_insertable(table, row) for row in rows])
    if not on_sqlite:
        db.session.execute(sa.text("SET session_replication_role = DEFAULT"))
    db.session.commit()
    db.session.expire_all()


def _insertable(table: sa.Table, row: Any) -> dict[str, Any]:
    computed = {column.name for column in table.columns if column.computed is not None}
    return {name: value for name, value in row.items() if name not in computed}


def _forget_log(app: Flask) -> None:
    erasure_log.path().unlink(missing_ok=True)


def test_every_part_of_an_erasure_is_there(app: Flask) -> None:
    """A slice that is not imported contributes nothing, and nobody would notice."""
    modules = {part.__module__ for part in (*erasure.ON_ERASURE, *erasure.OF_WORDS)}
    assert modules >= {
        "app.develop.commands.erasing", "app.develop.commands.ledger",
        "app.diagnose.commands.erasing",
    }  # fmt: skip


def test_it_stands_in_the_audit_log_without_a_name(app: Flask, lamyai: Person) -> None:
    commands.erase(lamyai, words=False)
    commit()
    entry = db.session.scalars(sa.select(AuditEntry).filter_by(action="account.erase")).one()
    assert (entry.actor_id, entry.object_id) == (None, str(lamyai.id))
