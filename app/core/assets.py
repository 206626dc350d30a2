"""Third-party files, served from our own origin out of the installed packages.

None of them is kept in this repository and none comes from another host.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, send_file, url_for

from app.core.access import allow, anyone

bp = Blueprint("assets", __name__)

PACKAGED = {
    "bootstrap.min.css": ("flask_bootstrap", "static/bootstrap5/css/bootstrap.min.css"),
    "plotly.min.js": ("plotly", "package_data/plotly.min.js"),
    "Sarabun-Regular.ttf": ("fontpkg_sarabun", "files/Sarabun-Regular.ttf"),
    "Sarabun-Medium.ttf": ("fontpkg_sarabun", "files/Sarabun-Medium.ttf"),
    "Sarabun-SemiBold.ttf": ("fontpkg_sarabun", "files/Sarabun-SemiBold.ttf"),
    "Sarabun-Bold.ttf": ("fontpkg_sarabun", "files/Sarabun-Bold.ttf"),
}
YEAR = 31_536_000


@bp.get("/vendor/<name>")
@allow(anyone)
def vendor(name: str) -> Response:
    if name not in PACKAGED:
        abort(404)
    response = send_file(path_of(name), conditional=True, max_age=YEAR)
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


@cache
def path_of(name: str) -> Path:
    """Where the installed package keeps the file. The package itself is not imported."""
    package, inside = PACKAGED[name]
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"{package} is not installed: pip install -r requirements.txt")
    return Path(spec.submodule_search_locations[0]) / inside


def vendor_url(name: str) -> str:
    """The file's address, which changes with its content."""
    return url_for("assets.vendor", name=name, v=_fingerprint(path_of(name)))


def _fingerprint(path: Path) -> str:
    return _hash(path, path.stat().st_mtime_ns)


@cache
def _hash(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def static_url(name: str) -> str:
    """One of our own files, likewise."""
    path = Path(__file__).parents[1] / "static" / name
    return url_for("static", filename=name, v=_fingerprint(path))


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(vendor_url=vendor_url, static_url=static_url)
