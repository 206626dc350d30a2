"""Which network a request comes from, kept only as a hash whose key changes and is thrown away.

The key of a period is random, is in no back-up older than itself, and is deleted by `sweep`: after
that nobody, the office included, can tell which address a hash was made of.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from datetime import timedelta

import sqlalchemy as sa
from flask import current_app, has_request_context, request

from app.core import clock
from app.core.db import db, inserting
from app.core.models import NetworkKey

PERIOD = timedelta(days=7)
KEYS_KEPT_FOR = timedelta(days=90)
IPV6_NETWORK = 64


def network() -> str:
    """Where the request comes from: an IPv4 address, or the IPv6 network that one line is given."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, IPV6_NETWORK), strict=False))
    return str(address)


def here() -> str | None:
    """The tag of where this request comes from; None where there is none (a job, a command)."""
    return tag(network()) if has_request_context() else None


def tag(address: str) -> str:
    """What may be stored of a network: 32 hexadecimal digits, the same all through a period."""
    return hmac.new(_key(_period()).encode(), address.encode(), hashlib.sha256).hexdigest()[:32]


def sweep() -> None:
    """Destroy keys that are older than they may be kept."""
    oldest = _period() - int(KEYS_KEPT_FOR / PERIOD) - 1
    db.session.execute(sa.delete(NetworkKey).where(NetworkKey.period < oldest))


def _period() -> int:
    return int(clock.now().timestamp() // PERIOD.total_seconds())


def _key(period: int) -> str:
    """The period's key; whoever comes first makes it. A process keeps the present one."""
    kept: dict[int, str] = current_app.extensions.setdefault("network_key", {})
    if period in kept:
        return kept[period]
    find = sa.select(NetworkKey.key).where(NetworkKey.period == period)
    if found := db.session.scalar(find):
        kept.clear()
        kept[period] = found
        return found
    made = inserting(NetworkKey).values(period=period, key=secrets.token_hex(32))
    db.session.execute(made.on_conflict_do_nothing())
    return db.session.scalars(find).one()
