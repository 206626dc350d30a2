"""Third-party files, served from our own origin out of the installed packages.

None of them is kept in this repository and none comes from another host.
"""

from __future__ import annotations

import gzip
import hashlib
import os
from functools import cache
from importlib.util import find_spec
from mimetypes import guess_type
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, request, send_file

from app.core.access import allow, anyone
from app.core.addresses import url_for

bp = Blueprint("assets", __name__)

PACKAGED = {
    "bootstrap.min.css": ("flask_bootstrap", "static/bootstrap5/css/bootstrap.min.css"),
    "plotly.min.js": ("plotly", "package_data/plotly.min.js"),
    "Sarabun-Regular.ttf": ("fontpkg_sarabun", "files/Sarabun-Regular.ttf"),
    "Sarabun-Medium.ttf": ("fontpkg_sarabun", "files/Sarabun-Medium.ttf"),
    "Sarabun-SemiBold.ttf": ("fontpkg_sarabun", "files/Sarabun-SemiBold.ttf"),
    "Sarabun-Bold.ttf": ("fontpkg_sarabun", "files/Sarabun-Bold.ttf"),
}
STATIC = Path(__file__).resolve().parents[1] / "static"
YEAR, DAY = 31_536_000, 86_400


@bp.get("/vendor/<name>")
@allow(anyone)
def vendor(name: str) -> Response:
    """The file, compressed where the browser can read it: Plotly alone is 4.8 MB, or 1.5."""
    if name not in PACKAGED:
        abort(404)
    path = path_of(name)
    if request.accept_encodings["gzip"]:
        response = _send_compressed(path)
    else:
        response = send_file(path, conditional=True)
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = _how_long(path)
    return response


def _send_compressed(path: Path) -> Response:
    packed = _compressed(path, path.stat().st_mtime_ns)
    response = Response(packed, mimetype=guess_type(path.name)[0] or "application/octet-stream")
    response.headers["Content-Encoding"] = "gzip"
    response.set_etag(f"{_fingerprint(str(path))}-gzip")
    response.make_conditional(request)
    return response


def _how_long(path: Path) -> str:
    """For ever under an address that names the content; else (fonts in a stylesheet) a day."""
    if request.args.get("v") == _fingerprint(str(path)):
        return f"public, max-age={YEAR}, immutable"
    return f"public, max-age={DAY}"


@cache
def _compressed(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)


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
    return url_for("assets.vendor", name=name, v=_fingerprint(str(path_of(name))))


def _fingerprint(path: str) -> str:
    return _hash(path, os.stat(path).st_mtime_ns)


@cache
def _hash(path: str, _changed: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]


def static_url(name: str) -> str:
    """One of our own files, likewise."""
    return url_for("static", filename=name, v=_fingerprint(f"{STATIC}/{name}"))


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(vendor_url=vendor_url, static_url=static_url)
