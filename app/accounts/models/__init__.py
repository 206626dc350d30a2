"""Tables of accounts, a file a theme."""

from app.accounts.models.notices import Notification
from app.accounts.models.people import (
    AuthSession,
    Consent,
    DigestEvery,
    Guest,
    ParticipantGroup,
    PasswordReset,
    Person,
    Purpose,
    Role,
    RoleGrant,
)
from app.accounts.models.second_factor import AuthenticatorApp, LinkedIdentity, RecoveryCode

__all__ = [
    "AuthSession",
    "AuthenticatorApp",
    "Consent",
    "DigestEvery",
    "Guest",
    "LinkedIdentity",
    "Notification",
    "ParticipantGroup",
    "PasswordReset",
    "Person",
    "Purpose",
    "RecoveryCode",
    "Role",
    "RoleGrant",
]
