"""What erasing a person does in Diagnose. What was counted stays counted."""

from __future__ import annotations

import sqlalchemy as sa

from app.accounts import erasure
from app.accounts.models import Person
from app.core import clock
from app.core.db import db
from app.diagnose.commands.intake import text_hash
from app.diagnose.models import Submission

REMOVED = "ผู้ส่งลบข้อความนี้แล้ว · removed by its sender"


@erasure.contribute_words
def forget_words(person: Person) -> None:
    """A run that was made of them keeps its figures and topics; a later one leaves them out."""
    _change(person, text=REMOVED, search_text="", text_hash=text_hash(REMOVED))
    withdrawn = sa.update(Submission).where(
        Submission.person_id == person.id, Submission.withdrawn_at.is_(None)
    )
    db.session.execute(withdrawn.values(withdrawn_at=clock.now()))


@erasure.contribute
def forget_receipts(person: Person) -> None:
    """The secret addresses by which the sender found them again."""
    _change(person, receipt=None)


def _change(person: Person, **values: str | None) -> None:
    own = sa.update(Submission).where(Submission.person_id == person.id).values(**values)
    db.session.execute(own.execution_options(synchronize_session="fetch"))
