"""What the tests of writing ideas share: files to upload, and drafts."""

from __future__ import annotations

import io
from typing import Any

import sqlalchemy as sa
from PIL import Image

from app.accounts.models import Person
from app.core import clock
from app.core.db import commit, db
from app.develop.models import Attachment, Idea, IdeaDraft
from tests.develop.conftest import Scene

WORDS = {"title": "ซ่อมเสาในสามวัน", "body": "ให้ **อบต.** แจ้งซ่อม"}
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def png(colour: str = "#24407f") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(target, "PNG")
    return target.getvalue()


def upload(*files: tuple[bytes, str]) -> dict[str, Any]:
    """The part of a form that holds files: `upload((png(), "a.png"), …)`."""
    return {"files": [(io.BytesIO(content), name) for content, name in files]}


def hide(idea: Idea, moderator: Person) -> None:
    idea.hidden_at, idea.hidden_by_id, idea.hidden_reason = clock.now(), moderator.id, "โฆษณา"
    commit()


def new_address(scene: Scene) -> str:
    return f"/challenges/{scene.challenge.id}/ideas/new"


def drafts() -> list[IdeaDraft]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(IdeaDraft).order_by(IdeaDraft.id)))


def attachments() -> list[Attachment]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Attachment).order_by(Attachment.id)))


def posted(title: str = WORDS["title"]) -> list[Idea]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Idea).where(Idea.title == title)))


def a_draft(scene: Scene, author: Any, **values: Any) -> IdeaDraft:
    row = IdeaDraft(
        challenge_id=scene.challenge.id, author_id=author.id,
        **({"title": "ร่างของฉัน", "body": "ยังไม่เสร็จ", "details": {}} | values),
    )  # fmt: skip
    db.session.add(row)
    commit()
    return row
