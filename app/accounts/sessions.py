"""Who asks: flask-login on rows that can be revoked."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask_login import LoginManager

from app.accounts.models import AuthSession, Guest, Person
from app.core import clock
from app.core.db import db

LIFETIME = timedelta(days=14)
login_manager = LoginManager()
login_manager.anonymous_user = Guest
login_manager.session_protection = None  # the session row is what protects; it can be revoked


@login_manager.user_loader
def load_person(session_id: str) -> Person | None:
    """The person of a live session row. One query, and one for the roles."""
    found = db.session.get(AuthSession, session_id)
    if found is None or found.revoked_at is not None or found.expires_at <= clock.now():
        return None
    found.person.auth_session = found
    return found.person


def init_app(app: Flask) -> None:
    login_manager.init_app(app)
