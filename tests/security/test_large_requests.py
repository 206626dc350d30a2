"""What is far too large is refused, and the server stays as small as it was."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest

from tests.support.server import Site, running

MOST_GROWTH_MB = 100


@pytest.fixture(scope="module")
def site(new_database: Callable[[str], dict[str, object]]) -> Iterator[Site]:
    with running(new_database("sqlite"), worker=False) as started:
        yield started


@pytest.fixture
def stays_small(site: Site) -> Iterator[None]:
    before = sum(site.web_memory())
    yield
    assert sum(site.web_memory()) - before < MOST_GROWTH_MB


def send(site: Site, head: str, body: Iterator[bytes]) -> int:
    """The status of the answer, read as soon as there is one; 0 for a connection that was cut."""
    place = urlsplit(site.address)
    with socket.create_connection((place.hostname, place.port), timeout=60) as connection:
        try:
            connection.sendall(head.encode())
            for piece in body:
                connection.sendall(piece)
        except OSError:
            pass  # the server has stopped listening: what it said is what counts
        try:
            first = connection.recv(65_536)
        except OSError:
            return 0
    return int(first.split()[1]) if first else 0


def head(path: str, kind: str, size: int | None) -> str:
    length = "Transfer-Encoding: chunked" if size is None else f"Content-Length: {size}"
    return f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\n{length}\r\n\r\n"


FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=b"


@pytest.mark.usefixtures("stays_small")
@pytest.mark.parametrize("kind", [FORM, PARTS, "application/json"])
def test_a_gigabyte_that_says_so(site: Site, kind: str) -> None:
    status = send(site, head("/submit", kind, 1 << 30), iter([b"a=" + b"x" * 1000]))
    assert status in (400, 413)


@pytest.mark.usefixtures("stays_small")
def test_a_body_that_does_not_say_how_long_it_is(site: Site) -> None:
    piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    pieces = (piece for _ in range(16 * 200))  # 200 MiB, more than any request may have
    assert send(site, head("/submit", FORM, None), pieces) in (0, 400, 413)


@pytest.mark.usefixtures("stays_small")
def test_a_hundred_thousand_fields(site: Site) -> None:
    part = b'--b\r\nContent-Disposition: form-data; name="f"\r\n\r\nx\r\n'
    body = part * 100_000 + b"--b--\r\n"
    assert send(site, head("/submit", PARTS, len(body)), iter([body])) in (400, 413)
    fields = "&".join(f"f{n}=x" for n in range(100_000)).encode()
    assert send(site, head("/submit", FORM, len(fields)), iter([fields])) in (400, 413, 422)


@pytest.mark.usefixtures("stays_small")
def test_json_ten_thousand_levels_deep(site: Site) -> None:
    for body in (b"[" * 10_000 + b"]" * 10_000, b'{"a":' * 10_000 + b"1" + b"}" * 10_000):
        for path in ("/submit", "/sign-in", "/language"):
            status = send(site, head(path, "application/json", len(body)), iter([body]))
            assert 400 <= status < 500, path


@pytest.mark.usefixtures("stays_small")
def test_a_header_and_an_address_without_end(site: Site) -> None:
    long = "x" * 200_000
    request = f"GET /?q={long} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    assert 400 <= send(site, request, iter(())) < 500
    request = f"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: session={long}\r\n\r\n"
    assert 400 <= send(site, request, iter(())) < 500


def test_it_still_answers(site: Site) -> None:
    assert send(site, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", iter(())) == 200
