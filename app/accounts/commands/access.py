"""Sessions, passwords, and the links that reset them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts import passwords, queries, rules
from app.accounts.models import AuthSession, PasswordReset, Person
from app.accounts.refusals import Why
from app.accounts.tokens import digest, new_token
from app.core import audit, clock, mail
from app.core.actors import Actor
from app.core.db import db
from app.core.pages import path_to
from app.core.refusals import require

SESSION_LASTS = timedelta(days=14)
RESET_LASTS = timedelta(minutes=30)
USER_AGENT_CHARACTERS = 200


def open_session(person: Person, user_agent: str, *, second_factor: bool = False) -> AuthSession:
    """A new session of somebody who has proved who they are; its `token` is for the cookie alone.

    `second_factor`: they have just given a code as well.
    """
    token = new_token()
    opened = AuthSession(
        id=digest(token), person=person, expires_at=clock.now() + SESSION_LASTS,
        second_factor_at=clock.now() if second_factor else None,
        user_agent=user_agent.replace("\0", "")[:USER_AGENT_CHARACTERS],
    )  # fmt: skip
    opened.token = token
    db.session.add(opened)
    db.session.flush()
    return opened


def renew_hash(person: Person, password: str) -> None:
    """Of somebody whose password was right just now: hashed as today, where it was otherwise.

    Another browser may be changing the password: then that one counts.
    """
    old = person.password_hash
    if passwords.is_outdated(old):
        same = sa.update(Person).where(Person.id == person.id, Person.password_hash == old)
        db.session.execute(same.values(password_hash=passwords.hash_password(password)))


def revoke_session(actor: Actor, session: AuthSession) -> None:
    require(rules.owns_session(actor, session), Why.NOT_ALLOWED)
    if session.revoked_at is None:
        session.revoked_at = clock.now()
        db.session.flush()
        audit.record(actor, "session.revoke", session)


def revoke_other_sessions(person: Person, kept: AuthSession | None) -> int:
    """Sign the person out everywhere but in `kept`. Returns in how many browsers."""
    ended = revoke_sessions(person, kept)
    audit.record(person, "session.revoke_others", person, after={"sessions": ended})
    return ended


def revoke_sessions(person: Person, kept: AuthSession | None = None) -> int:
    """No verb of its own: part of those that take somebody's access away."""
    live = sa.update(AuthSession).where(
        AuthSession.person_id == person.id, AuthSession.revoked_at.is_(None)
    )
    if kept is not None:
        live = live.where(AuthSession.id != kept.id)
    result: Any = db.session.execute(live.values(revoked_at=clock.now()))
    return int(result.rowcount)


def change_password(person: Person, new: str, kept: AuthSession | None) -> None:
    """By the person, who has just given the present one. Ends other sessions and reset links."""
    _set_password(person, new, kept)
    audit.record(person, "account.password_change", person)


def request_reset(email: str) -> None:
    """Mail a link to the owner of an account; to an address without one, a mail that says so."""
    person = queries.person_by_email(email)
    if person is None:
        mail.send_later(email, _("No account with this address"), "accounts/mail_no_account.txt")
        return
    link = mail.absolute(reset_path(person))
    with force_locale(person.language):
        mail.send_later(
            person.email, _("A new password"), "accounts/mail_reset.txt",
            person=person, link=link, minutes=int(RESET_LASTS.total_seconds() // 60),
        )  # fmt: skip


def reset_path(person: Person) -> str:
    """A new link with which the person sets a password, once, within half an hour."""
    token = new_token()
    db.session.add(
        PasswordReset(
            person_id=person.id, token_hash=digest(token), expires_at=clock.now() + RESET_LASTS
        )
    )
    db.session.flush()
    return path_to("accounts.reset", token=token)


def reset_password(reset: PasswordReset, new: str) -> Person:
    """Use a link. Raises `Refused` where somebody was faster. Ends all sessions and other links."""
    require(_use(reset), Why.LINK_DEAD)
    person = db.session.get_one(Person, reset.person_id)
    _set_password(person, new, kept=None)
    audit.record(person, "account.password_reset", person)
    return person


def _use(reset: PasswordReset) -> bool:
    unused = sa.update(PasswordReset).where(
        PasswordReset.id == reset.id,
        PasswordReset.used_at.is_(None),
        PasswordReset.expires_at > clock.now(),
    )
    result: Any = db.session.execute(unused.values(used_at=clock.now()))
    return bool(result.rowcount == 1)


def _set_password(person: Person, new: str, kept: AuthSession | None) -> None:
    person.password_hash = passwords.hash_password(new)
    void_resets(person)
    revoke_sessions(person, kept)
    db.session.flush()


def void_resets(person: Person) -> None:
    """No verb of its own: links to set a password that were mailed before work no more."""
    unused = sa.update(PasswordReset).where(
        PasswordReset.person_id == person.id, PasswordReset.used_at.is_(None)
    )
    db.session.execute(unused.values(used_at=clock.now()))
