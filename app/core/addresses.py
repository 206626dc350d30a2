"""Addresses of our own pages in templates, each worked out once.

A page of twenty rows has a hundred links. Flask's `url_for` works each of them out from the URL
map; the answer depends on nothing but its arguments and where the application is mounted.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import flask
from flask import Flask, request

MOST = 20_000
"""How many addresses a process keeps."""


def url_for(endpoint: str, **values: Any) -> str:
    """Flask's `url_for`. Give templates' addresses whole: no relative endpoints."""
    try:
        return _kept(request.root_path, endpoint, tuple(values.items()))
    except TypeError:  # a value that cannot be a key, such as a list
        return flask.url_for(endpoint, **values)


@lru_cache(maxsize=MOST)
def _kept(_root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    return flask.url_for(endpoint, **dict(values))


def init_app(app: Flask) -> None:
    _kept.cache_clear()  # another application may have other routes
    app.jinja_env.globals["url_for"] = url_for
