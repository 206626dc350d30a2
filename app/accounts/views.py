"""Pages of this slice."""

from __future__ import annotations

from flask import Flask

from app.accounts import sessions


def init_app(app: Flask) -> None:
    sessions.init_app(app)
