"""Pages of this slice."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.admin.views import framework, people, records
from app.admin.views.blueprint import bp
from app.core import navigation

__all__ = ["bp", "framework", "people", "records"]


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    navigation.add(app, "work", 80, _l("People and roles"), "admin.people")
    navigation.add(app, "work", 82, _l("Framework"), "admin.framework")
    navigation.add(app, "work", 84, _l("Audit log"), "admin.audit_log")
    navigation.add(app, "work", 86, _l("Jobs"), "admin.jobs")
