"""What people read of official answers."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Notification
from app.accounts.notices import SENTENCES
from app.core.labels import label
from app.develop.models import AnswerState


def _given(news: Notification) -> str:
    return _("The office has answered: %(state)s.", state=_state(news))


def _changed(news: Notification) -> str:
    return _("The official answer has changed: %(state)s.", state=_state(news))


def _state(news: Notification) -> str:
    state = news.details.get("state", "")
    return label(AnswerState(state)) if state in list(AnswerState) else "…"


SENTENCES["answer.given"] = _given
SENTENCES["answer.changed"] = _changed
