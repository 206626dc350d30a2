"""My data: to read, and to take home. One's own, all of it, and nobody else's."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import commands, personal_data
from app.accounts.models import Person, Purpose
from app.core import clock, files
from app.core.db import commit, db
from app.core.models import AuditEntry
from app.develop import commands as develop
from app.develop import pseudonyms
from app.develop.models import (
    Attachment,
    AttachmentKind,
    Challenge,
    Follow,
    HouseRule,
    Idea,
    IdeaDraft,
    Report,
    VoteEvent,
    VoteFlag,
)
from app.diagnose.models import IssueState
from tests.accounts.conftest import PASSWORD
from tests.support import make
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]
PAGE, ZIP = "/account/data", "/account/data.zip"


def take(browser: FlaskClient) -> zipfile.ZipFile:
    taken = browser.post(ZIP, data={"present": PASSWORD})
    assert taken.status_code == 200, taken.text[:2000]
    assert taken.mimetype == "application/zip"
    assert taken.headers["Content-Disposition"].startswith("attachment")
    assert taken.headers["Cache-Control"] == "private, no-store"
    return zipfile.ZipFile(BytesIO(taken.data))


def everything(browser: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(take(browser).read("data.json"))
    return found


def takes_part(person: Person, cast: Cast, mark: str) -> None:
    """A row of each kind, each with a text to know it by."""
    selected = make.issue(make.mission_group(f"group-{mark}"), cast.ana, IssueState.SELECTED)
    where = make.challenge(selected, cast.cora)
    commands.give_consent(person, Purpose.VOTE)
    make.submission(f"ความคิดเห็น {mark}", person, receipt=f"receipt-{mark}")
    idea = develop.post_idea(person, where, title=f"แนวคิด {mark}", body="=1+1")
    others = make.idea(where, cast.cora, "ของโครา")
    develop.support_idea(person, others)
    develop.comment_on(person, others, f"ความเห็น {mark}")
    stored = files.store(BytesIO(f"file {mark}".encode()), "แผนที่.pdf", person)
    db.session.add_all([
        IdeaDraft(challenge_id=where.id, author_id=person.id, title=f"ร่าง {mark}"),
        Follow(person_id=person.id, challenge_id=where.id),
        Report(idea_id=others.id, reporter_id=person.id, rule=HouseRule.INSULT,
               note=f"รายงาน {mark}"),
        Attachment(file_id=stored.id, idea_id=idea.id, kind=AttachmentKind.PDF),
    ])  # fmt: skip
    commit()


def test_a_guest_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get(PAGE).location == f"/sign-in?next={PAGE}"
    assert client.post(ZIP).status_code == 302


def test_the_page_shows_every_part(as_: As, fah: Person, cast: Cast) -> None:
    takes_part(fah, cast, "ของฟ้า")
    page = as_(fah).get(PAGE)
    assert page.status_code == 200
    for words in ("fah@example.org", "ความคิดเห็น ของฟ้า", "แนวคิด ของฟ้า", "ร่าง ของฟ้า",
                  "รายงาน ของฟ้า", "แผนที่.pdf"):  # fmt: skip
        assert words in page.text
    assert fah.password_hash not in page.text
    assert str(fah.ledger_key) not in page.text


def test_the_archive_holds_everything_and_is_readable(as_: As, fah: Person, cast: Cast) -> None:
    takes_part(fah, cast, "ของฟ้า")
    archive = take(as_(fah))
    assert archive.testzip() is None
    names = set(archive.namelist())
    assert {"README.txt", "data.json", "account.csv", "votes.csv", "ideas.csv"} <= names
    (attached,) = [name for name in names if name.startswith("attachments/")]
    assert archive.read(attached).decode() == "file ของฟ้า"
    held = json.loads(archive.read("data.json"))
    assert set(held) == {"made_at", *personal_data.PARTS}
    assert held["account"][0]["email"] == "fah@example.org"
    rows = list(csv.reader(io.StringIO(archive.read("ideas.csv").decode("utf-8-sig"))))
    assert "แนวคิด ของฟ้า" in rows[1]
    assert "'=1+1" in rows[1]  # nothing in it runs in a spreadsheet


def test_receipts_of_votes_are_those_of_the_ledger(as_: As, fah: Person, cast: Cast) -> None:
    takes_part(fah, cast, "ของฟ้า")
    (vote,) = everything(as_(fah))["votes"]
    known = db.session.scalars(sa.select(VoteEvent.receipt_hash)).all()
    assert pseudonyms.receipt_hash(vote["receipt"]) in known


def test_nothing_of_anybody_else(as_: As, fah: Person, cast: Cast) -> None:
    takes_part(cast.mali, cast, "ของมะลิ")
    takes_part(fah, cast, "ของฟ้า")
    browser = as_(fah)
    archive = take(browser)
    texts = [archive.read(name).decode("utf-8") for name in archive.namelist()]
    assert not [text for text in texts if "ของมะลิ" in text or "mali@" in text]
    assert "ของมะลิ" not in browser.get(PAGE).text


def test_words_of_others_only_as_long_as_everybody_sees_them(
    as_: As, fah: Person, cast: Cast
) -> None:
    takes_part(fah, cast, "ของฟ้า")
    others = db.session.scalars(sa.select(Idea).where(Idea.title == "ของโครา")).one()
    words = [make.comment(others, cast.mana, f"คำของมานะ {n}") for n in range(3)]
    for comment in words:
        develop.find_helpful(fah, comment)
    make.hide(words[0])
    develop.withdraw_comment(cast.mana, words[1])
    commit()
    held = everything(as_(fah))
    assert [row["comment"] for row in held["helpful"]] == [None, None, "คำของมานะ 2"]
    make.hide(others)
    commit()
    held = everything(as_(fah))
    assert [row["comment"] for row in held["helpful"]] == [None, None, None]
    assert held["votes"][0]["idea"] is held["comments"][0]["idea"] is None
    assert (held["votes"][0]["number"], held["comments"][0]["text"]) == (
        others.id, "ความเห็น ของฟ้า",
    )  # fmt: skip


def test_a_doubt_about_ones_votes_is_in_it(as_: As, fah: Person, cast: Cast) -> None:
    takes_part(fah, cast, "ของฟ้า")
    where = db.session.scalars(sa.select(Challenge)).one()
    db.session.add(VoteFlag(challenge_id=where.id, person_id=fah.id, reason="pace"))
    commit()
    [doubt] = everything(as_(fah))["vote_doubts"]
    assert (doubt["challenge"], doubt["settled_at"]) == (where.title, None)
    assert "reason" not in doubt


def test_every_table_that_names_a_person_is_in_it(app: Flask) -> None:
    """A new table with somebody's rows needs a part here, or a reason why not."""
    shown = {
        "ideas", "idea_drafts", "comments", "idea_votes", "comment_reactions", "follows",
        "answer_ratings", "reports", "decisions", "submissions", "consents", "auth_sessions",
        "authenticator_apps", "linked_identities", "notifications", "role_grants",
        "audit_entries", "stored_files", "vote_flags",
    }  # fmt: skip
    why_not = {
        "password_resets": "digests of links that are dead after half an hour",
        "recovery_codes": "secrets",
        "allowances": "what the votes add up to",
        "comment_mentions": "what others wrote; told as news",
        "jobs": "work of staff; the audit log has it",
        "analysis_runs": "work of staff", "challenges": "work of staff",
        "import_batches": "work of staff", "issues": "work of staff",
        "issue_steps": "work of staff", "issue_topics": "work of staff",
        "answers": "work of staff", "idea_families": "that somebody asked: the audit log has it",
        "family_members": "that somebody asked: the audit log has it",
        "appeals": "in it, by the decision",
        "idea_versions": "in it, by the idea; who deleted one: the audit log has it",
    }  # fmt: skip
    naming = {
        table.name for table in db.metadata.sorted_tables
        if any(key.column.table.name == "people" for key in table.foreign_keys)
    }  # fmt: skip
    assert naming - shown - set(why_not) == set()


