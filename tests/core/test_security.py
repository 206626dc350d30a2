"""Headers on every response, hosts, own addresses only, CSRF."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.accounts.models import Person
from app.core.pages import own_path
from app.core.security import FORM_BYTES
from app.diagnose.models import IssueState
from tests.support import make
from tests.support.cast import Cast


@pytest.mark.parametrize("path", ["/", "/no-such-page", "/static/css/site.css", "/sign-in"])
def test_every_response_has_the_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_pages_are_kept_by_no_cache_and_differ_by_cookie(client: FlaskClient) -> None:
    headers = client.get("/sign-in").headers
    assert headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in headers["Vary"]


def test_what_caches_may_keep_for_anybody_brings_nobody_a_session(
    as_: Callable[[Person], FlaskClient], cast: Cast
) -> None:
    selected = make.issue(make.mission_group(), cast.ana, IssueState.SELECTED)
    challenge = make.challenge(selected, cast.cora)
    province = make.place().province_id
    for path in (
        f"/challenges/{challenge.id}/card.png",
        f"/embed/challenges/{challenge.id}",
        f"/provinces/{province}/districts.json",
    ):
        answer = as_(cast.mali).get(path)
        assert "public" in answer.headers["Cache-Control"], path
        assert "Set-Cookie" not in answer.headers, path


@pytest.mark.parametrize(("size", "status"), [(FORM_BYTES, 422), (FORM_BYTES + 1, 413)])
def test_a_form_without_files_is_limited(client: FlaskClient, size: int, status: int) -> None:
    """It is unpacked in memory, whoever sends it: far below what a file may have."""
    body = b"email=" + b"x" * (size - 6)
    kind = "application/x-www-form-urlencoded"
    assert client.post("/sign-in", data=body, content_type=kind).status_code == status


@pytest.mark.parametrize(
    "address",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\t//evil",
     "/\t/evil.example", "http:evil.example", "", None, "evil", "/a\\b", "/%0d%0aSet-Cookie:x\n"],
)  # fmt: skip
def test_no_way_leads_to_another_site(address: str | None) -> None:
    assert own_path(address) == "/"


def test_our_own_addresses_are_followed() -> None:
    assert own_path("/ideas/3?page=2#comments") == "/ideas/3?page=2#comments"


def test_an_unknown_host_is_refused(new_database: Callable[[str], dict[str, object]]) -> None:
    app = create_app(**new_database("sqlite") | {"TRUSTED_HOSTS": ["ruamkid.example"]})
    client = app.test_client()
    assert client.get("/patterns", base_url="http://ruamkid.example").status_code == 200
    assert client.get("/patterns", base_url="http://evil.example").status_code == 400


NEED_NO_TOKEN = {
    "pages.choose_language",  # another site could at most change a reader's language
    "accounts.unsubscribe_now",  # a mail program presses it, with a signed secret of its own
}


def test_every_form_needs_its_token(app: Flask) -> None:
    """Each route that takes POST, as a guest without a token: refused before anything else."""
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        client = app.test_client()
        for rule in app.url_map.iter_rules():
            if "POST" in (rule.methods or ()) and rule.endpoint not in NEED_NO_TOKEN:
                values = dict.fromkeys(rule.arguments, 1)
                with app.test_request_context():
                    path = app.url_map.bind("localhost").build(rule.endpoint, values, "POST")
                assert client.post(path, data={}).status_code == 400, path
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
