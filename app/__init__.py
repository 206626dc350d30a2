"""The application: `create_app` puts core and the slices together.

Nothing is imported before it is called: `python -m app.develop.verify` runs where Flask is not.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

CORE = (
    "addresses",  # first: blueprints' routes need its numbers
    "db",
    "i18n",
    "labels",
    "security",
    "errors",
    "mail",
    "queue",
    "navigation",
    "pages",
    "paging",
    "assets",
)
SLICES = ("accounts", "missions", "diagnose", "develop", "dashboards", "admin")


def create_app(**overrides: Any) -> Flask:
    """Make the application. `overrides` replace settings (see config.py), as tests do."""
    from flask import Flask
    from flask_wtf import CSRFProtect
    from werkzeug.middleware.proxy_fix import ProxyFix

    import config
    from app.core import access, security

    app = Flask(__name__)
    app.config.update(config.load(**overrides))
    if app.config["PROXIES"]:
        hops = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops)  # type: ignore[method-assign]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    security.limit_forms(app)
    CSRFProtect(app)
    for part in CORE:
        import_module(f"app.core.{part}").init_app(app)
    for name in SLICES:
        import_module(f"app.{name}.views").init_app(app)
    import_module("app.cli").init_app(app)
    access.init_app(app)  # after accounts, whose loader says who asks
    access.check_declared(app)
    return app
