"""Secrets that people carry: in a cookie, or in a link of a mail."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from app.core import clock

SIGN_UP_LASTS = timedelta(hours=24)


def new_token() -> str:
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored of a token: whoever reads the database can use none of them."""
    return hashlib.sha256(token.encode()).hexdigest()


def sign_up_token(email: str) -> str:
    """The secret of a link that proves who reads the mail of an address. Nothing is stored."""
    return signer("sign-up").dumps([email, int(clock.now().timestamp())])


def read_sign_up_token(token: str) -> str | None:
    """The address that the link was sent to; None where it is forged or too old."""
    try:
        email, at = signer("sign-up").loads(token)
    except BadSignature:
        return None
    made = datetime.fromtimestamp(at, UTC)
    return str(email) if clock.now() - made < SIGN_UP_LASTS else None


def signer(purpose: str) -> URLSafeSerializer:
    """Signs for one purpose: what was signed for another is refused."""
    return URLSafeSerializer(
        current_app.config["SECRET_KEY"], salt=f"accounts.{purpose}",
        signer_kwargs={"digest_method": hashlib.sha256},
    )  # fmt: skip
