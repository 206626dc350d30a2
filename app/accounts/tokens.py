"""Secrets that people carry: in a cookie, or in a link of a mail."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from app.accounts.models import Person
from app.core import clock

SIGN_UP_LASTS = ADDRESS_LASTS = timedelta(minutes=30)


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


def address_token(person: Person, email: str) -> str:
    """The secret of a link that gives an account another address.

    It holds the digest of what the account is now: once the address or the password has changed,
    by this link or otherwise, it is dead.
    """
    at = int(clock.now().timestamp())
    return str(signer("address").dumps([person.id, email, at, account_digest(person)]))


def read_address_token(token: str, person: Person) -> str | None:
    """The address that the link was sent to; None where it is forged, dead or another's."""
    try:
        person_id, email, at, of = signer("address").loads(token)
    except BadSignature:
        return None
    made = datetime.fromtimestamp(at, UTC)
    alive = clock.now() - made < ADDRESS_LASTS and of == account_digest(person)
    return str(email) if alive and person_id == person.id else None


def account_digest(person: Person) -> str:
    """Differs after each change of an account's address or password."""
    return digest(f"{person.id} {person.email_key} {person.password_hash}")[:32]


def unsubscribe_token(person: Person) -> str:
    """The secret of a link that ends a person's digest and can do nothing else. It stays valid."""
    return str(signer("unsubscribe").dumps(person.id))


def read_unsubscribe_token(token: str) -> int | None:
    """Whose digest the link ends; None where it is forged."""
    try:
        return int(signer("unsubscribe").loads(token))
    except BadSignature:
        return None


def signer(purpose: str) -> URLSafeSerializer:
    """Signs for one purpose: what was signed for another is refused."""
    return URLSafeSerializer(
        current_app.config["SECRET_KEY"], salt=f"accounts.{purpose}",
        signer_kwargs={"digest_method": hashlib.sha256},
    )  # fmt: skip
