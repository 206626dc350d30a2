"""Pages of Diagnose, a file a theme."""

from __future__ import annotations

from flask import Flask

from app.core import labels, navigation
from app.diagnose import jobs as _jobs  # noqa: F401  registers the background work
from app.diagnose.labels import LABELS
from app.diagnose.views import analysis, imports, intake, issues
from app.diagnose.views.blueprint import bp

__all__ = ["analysis", "bp", "imports", "init_app", "intake", "issues"]

MENU: tuple[tuple[navigation.Section, int, object, str], ...] = ()


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    labels.LABELS.update(LABELS)
    for section, position, text, endpoint in MENU:
        navigation.add(app, section, position, text, endpoint)
