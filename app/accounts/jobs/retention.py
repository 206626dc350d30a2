"""What accounts forget, and when."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import lazy_gettext as _l

from app.accounts import commands, erasure_log
from app.accounts.models import AuthSession, Notification, PasswordReset
from app.core import retention
from app.core.db import db


@retention.keep(
    "sessions", _l("Where you were signed in"), timedelta(days=30), _l("since signed out or ended")
)
def forget_sessions(before: datetime) -> None:
    over = sa.or_(AuthSession.revoked_at < before, AuthSession.expires_at < before)
    _delete(AuthSession, over)


@retention.keep(
    "resets", _l("Digests of links that set a password"), timedelta(days=7), _l("since they ended")
)
def forget_resets(before: datetime) -> None:
    _delete(PasswordReset, PasswordReset.expires_at < before)


@retention.keep("news", _l("News that you have read"), timedelta(days=365), _l("since it was read"))
def forget_read_news(before: datetime) -> None:
    _delete(Notification, Notification.read_at < before)


@retention.keep(
    "old-news", _l("News that you have not read"), timedelta(days=730), _l("since it was told")
)
def forget_old_news(before: datetime) -> None:
    _delete(Notification, Notification.created_at < before)


@retention.keep(
    "mails",
    _l("Mails written into files, where an installation sends none"),
    timedelta(days=30),
    _l("since they were written"),
)
def forget_mails(before: datetime) -> None:
    folder = Path(current_app.config["MAIL_FILE_PATH"])
    for path in folder.glob("*") if folder.is_dir() else ():
        if path.is_file() and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)


@retention.keep(
    "erasures",
    _l("Numbers of erased accounts, in a file beside the database"),
    timedelta(days=3_650),
    _l("since erased: so that a restored backup is cleaned again"),
)
def complete_erasures(before: datetime) -> None:
    commands.note_missing()
    erasure_log.forget(before)


retention.stands(
    "accounts",
    _l("Your account, second step and links to ThaiD and LINE"),
    _l("until you erase it"),
)
retention.stands(
    "consents", _l("What you agreed to"), _l("as proof, without your name once you are erased")
)


def _delete(model: Any, where: sa.ColumnElement[bool]) -> None:
    db.session.execute(sa.delete(model).where(where).execution_options(synchronize_session=False))
