"""All cookies that this site sets, and what for: the privacy notice shows this table, a test holds
every page to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from app.accounts.guards import DAY, DEVICE_COOKIE, DEVICE_LASTS
from app.core import i18n


@dataclass(frozen=True)
class Cookie:
    name: str
    purpose: Any
    days: int


def cookies() -> list[Cookie]:
    signed_in = current_app.permanent_session_lifetime
    return [
        Cookie(
            current_app.config["SESSION_COOKIE_NAME"],
            _l("keeps you signed in, and guards forms against being sent by other sites"),
            signed_in.days,
        ),
        Cookie(i18n.COOKIE, _l("remembers the language that you chose"), i18n.COOKIE_DAYS),
        Cookie(
            DEVICE_COOKIE,
            _l("knows that you signed in here before: nobody locks you out by guessing"),
            DEVICE_LASTS // DAY,
        ),
    ]
