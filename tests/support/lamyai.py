"""Lamyai has done everything that can be done here: her name and address stand everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from app.accounts import commands, oidc
from app.accounts.models import Notification, ParticipantGroup, Person, Purpose, Role
from app.core import audit, clock, files, networks
from app.core.db import commit, db
from app.develop import commands as develop
from app.develop.commands import appeals
from app.develop.commands.deciding import Reason
from app.develop.commands.holding import ensure_group
from app.develop.models import (
    AppealOutcome,
    Attachment,
    AttachmentKind,
    Challenge,
    Comment,
    Decision,
    HouseRule,
    Idea,
    IdeaDraft,
    IdeaVersion,
    IdeaVote,
    Report,
    TextGroup,
)
from app.diagnose.models import IssueState
from tests.support import make
from tests.support.authenticator import give_app
from tests.support.cast import Cast

PASSWORD = "ฝนตกที่ปลายดอยทุกเย็น"
EMAIL, NAME, OLD_NAME = "lamyai.sukjai@example.org", "ลำไย สุขใจยิ่ง", "Lamyai Before"
HER_WORDS = ("เสาสัญญาณหลังวัด", "เห็นด้วยกับข้อเสนอหลังวัด", "เน็ตหลังวัดช้ามาก")


def make_lamyai(cast: Cast) -> Person:
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
    _is_linked(person, cast, idea, others)
    _is_moderated(person, cast, comment)
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


def _is_linked(person: Person, cast: Cast, idea: Idea, others: Idea) -> None:
    """A family is named after her idea, and others are told of it."""
    family = develop.found_family(person, idea, title=idea.title, others=[others])
    develop.rename_family(person, family, "เน็ตทั้งตำบล")
    second = develop.found_family(cast.modda, idea, title=idea.title, others=[])
    told = make.idea(idea.challenge, cast.mana, "เสาหลังวัดเหมือนกัน")
    develop.ask_into_family(cast.modda, second, [told])
    develop.close_as_duplicate(cast.cora, told, idea, "ซ้ำกัน")
    make.follow(cast.mana, idea_id=idea.id)
    develop.comment_on(cast.mali, idea, "ดีมาก")
    make.news(
        cast.ana, kind="idea.new", about=f"challenge {idea.challenge_id}", title="โจทย์",
        path=f"/ideas/{idea.id}", details={"idea": idea.title},
    )  # fmt: skip


def _is_moderated(person: Person, cast: Cast, comment: Comment) -> None:
    """Reported, hidden with all that say the same, appealed in vain, and restored."""
    reason = Reason(f"{NAME} เขียนชื่อผู้อื่น", HouseRule.PERSONAL_DATA)
    group = db.session.get_one(TextGroup, ensure_group(comment))
    db.session.add(
        Report(comment_id=comment.id, reporter_id=cast.mali.id, rule=HouseRule.PERSONAL_DATA)
    )
    develop.hide(cast.modda, group, reason)
    hiding = db.session.scalars(sa.select(Decision)).one()
    appeal = appeals.appeal(person, hiding, f"ดิฉัน {NAME} ไม่ได้เขียน")
    appeals.settle(cast.modda, appeal, AppealOutcome.UPHELD, f"คุณ{NAME} เขียนจริง")
    develop.restore(cast.modda, comment, Reason(f"{NAME} แก้แล้ว"))
    db.session.flush()


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
