"""Pages of Diagnose, a file a theme."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.core import labels, navigation
from app.diagnose import jobs as _jobs  # noqa: F401  registers the background work
from app.diagnose import own_data as _own_data  # noqa: F401  registers what is held of people
from app.diagnose.commands import erasing as _erasing  # noqa: F401  and what erasing them does
from app.diagnose.labels import LABELS
from app.diagnose.views import analysis, imports, intake, issues, open_now, submissions
from app.diagnose.views.blueprint import bp

__all__ = ["analysis", "bp", "imports", "init_app", "intake", "issues", "open_now", "submissions"]

MENU: tuple[tuple[navigation.Section, int, object, str], ...] = (
    ("public", 20, _l("Tell us what is wrong"), "diagnose.submit"),
    ("public", 80, _l("What I have sent"), "diagnose.my_submissions"),
    ("work", 10, _l("Submissions"), "diagnose.submissions"),
    ("work", 12, _l("Write one down"), "diagnose.new_submission"),
    ("work", 20, _l("Imports"), "diagnose.imports"),
    ("work", 30, _l("Analysis"), "diagnose.runs"),
    ("public", 30, _l("Policy issues"), "diagnose.issues"),
)


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    labels.LABELS.update(LABELS)
    for section, position, text, endpoint in MENU:
        navigation.add(app, section, position, text, endpoint)
