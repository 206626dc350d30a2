"""Keys for one purpose each, all made of SECRET_KEY."""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


def key_for(purpose: str) -> bytes:
    """32 bytes. What is kept under it is lost when SECRET_KEY is replaced."""
    secret = current_app.config["SECRET_KEY"].encode()
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"accounts.{purpose}".encode())
    return derive.derive(secret)
