"""The application: `create_app` puts core and the slices together."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from app.core import (
    access,
    assets,
    db,
    errors,
    i18n,
    labels,
    mail,
    navigation,
    pages,
    paging,
    queue,
    security,
)

CORE = (db, i18n, labels, security, errors, mail, queue, navigation, pages, paging, assets)
SLICES = ("accounts", "missions", "diagnose", "develop", "dashboards", "admin")
csrf = CSRFProtect()


def create_app(**overrides: Any) -> Flask:
    """Make the application. `overrides` replace settings (see config.py), as tests do."""
    app = Flask(__name__)
    app.config.update(config.load(**overrides))
    if app.config["PROXIES"]:
        hops = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops)  # type: ignore[method-assign]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    csrf.init_app(app)
    for part in CORE:
        part.init_app(app)
    _add_slices(app)
    access.init_app(app)  # after accounts, whose loader says who asks
    access.check_declared(app)
    return app


def _add_slices(app: Flask) -> None:
    from app import cli

    for name in SLICES:
        slice_views = import_module(f"app.{name}.views")
        slice_views.init_app(app)
    cli.init_app(app)
