"""The second factor: set up, used, replaced, taken away."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.accounts import queries, rules, second_factor
from app.accounts.commands.access import revoke_sessions
from app.accounts.commands.alerts import Event, tell
from app.accounts.models import AuthenticatorApp, AuthSession, Person, RecoveryCode
from app.accounts.refusals import Why
from app.core import audit, clock
from app.core.actors import Actor
from app.core.db import db
from app.core.refusals import require


class Proof(StrEnum):
    """By what somebody proved their second factor."""

    APP = "app"
    RECOVERY = "recovery"


def set_up_second_factor(person: Person, secret: str, code: str) -> list[str]:
    """Take a secret into use, or another one in its place, after a code made of it.

    Returns the recovery codes, which are shown once. Ends the person's other sessions, which
    have given no such code. Raises `Refused` where the code is wrong.
    """
    step = second_factor.matching_step(secret, code)
    require(step is not None, Why.NOT_THE_CODE)
    assert step is not None  # noqa: S101  for the type checker
    replaced = _forget_app(person)
    now = clock.now()
    db.session.add(
        AuthenticatorApp(
            person_id=person.id, secret=second_factor.seal(secret), confirmed_at=now,
            last_step=step,
        )
    )  # fmt: skip
    codes = _new_codes(person)
    if person.auth_session is not None:
        person.auth_session.second_factor_at = now
    db.session.flush()
    revoke_sessions(person, kept=person.auth_session)
    audit.record(person, "second_factor.set_up", person, after={"replaced": replaced})
    tell(person, Event.SECOND_FACTOR_ON)
    return codes


def prove(person: Person, typed: str) -> Proof | None:
    """Take a code of the app, or a recovery code: each of them once. None: it is neither."""
    if second_factor.looks_like_recovery_code(typed):
        return Proof.RECOVERY if _use_recovery_code(person, typed) else None
    return Proof.APP if _use_app_code(person, typed) else None


def make_recovery_codes(person: Person) -> list[str]:
    """New codes in place of all old ones."""
    require(queries.authenticator_app(person) is not None, Why.NOTHING_TO_DO)
    codes = _new_codes(person)
    audit.record(person, "second_factor.new_codes", person)
    tell(person, Event.NEW_RECOVERY_CODES)
    return codes


def remove_second_factor(person: Person) -> None:
    """By the person, who has just given the password. Raises `Refused`: staff need it."""
    require(rules.may_go_without_second_factor(person), Why.STAFF_NEED_IT)
    require(_forget_app(person), Why.NOTHING_TO_DO)
    audit.record(person, "second_factor.remove", person)
    tell(person, Event.SECOND_FACTOR_OFF)


def reset_second_factor(actor: Actor, person: Person, reason: str) -> None:
    """For somebody who lost the app and the recovery codes: an administrator has checked who asks.

    They are signed out everywhere, and set it up anew after the password. Raises `Refused`.
    """
    require(rules.can_reset_second_factor(actor, person), Why.NOT_ALLOWED)
    require(_forget_app(person), Why.NOTHING_TO_DO)
    ended = revoke_sessions(person)
    audit.record(
        actor, "second_factor.reset", person, reason=reason, after={"sessions_ended": ended}
    )
    tell(person, Event.SECOND_FACTOR_RESET)


def _forget_app(person: Person) -> bool:
    """Whether there was one. Sessions that gave its codes have given none any more."""
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    proved = sa.update(AuthSession).where(AuthSession.person_id == person.id)
    db.session.execute(proved.values(second_factor_at=None))
    gone: Any = db.session.execute(
        sa.delete(AuthenticatorApp).where(AuthenticatorApp.person_id == person.id)
    )
    return bool(gone.rowcount)


def _new_codes(person: Person) -> list[str]:
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = second_factor.new_recovery_codes()
    for code in codes:
        digest = second_factor.recovery_digest(code)
        db.session.add(RecoveryCode(person_id=person.id, code_hash=digest))
    db.session.flush()
    return codes


def _use_app_code(person: Person, typed: str) -> bool:
    """The step only ever moves on: of two requests with one code, one finds it used."""
    app = queries.authenticator_app(person)
    secret = second_factor.unseal(app.secret) if app is not None else None
    step = second_factor.matching_step(secret, typed) if secret else None
    if step is None:
        return False
    unused = sa.update(AuthenticatorApp).where(
        AuthenticatorApp.person_id == person.id, AuthenticatorApp.last_step < step
    )
    done: Any = db.session.execute(
        unused.values(last_step=step).execution_options(synchronize_session=False)
    )
    return bool(done.rowcount == 1)


def _use_recovery_code(person: Person, typed: str) -> bool:
    unused = sa.update(RecoveryCode).where(
        RecoveryCode.person_id == person.id,
        RecoveryCode.code_hash == second_factor.recovery_digest(typed),
        RecoveryCode.used_at.is_(None),
    )
    done: Any = db.session.execute(
        unused.values(used_at=clock.now()).execution_options(synchronize_session=False)
    )
    if done.rowcount != 1:
        return False
    audit.record(person, "second_factor.recovery_code", person)
    tell(person, Event.RECOVERY_CODE_USED)
    return True
