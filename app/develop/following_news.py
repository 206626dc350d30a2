"""What followers of ideas, challenges and mission groups read."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import Notification
from app.accounts.notices import SENTENCES, sentence
from app.core.i18n import show_datetime
from app.develop.models import PhaseKind


def _opened(news: Notification) -> str:
    closes = _closes(news)
    if news.details.get("phase") == PhaseKind.VOTING:
        return _("Voting is open now, until %(closes)s.", closes=closes)
    return _("You can post ideas now, until %(closes)s.", closes=closes)


def _closing(news: Notification) -> str:
    closes = _closes(news)
    if news.details.get("phase") == PhaseKind.VOTING:
        return _("Voting closes soon, on %(closes)s.", closes=closes)
    return _("Ideas are taken only until %(closes)s.", closes=closes)


def _closes(news: Notification) -> str:
    closes = news.details.get("closes")
    return show_datetime(datetime.fromisoformat(closes) if closes else None)


SENTENCES["idea.new"] = sentence(_l("There is a new idea: “%(idea)s”."))
SENTENCES["comment.new"] = sentence(_l("%(author)s commented."))
SENTENCES["challenge.new"] = sentence(_l("This challenge is new."))
SENTENCES["phase.opened"] = _opened
SENTENCES["phase.closing"] = _closing
