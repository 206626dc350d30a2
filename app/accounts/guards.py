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
# Wrong tries alone: what was right is forgiven. Whoever guesses, from wherever, gets 20 a day.
SIGN_IN_HERE = Limit("sign-in-address-network", 10, DAY)
SIGN_IN_ADDRESS = Limit("sign-in-address", 20, DAY)
SIGN_IN_DEVICE = Limit("sign-in-device", 20, DAY)
SIGN_IN_NETWORK = Limit("sign-in-network", 300, QUARTER)  # right or wrong: each hashes
CODE_PERSON = Limit("sign-in-code", 10, DAY)
CODE_DEVICE = Limit("sign-in-code-device", 10, HOUR)
PASSWORD_AGAIN = Limit("password-again", 10, QUARTER)
RESET_NETWORK = Limit("reset-network", 60, HOUR)
PROVIDER_NETWORK = Limit("provider-network", 240, HOUR)  # two for each that comes back
ARCHIVE = Limit("archive", 10, DAY)
MAILS = Limit("mail-address", 3, DAY)
WARNINGS = Limit("codes-guessed", 1, DAY)

DEVICE_COOKIE = "device"
DEVICE_LASTS = 365 * DAY


Counted = list[tuple[Limit, str]]


def count_sign_in(email: str) -> Counted:
    """Count a try to sign in, known address or not. Raises 429.

    Returns what to `forgive` when the password was right.
    """
    key = email_key(email)
    device = _known_device(key)
    if device is not None:
        return _count((SIGN_IN_DEVICE, device))
    limits.hit(SIGN_IN_NETWORK, network())
    return _count((SIGN_IN_HERE, f"{key} {network()}"), (SIGN_IN_ADDRESS, key))


def count_code(person: Person) -> Counted:
    """Count a try to give a code after the right password. Raises 429."""
    device = _known_device(person.email_key)
    if device is not None:
        return _count((CODE_DEVICE, device))
    return _count((CODE_PERSON, str(person.id)))


def _count(*tries: tuple[Limit, str]) -> Counted:
    for limit, who in tries:
        limits.hit(limit, who)
    return list(tries)


def forgive(counted: Counted) -> None:
    """It was right: no wrong try to be counted."""
    for limit, who in counted:
        limits.forgive(limit, who)


def count_sign_up() -> None:
    """Count a request for a link that begins an account. Raises 429."""
    times = current_app.config["SIGN_UPS_PER_HOUR"]
    limits.hit(Limit("sign-up-network", times, HOUR), network())


def count_reset() -> None:
    """Count a request for a link that sets a password. Raises 429."""
    limits.hit(RESET_NETWORK, network())


def count_provider_visit() -> None:
    """Count that an OpenID provider is asked for somebody, on the way there and back. Raises 429.

    Commits: no transaction is open while the provider is asked.
    """
    limits.hit(PROVIDER_NETWORK, network())


def count_password_again(person: Person) -> None:
    """Count a try to give the present password. Raises 429."""
    limits.hit(PASSWORD_AGAIN, str(person.id))


def count_archive(person: Person) -> None:
    """Count a copy of somebody's data. Raises 429."""
    limits.hit(ARCHIVE, str(person.id))


def may_warn(person: Person) -> bool:
    """False when they have been told today that somebody guesses at their codes."""
    try:
        limits.hit(WARNINGS, str(person.id))
    except TooManyRequests:
        return False
    return True


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


def forget_device(response: Response) -> None:
    """Let this browser be known no more."""
    response.delete_cookie(
        DEVICE_COOKIE, httponly=True, samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )  # fmt: skip


def _known_device(key: str) -> str | None:
    try:
        owner, device = signer(DEVICE_COOKIE).loads(request.cookies.get(DEVICE_COOKIE, ""))
    except BadSignature:
        return None
    return str(device) if owner == digest(key) else None
