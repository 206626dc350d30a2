"""Every answer, errors included, carries the whole set of headers."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask, abort
from flask.testing import FlaskClient

from app.accounts.views import privacy
from app.core.security import HEADERS

EMBEDDED = "/embed/"
"""Lists that other sites may show in a frame; they have tests of their own."""


def missing(headers: object) -> list[str]:
    return [name for name in HEADERS if name not in headers]  # type: ignore[operator]


def test_every_route_answers_with_all_of_them(app: Flask, client: FlaskClient) -> None:
    """As a guest, whatever the answer is: a page, a way to the sign-in page, an error."""
    without = {}
    for rule in app.url_map.iter_rules():
        values = dict.fromkeys(rule.arguments, 1)
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            path = app.url_map.bind("localhost").build(rule.endpoint, values, method)
            answer = client.open(path, method=method)
            if gone := missing(answer.headers):
                without[method, path] = gone
    assert without == {}


def test_policies_allow_nothing_inline_and_no_frame(app: Flask, client: FlaskClient) -> None:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments:
            policy = client.get(rule.rule).headers["Content-Security-Policy"]
            assert "unsafe" not in policy, rule.rule
            assert "frame-ancestors 'none'" in policy or rule.rule.startswith(EMBEDDED), rule.rule


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503])
def test_every_error_answers_with_all_of_them(
    app: Flask, client: FlaskClient, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(privacy, "render_template", lambda *_a, **_v: abort(status))
    answer = client.get("/privacy")
    assert answer.status_code == status
    assert missing(answer.headers) == []


def test_an_unexpected_error_too(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_a: object, **_v: object) -> None:
        raise sa.exc.OperationalError("SELECT", {}, Exception("the database is away"))

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr(privacy, "render_template", fail)
    answer = client.get("/privacy")
    assert answer.status_code in (500, 503)
    assert missing(answer.headers) == []
    assert "the database is away" not in answer.text
