"""Pages of this slice: what everybody reads, and what an administrator edits."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.core import navigation
from app.core.labels import LABELS
from app.missions.models import StageKey
from app.missions.views import editing, places, public, windows
from app.missions.views.blueprint import bp

__all__ = ["bp", "editing", "places", "public", "windows"]


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    navigation.add(app, "public", 10, _l("Home"), "missions.home")
    navigation.add(app, "public", 50, _l("How it works"), "missions.process")
    LABELS.update(
        {
            StageKey.DIAGNOSE: _l("Diagnose"),
            StageKey.DISCOVER: _l("Discover"),
            StageKey.DEVELOP: _l("Develop"),
            StageKey.DELIVER: _l("Deliver"),
            StageKey.MONITORING: _l("Monitoring"),
        }
    )
