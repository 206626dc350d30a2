"""How often somebody may try, so that guessing is hopeless and nobody is locked out by others.

An office, a school or a meeting hall stands behind one network address: limits by network are wide.
A limit by e-mail address alone would let anybody lock its owner out: a browser in which the owner
has signed in before is known by a signed cookie, and has a count of its own.
"""

from __future__ import annotations

from flask import current_app, request
from itsdangerous import BadSignature
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app.accounts.identity import email_key
from app.accounts.models import Person
from app.accounts.tokens import digest, new_token, signer
from app.core import limits
from app.core.limits import Limit
from app.core.networks import network

QUARTER, HOUR, DAY = 900, 3_600, 86_400
SIGN_IN_HERE = Limit("sign-in-address-network", 10, QUARTER)
SIGN_IN_ADDRESS = Limit("sign-in-address", 50, QUARTER)
SIGN_IN_NETWORK = Limit("sign-in-network", 300, QUARTER)
SIGN_IN_DEVICE = Limit("sign-in-device", 10, QUARTER)
PASSWORD_CHANGE = Limit("password-change", 10, QUARTER)
LINK_NETWORK = Limit("mail-link-network", 100, HOUR)
MAILS = Limit("mail-address", 3, DAY)

DEVICE_COOKIE = "device"
DEVICE_LASTS = 365 * DAY


def count_sign_in(email: str) -> None:
    """Count a try to sign in, known address or not. Raises 429."""
    key = email_key(email)
    device = _known_device(key)
    if device is not None:
        limits.hit(SIGN_IN_DEVICE, device)
        return
    limits.hit(SIGN_IN_HERE, f"{key} {network()}")
    limits.hit(SIGN_IN_NETWORK, network())
    limits.hit(SIGN_IN_ADDRESS, key)


def count_link_request() -> None:
    """Count a try to have a link mailed. Raises 429."""
    limits.hit(LINK_NETWORK, network())


def count_password_change(person: Person) -> None:
    """Count a try to give the present password. Raises 429."""
    limits.hit(PASSWORD_CHANGE, str(person.id))


def may_mail(email: str) -> bool:
    """Count a mail to an address. False when it has had enough of them today."""
    try:
        limits.hit(MAILS, email_key(email))
    except TooManyRequests:
        return False
    return True


def remember_device(response: Response, person: Person) -> None:
    """Let this browser be known as one in which the person has signed in."""
    known = signer(DEVICE_COOKIE).dumps([digest(person.email_key), new_token()])
    response.set_cookie(
        DEVICE_COOKIE, known, max_age=DEVICE_LASTS, httponly=True, samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )  # fmt: skip


def _known_device(key: str) -> str | None:
    try:
        owner, device = signer(DEVICE_COOKIE).loads(request.cookies.get(DEVICE_COOKIE, ""))
    except BadSignature:
        return None
    return str(device) if owner == digest(key) else None
