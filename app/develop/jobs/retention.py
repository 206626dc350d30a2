"""What Develop forgets, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l

from app.core import networks, retention
from app.develop import commands


@retention.keep(
    "vote-networks",
    _l("The code of the network that a vote came from"),
    networks.KEYS_KEPT_FOR,
    _l("since the vote: to find votes cast by machines"),
)
def forget_networks(before: datetime) -> None:
    commands.forget_networks(before)


@retention.keep("drafts", _l("Drafts of ideas"), timedelta(days=365), _l("since they were saved"))
def forget_drafts(before: datetime) -> None:
    commands.forget_drafts(before)


retention.stands(
    "ideas",
    _l("Ideas, comments and votes"),
    _l("part of the record of a public decision; without your name once you are erased"),
)
