"""A light HTTP client for measurements: a few kept-alive connections, one request after another.

It shares the machine's cores with what it measures, so it does as little as it can.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, repeat
from urllib.parse import urlsplit

SECONDS_A_REQUEST = 60.0


@dataclass(frozen=True)
class Measured:
    """What came of one round of requests. Seconds; `statuses` has 0 where no answer came."""

    seconds: float
    latencies: list[float]
    statuses: Counter[int]
    longest_body: int

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """In milliseconds."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def get(path: str, cookie: str = "") -> bytes:
    """A request as a browser sends it, without a body."""
    return _request("GET", path, cookie, b"", "")


def post(path: str, body: str, cookie: str) -> bytes:
    """A form as a browser sends it."""
    return _request("POST", path, cookie, body.encode(), "application/x-www-form-urlencoded")


def measure(address: str, requests: Iterable[bytes], connections: int, seconds: float) -> Measured:
    """Send requests over `connections` for `seconds`, or until there are none left."""
    return asyncio.run(_measure(address, iter(requests), connections, seconds))


def again_and_again(paths: list[bytes]) -> Iterator[bytes]:
    return chain.from_iterable(repeat(paths))


def _request(method: str, path: str, cookie: str, body: bytes, kind: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: text/html"]
    lines += [f"Cookie: {cookie}"] if cookie else []
    if body:
        lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def _measure(
    address: str, requests: Iterator[bytes], connections: int, seconds: float
) -> Measured:
    latencies: list[float] = []
    statuses: Counter[int] = Counter()
    bodies = [0]
    began = time.perf_counter()

    def note(status: int, taken: float, size: int) -> None:
        statuses[status] += 1
        latencies.append(taken)
        bodies[0] = max(bodies[0], size)

    end = began + seconds
    await asyncio.gather(*(_one(address, requests, end, note) for _ in range(connections)))
    return Measured(time.perf_counter() - began, latencies, statuses, bodies[0])


async def _one(
    address: str, requests: Iterator[bytes], end: float, note: Callable[[int, float, int], None]
) -> None:
    place = urlsplit(address)
    stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    for request in requests:
        began = time.perf_counter()
        if began >= end:
            break
        try:
            stream = stream or await asyncio.open_connection(place.hostname, place.port)
            answer = _exchange(*stream, request)
            status, size, kept = await asyncio.wait_for(answer, SECONDS_A_REQUEST)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            status, size, kept = 0, 0, False
        note(status, time.perf_counter() - began, size)
        if not kept and stream is not None:
            stream[1].close()
            stream = None
    if stream is not None:
        stream[1].close()


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[int, int, bool]:
    """Status, bytes of the body, and whether the connection stays open."""
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    status = int(head[9:12])
    if b"\r\ncontent-length:" in head:
        size = int(head.split(b"\r\ncontent-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(size)
    else:
        size = await _chunks(reader)
    return status, size, b"\r\nconnection: close" not in head


async def _chunks(reader: asyncio.StreamReader) -> int:
    total = 0
    while size := int((await reader.readuntil(b"\r\n")).strip(), 16):
        await reader.readexactly(size + 2)
        total += size
    await reader.readexactly(2)
    return total
