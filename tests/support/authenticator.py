"""An authenticator app in the hands of a test."""

from __future__ import annotations

import pyotp

from app.accounts import second_factor
from app.accounts.models import AuthenticatorApp, Person
from app.core import clock
from app.core.db import db


def give_app(person: Person) -> str:
    """Let signing in ask the person for a code; returns what the codes are made of."""
    secret = second_factor.new_secret()
    db.session.add(
        AuthenticatorApp(
            person_id=person.id, secret=second_factor.seal(secret), confirmed_at=clock.now()
        )
    )
    db.session.commit()
    return secret


def code_of(secret: str) -> str:
    """What the app shows now."""
    return pyotp.TOTP(secret).at(clock.now())


def another_code(secret: str) -> str:
    """Six digits that are no code of these minutes."""
    step = int(clock.now().timestamp()) // second_factor.STEP_SECONDS
    near = {pyotp.HOTP(secret).at(step + offset) for offset in range(-3, 4)}
    return next(code for number in range(9) if (code := f"{number:06}") not in near)
