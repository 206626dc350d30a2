"""Pages of no slice: the choice of language, and the patterns of the interface."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.core import i18n
from app.core import patterns as sample
from app.core.access import allow, anyone

bp = Blueprint("pages", __name__)


def own_path(address: str | None, default: str = "/") -> str:
    """`address` if it is a path on this site, else `default`: never a way to another host."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return default
    parts = urlsplit(address)
    unsafe = parts.scheme or parts.netloc or any(ord(c) < 32 or c == "\\" for c in address)
    return default if unsafe else address


def path_to(endpoint: str, *, _anchor: str | None = None, **values: Any) -> str:
    """The path of a page on this site, also where there is no request: jobs, the command line."""
    path = current_app.url_map.bind("localhost").build(endpoint, values)
    return f"{path}#{_anchor}" if _anchor else path


@bp.post("/language")
@allow(anyone)
def choose_language() -> ResponseReturnValue:
    """Needs no token against forgery: another site could at most change a reader's language."""
    code = request.form.get("language", "")
    if code not in i18n.LANGUAGES:
        abort(400)
    response = redirect(own_path(request.form.get("next")))
    i18n.remember(response, code)
    return response


@bp.get("/patterns")
@allow(anyone)
def patterns() -> ResponseReturnValue:
    """Every component of the interface at once; in development and tests only."""
    if current_app.config["RUAMKID_ENV"] == "production":
        abort(404)
    return render_template("core/patterns.html", **sample.context())


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.extensions["csrf"].exempt(choose_language)
    app.jinja_env.globals["here"] = lambda: request.full_path.rstrip("?")
