"""What news says: a sentence a kind, made when somebody reads it, in the reader's language.

A slice registers its kinds in a file of its own, which its views and jobs import:

    SENTENCES["idea.hidden"] = sentence(_l("A moderator has hidden your idea."))
    SENTENCES["comment.reply"] = sentence(_l("%(author)s answered your comment."))
    SENTENCES["answer.changed"] = lambda news: _("…", state=label(AnswerState(news.details["to"])))

The title of what it is about stands above the sentence: it need not be repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import Notification

Sentence = Callable[[Notification], str]
SENTENCES: dict[str, Sentence] = {}


def sentence(text: Any) -> Sentence:
    """A lazily translated text, in which `%(name)s` stands for one of the news' details."""
    return lambda news: str(text) % _Details(news.details)


def say(news: Notification) -> str:
    """The sentence of a piece of news; of a kind that is no longer known, a plain one."""
    made = SENTENCES.get(news.kind)
    return made(news) if made else _("There is news.")


class _Details(dict[str, Any]):
    """Old news may lack what a newer sentence names: it still can be read."""

    def __init__(self, details: Mapping[str, Any]) -> None:
        super().__init__(details)

    def __missing__(self, key: str) -> str:
        return "…"


SENTENCES["account.suspend"] = sentence(
    _l("An administrator has suspended your account. The reason: %(reason)s")
)
SENTENCES["account.reinstate"] = sentence(
    _l("An administrator has opened your account again. The reason: %(reason)s")
)
