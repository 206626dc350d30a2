"""Verbs on accounts: rule, change, audit entry. They flush, never commit.

Whoever catches `Refused` rolls back.
"""

from app.accounts.commands.access import (
    change_password,
    open_session,
    renew_hash,
    request_reset,
    reset_password,
    revoke_other_sessions,
    revoke_session,
)
from app.accounts.commands.address import change_address, request_address
from app.accounts.commands.alerts import Event, tell
from app.accounts.commands.consents import VERSIONS, give_consent, withdraw_consent
from app.accounts.commands.erasure import (
    erase,
    erase_again,
    note_export,
    note_missing,
    to_erase_again,
)
from app.accounts.commands.identities import link_identity, unlink_identity
from app.accounts.commands.news import (
    choose_digest,
    read_all,
    read_all_about,
    read_with,
    send_digest,
)
from app.accounts.commands.notices import notify
from app.accounts.commands.people import (
    change_profile,
    complete_sign_up,
    create_person,
    reinstate,
    reinstate_by_office,
    request_sign_up,
    suspend,
    suspend_by_office,
)
from app.accounts.commands.roles import grant_role, make_administrator, revoke_role
from app.accounts.commands.second_factor import (
    Proof,
    make_recovery_codes,
    prove,
    remove_second_factor,
    reset_second_factor,
    set_up_second_factor,
)

__all__ = [
    "VERSIONS",
    "Event",
    "Proof",
    "change_address",
    "change_password",
    "change_profile",
    "choose_digest",
    "complete_sign_up",
    "create_person",
    "erase",
    "erase_again",
    "give_consent",
    "grant_role",
    "link_identity",
    "make_administrator",
    "make_recovery_codes",
    "note_export",
    "note_missing",
    "notify",
    "open_session",
    "prove",
    "read_all",
    "read_all_about",
    "read_with",
    "reinstate",
    "reinstate_by_office",
    "remove_second_factor",
    "renew_hash",
    "request_address",
    "request_reset",
    "request_sign_up",
    "reset_password",
    "reset_second_factor",
    "revoke_other_sessions",
    "revoke_role",
    "revoke_session",
    "send_digest",
    "set_up_second_factor",
    "suspend",
    "suspend_by_office",
    "tell",
    "to_erase_again",
    "unlink_identity",
    "withdraw_consent",
]
