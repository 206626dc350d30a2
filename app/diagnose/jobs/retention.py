"""What Diagnose forgets, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l

from app.core import retention
from app.diagnose.commands.originals import forget_originals


@retention.keep(
    "imports",
    _l("Files that opinions were imported from, and rows not taken"),
    timedelta(days=90),
    _l("since they were uploaded"),
)
def forget(before: datetime) -> None:
    forget_originals(before)


retention.stands(
    "submissions",
    _l("Opinions sent to the office"),
    _l("part of the record of a public decision; without your name once you are erased"),
)
