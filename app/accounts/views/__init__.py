"""Pages of this slice."""

from __future__ import annotations

from flask import Blueprint, Flask

from app.accounts import cli, sessions
from app.accounts.labels import LABELS
from app.core import labels

bp = Blueprint("accounts", __name__)

from app.accounts.views import account, entrance, privacy, reset, sign_up  # noqa: E402, F401  they add their routes to bp


def init_app(app: Flask) -> None:
    sessions.init_app(app)
    labels.LABELS.update(LABELS)
    app.register_blueprint(bp)
    cli.init_app(app)
