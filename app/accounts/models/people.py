"""People, roles, sessions, links to reset a password, consent."""

from __future__ import annotations

import secrets
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from flask import current_app
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
    VOTE = "vote"
    """A vote or an opinion on policy may show a political opinion: consent to it is explicit."""


class DigestEvery(StrEnum):
    """How often a person's news comes by mail."""

    DAY = "day"
    WEEK = "week"
    NEVER = "never"


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
    suspended_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """None with `suspended_at`: until somebody reinstates them."""
    digest_every: Mapped[DigestEvery] = mapped_column(
        enum_type(DigestEvery, "digest_every"),
        default=DigestEvery.WEEK,
        server_default=DigestEvery.WEEK.value,
    )
    digest_sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ledger_key: Mapped[str | None] = mapped_column(
        sa.String(64), default=lambda: secrets.token_hex(32)
    )
    """From which the pseudonyms of this person's votes are made; erasure destroys it."""
    vote_consent: Mapped[str | None] = mapped_column(sa.String(20))
    """The version of the text on votes that they agree to now: what `consents` says, beside the
    person, so that a vote asks nothing more. See `commands.consents`."""
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Then the row holds no name, address or password any more: a number that others point to."""

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
        if self.is_suspended or self.erased_at is not None:
            return frozenset()
        if not self.may_act_as_staff:
            return frozenset({Role.MEMBER.value})
        return frozenset({Role.MEMBER.value} | {grant.role.value for grant in self.grants})

    @property
    def is_suspended(self) -> bool:
        until = self.suspended_until
        return self.suspended_at is not None and (until is None or until > clock.now())

    @property
    def may_act_as_staff(self) -> bool:
        """False in a browser session that still owes the second factor that staff must give."""
        return self.auth_session is None or not self.auth_session.owes_second_factor

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
    second_factor_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a code of the second factor was given in this browser; None: not yet."""

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    token: str = ""
    """What the cookie holds; known only while the request that brought or made it lasts."""

    @property
    def owes_second_factor(self) -> bool:
        """Staff act as staff only after their second factor, where the office asks for one."""
        asked = current_app.config["STAFF_SECOND_FACTOR"] and bool(self.person.grants)
        return bool(asked) and self.second_factor_at is None


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
