"""Pages of this slice."""

from __future__ import annotations

from flask import Flask

from app.accounts import cli, sessions
from app.accounts.labels import LABELS
from app.accounts.views import account, entrance, privacy, reset, sign_up  # noqa: F401  add routes
from app.accounts.views.blueprint import bp
from app.core import labels


def init_app(app: Flask) -> None:
    sessions.init_app(app)
    labels.LABELS.update(LABELS)
    app.register_blueprint(bp)
    cli.init_app(app)
