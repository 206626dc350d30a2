"""Third-party files: from our own origin, out of the installed packages, small on the wire."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core import assets


@pytest.mark.parametrize("name", sorted(assets.PACKAGED))
def test_every_packaged_file_is_there(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/vendor/{name}")
    assert answer.status_code == 200
    assert answer.data == assets.path_of(name).read_bytes()


@pytest.mark.parametrize("name", ["nothing.css", "..%2fpyproject.toml", "__init__.py"])
def test_nothing_else_is(client: FlaskClient, name: str) -> None:
    assert client.get(f"/vendor/{name}").status_code == 404


def test_browsers_that_can_get_it_compressed(client: FlaskClient) -> None:
    plain = client.get("/vendor/plotly.min.js")
    packed = client.get("/vendor/plotly.min.js", headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) * 3 < len(plain.data)
    assert packed.mimetype == plain.mimetype == "text/javascript"
    assert "Accept-Encoding" in packed.vary
    assert "Accept-Encoding" in plain.vary


@pytest.mark.parametrize("encodings", ["gzip", "identity", "gzip;q=0"])
def test_a_browser_that_has_it_gets_it_no_second_time(client: FlaskClient, encodings: str) -> None:
    address, accepts = "/vendor/Sarabun-Regular.ttf", {"Accept-Encoding": encodings}
    first = client.get(address, headers=accepts)
    again = client.get(address, headers=accepts | {"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    assert ("Content-Encoding" in first.headers) is (encodings == "gzip")


def test_only_an_address_that_names_the_content_is_kept_for_ever(
    app: Flask, client: FlaskClient
) -> None:
    with app.test_request_context():
        named = assets.vendor_url("bootstrap.min.css")
    kept = "public, max-age=31536000, immutable"
    assert client.get(named).headers["Cache-Control"] == kept
    for address in ("/vendor/bootstrap.min.css", "/vendor/bootstrap.min.css?v=other"):
        assert client.get(address).headers["Cache-Control"] == "public, max-age=86400"
