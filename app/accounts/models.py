"""People, roles, sessions, tokens, consent."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from flask_login import AnonymousUserMixin, UserMixin
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Model, UtcDateTime, enum_type


class Role(StrEnum):
    MEMBER = "member"
    MODERATOR = "moderator"
    OFFICER = "officer"
    ANALYST = "analyst"
    COORDINATOR = "coordinator"
    EXECUTIVE = "executive"
    ADMINISTRATOR = "administrator"


class ParticipantGroup(StrEnum):
    CITIZEN = "citizen"
    GOVERNMENT = "government"
    BUSINESS = "business"
    STAKEHOLDER = "stakeholder"


class Purpose(StrEnum):
    """What somebody consents to."""

    ACCOUNT = "account"
    SUBMISSION = "submission"


class Person(UserMixin, Model):
    __tablename__ = "people"
    __allow_unmapped__ = True  # for auth_session, which is no column

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(254))
    email_key: Mapped[str] = mapped_column(sa.String(254), unique=True)
    """What makes two addresses the same account: see `identity.email_key`."""
    display_name: Mapped[str] = mapped_column(sa.String(80))
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    language: Mapped[str] = mapped_column(sa.String(2), default="th")
    participant_group: Mapped[ParticipantGroup] = mapped_column(
        enum_type(ParticipantGroup, "participant_group"), default=ParticipantGroup.CITIZEN
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    suspended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    grants: Mapped[list[RoleGrant]] = relationship(
        back_populates="person", foreign_keys="RoleGrant.person_id", lazy="selectin",
        order_by="RoleGrant.id",
    )  # fmt: skip

    auth_session: AuthSession | None = None
    """The session that this request came with; set by the session loader."""

    @property
    def actor_id(self) -> int:
        return self.id

    @property
    def role_names(self) -> frozenset[str]:
        if self.suspended_at is not None:
            return frozenset()
        return frozenset({Role.MEMBER.value} | {grant.role.value for grant in self.grants})

    @property
    def unit_ids(self) -> frozenset[int]:
        """The units that this person is an officer of."""
        return frozenset(grant.unit_id for grant in self.grants if grant.unit_id is not None)

    def get_id(self) -> str:
        """flask-login's key: the session's, so that one session can be revoked."""
        if self.auth_session is None or not self.auth_session.token:
            raise RuntimeError("sign people in with accounts.commands.open_session")
        return self.auth_session.token


class Guest(AnonymousUserMixin):
    """Whoever is not signed in."""

    actor_id = None
    role_names: frozenset[str] = frozenset()
    unit_ids: frozenset[int] = frozenset()


class RoleGrant(Model):
    """A role beyond member. An officer's names the unit."""

    __tablename__ = "role_grants"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_type(Role, "role"))
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("units.id"))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    granted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))

    person: Mapped[Person] = relationship(back_populates="grants", foreign_keys=[person_id])

    __table_args__ = (
        sa.UniqueConstraint("person_id", "role", "unit_id"),
        # NULLs are distinct in a UNIQUE: roles without a unit need an index of their own
        sa.Index(
            "uq_role_grants_unitless", "person_id", "role", unique=True,
            sqlite_where=sa.text("unit_id IS NULL"), postgresql_where=sa.text("unit_id IS NULL"),
        ),
        sa.CheckConstraint(
            "(role = 'officer') = (unit_id IS NOT NULL)", name="officers_have_units"
        ),
        sa.CheckConstraint("role <> 'member'", name="everybody_is_a_member"),
    )  # fmt: skip


class AuthSession(Model):
    """One browser of one person. The cookie holds a token, whose digest is the id here."""

    __tablename__ = "auth_sessions"
    __allow_unmapped__ = True  # for token, which is never stored

    id: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    user_agent: Mapped[str] = mapped_column(sa.String(200), default="")

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    token: str = ""
    """What the cookie holds; known only while the request that brought or made it lasts."""


class PasswordReset(Model):
    """A link to set a new password: once, and for half an hour."""

    __tablename__ = "password_resets"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Consent(Model):
    """That a person agreed to a version of a text, for a purpose, at a time."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    purpose: Mapped[Purpose] = mapped_column(enum_type(Purpose, "purpose"))
    version: Mapped[str] = mapped_column(sa.String(20))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
