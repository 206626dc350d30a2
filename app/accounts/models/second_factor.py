"""The second factor of an account, and identities that others vouch for."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models.people import Person
from app.core import clock
from app.core.db import Model, UtcDateTime


class AuthenticatorApp(Model):
    """The secret that a person's authenticator app makes its codes (TOTP) from."""

    __tablename__ = "authenticator_apps"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(sa.String(200))
    """As `accounts.second_factor` keeps it; never shown again."""
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When a code of it was given, without which it is not kept."""
    last_step: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    """The time step of the last code taken: no code is taken twice."""


class RecoveryCode(Model):
    """Signs in once where the authenticator app is lost. Only its digest is kept."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    code_hash: Mapped[str] = mapped_column(sa.String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (sa.UniqueConstraint("person_id", "code_hash"),)


class LinkedIdentity(Model):
    """That a person is the one whom an OpenID provider (ThaiD, LINE) knows by `subject`."""

    __tablename__ = "linked_identities"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    provider: Mapped[str] = mapped_column(sa.String(20))
    subject_hash: Mapped[str] = mapped_column(sa.String(64))
    """Keyed hash: a ThaiD subject may be a national identity number, which is never stored."""
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    person: Mapped[Person] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("provider", "subject_hash"),
        sa.UniqueConstraint("person_id", "provider"),
    )