def test_the_password_is_needed(as_: As, fah: Person) -> None:
    refused = as_(fah).post(ZIP, data={"present": "a wrong guess"})
    assert refused.status_code == 422
    assert "fah@example.org" in refused.text


def test_taking_a_copy_is_noted_and_limited(as_: As, fah: Person) -> None:
    browser = as_(fah)
    for _ in range(9):
        take(browser)
    assert any(entry["action"] == "account.export" for entry in everything(browser)["log"])
    with clock.frozen(clock.now()):
        refused = browser.post(ZIP, data={"present": PASSWORD})
    assert refused.status_code == 429
    count = sa.select(sa.func.count()).where(AuditEntry.action == "account.export")
    assert db.session.scalar(count) == 10


def test_the_archive_leaves_nothing_behind(app: Flask, as_: As, fah: Person, cast: Cast) -> None:
    takes_part(fah, cast, "ของฟ้า")
    before = {path for path in app.config["DATA_DIR"].rglob("*") if path.is_file()}
    take(as_(fah))
    assert {path for path in app.config["DATA_DIR"].rglob("*") if path.is_file()} == before


def test_the_page_asks_the_database_as_much_for_many_rows(
    as_: As, fah: Person, cast: Cast,
    queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:  # fmt: skip
    takes_part(fah, cast, "ของฟ้า")
    browser = as_(fah)
    browser.get(PAGE)
    with queries() as few:
        browser.get(PAGE)
    for number in range(30):
        make.submission(f"อีกเรื่อง {number}", fah)
        commands.give_consent(fah, Purpose.ACCOUNT)
    commit()
    with queries() as many:
        browser.get(PAGE)
    assert len(many) == len(few)
