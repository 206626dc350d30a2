"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and codes for when it is lost.

Secrets are sealed with a key made of SECRET_KEY: a stolen copy of the database makes no codes.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import unicodedata
from datetime import timedelta

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken

from app.accounts.keys import key_for
from app.core import clock

STEP_SECONDS = 30
DRIFT = 1
"""How many steps a telephone's clock may be ahead or behind."""
DIGITS = 6
RECOVERY_CODES = 10
RECOVERY_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another
RECOVERY_GROUPS, RECOVERY_GROUP = 3, 4
ISSUER = "Ruamkid"
CARRIED_FOR = timedelta(minutes=15)
"""How long a browser may carry a sealed secret that is not kept here yet."""


def new_secret() -> str:
    return pyotp.random_base32()


def seal(text: str) -> str:
    """Only this installation can open it again."""
    return _box().encrypt_at_time(text.encode(), _seconds()).decode()


def unseal(sealed: str, *, lasts: timedelta | None = None) -> str | None:
    """What was sealed; None where it is not ours, was sealed under another key, or is too old."""
    try:
        if lasts is None:
            return _box().decrypt(sealed.encode()).decode()
        seconds = int(lasts.total_seconds())
        return _box().decrypt_at_time(sealed.encode(), seconds, _seconds()).decode()
    except InvalidToken:
        return None


def matching_step(secret: str, typed: str) -> int | None:
    """The time step whose code was typed; None where it is no code of this minute."""
    code = as_digits(typed)
    now = _seconds() // STEP_SECONDS
    codes = pyotp.HOTP(secret, digits=DIGITS)
    found = None
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(codes.at(step).encode(), code.encode()):
            found = step
    return found


def as_digits(typed: str) -> str:
    """A code as people copy it: in groups, with Thai digits."""
    plain = unicodedata.normalize("NFKC", typed)
    return "".join(str(unicodedata.decimal(c)) for c in plain if c.isdecimal())


def setup_link(secret: str, account: str) -> str:
    """What the QR code says to the authenticator app."""
    return pyotp.TOTP(secret, digits=DIGITS).provisioning_uri(name=account, issuer_name=ISSUER)


def qr_svg(text: str) -> str:
    """The QR code as an inline SVG without styles or a fixed size."""
    return segno.make(text, error="m").svg_inline(
        border=2, light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )


def in_groups(secret: str) -> str:
    """The secret as people can type it."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def new_recovery_codes() -> list[str]:
    """`abcd-efgh-jkmn`, ten of them, to be shown once."""
    return [
        "-".join(
            "".join(secrets.choice(RECOVERY_LETTERS) for _ in range(RECOVERY_GROUP))
            for _ in range(RECOVERY_GROUPS)
        )
        for _ in range(RECOVERY_CODES)
    ]


def recovery_digest(typed: str) -> str:
    """What is stored of a recovery code: keyed, as the codes are short enough to be tried out."""
    plain = unicodedata.normalize("NFKC", typed).casefold()
    letters = "".join(c for c in plain if c in RECOVERY_LETTERS)
    return hmac.new(key_for("recovery-code"), letters.encode(), hashlib.sha256).hexdigest()


def looks_like_recovery_code(typed: str) -> bool:
    """Longer than a code of the app: letters and digits."""
    return len("".join(c for c in typed if c.isalnum())) > DIGITS


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(key_for("second-factor")))


def _seconds() -> int:
    return int(clock.now().timestamp())
