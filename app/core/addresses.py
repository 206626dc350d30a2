"""Addresses: what their numbers may be, and those in templates, each worked out once.

A page of twenty rows has a hundred links. Flask's `url_for` works each of them out from the URL
map; the answer depends on nothing but its arguments and where the application is mounted.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import flask
from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter

MOST = 20_000
"""How many addresses a process keeps."""
LARGEST = 2**31 - 1
"""What the databases' numbers of rows end with: they refuse to look for a larger one."""


class Number(IntegerConverter):
    """`<int:…>` in routes. An address with a larger number is none of ours: 404."""

    regex = r"\d{1,10}"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max": LARGEST} | kwargs)


def number(text: str) -> int:
    """`type=` of a number in a query or a form that rows are looked up by."""
    if not 0 <= (found := int(text)) <= LARGEST:
        raise ValueError("no row can have this number")
    return found


def url_for(endpoint: str, **values: Any) -> str:
    """Flask's `url_for`. Give templates' addresses whole: no relative endpoints."""
    try:
        return _kept(request.root_path, endpoint, tuple(values.items()))
    except TypeError:  # a value that cannot be a key, such as a list
        return flask.url_for(endpoint, **values)


@lru_cache(maxsize=MOST)
def _kept(_root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    return flask.url_for(endpoint, **dict(values))


def _refuse_zero_characters() -> None:
    """PostgreSQL keeps none in texts: there is nothing under such an address."""
    if "\0" in request.path or b"%00" in request.query_string:
        abort(404)


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = Number
    app.before_request(_refuse_zero_characters)
    _kept.cache_clear()  # another application may have other routes
    app.jinja_env.globals["url_for"] = url_for
