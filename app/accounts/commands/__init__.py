"""Verbs on accounts: rule, change, audit entry. They flush, never commit.

Whoever catches `Refused` rolls back.
"""

from app.accounts.commands.access import (
    change_password,
    open_session,
    request_reset,
    reset_password,
    revoke_other_sessions,
    revoke_session,
)
from app.accounts.commands.consents import VERSIONS, give_consent, withdraw_consent
from app.accounts.commands.notices import notify
from app.accounts.commands.people import (
    change_profile,
    complete_sign_up,
    create_person,
    reinstate,
    request_sign_up,
    suspend,
)
from app.accounts.commands.roles import grant_role, make_administrator, revoke_role

__all__ = [
    "VERSIONS", "change_password", "change_profile", "complete_sign_up", "create_person",
    "give_consent", "grant_role", "make_administrator", "notify", "open_session", "reinstate",
    "request_reset", "request_sign_up", "reset_password", "revoke_other_sessions", "revoke_role",
    "revoke_session", "suspend", "withdraw_consent",
]  # fmt: skip
