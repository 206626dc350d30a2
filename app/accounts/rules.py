"""Who holds which role. Other slices compose their rules from these."""

from __future__ import annotations

from app.accounts.models import Role
from app.core.actors import Actor


def has_role(actor: Actor, *roles: Role) -> bool:
    return any(role.value in actor.role_names for role in roles)


def is_guest(actor: Actor) -> bool:
    return actor.actor_id is None


def is_signed_in(actor: Actor) -> bool:
    """Signed in, suspended or not: one's own settings stay within reach."""
    return actor.actor_id is not None


def is_member(actor: Actor) -> bool:
    """Signed in and not suspended: may take part."""
    return has_role(actor, Role.MEMBER)


def is_moderator(actor: Actor) -> bool:
    return has_role(actor, Role.MODERATOR)


def is_officer(actor: Actor) -> bool:
    return has_role(actor, Role.OFFICER)


def is_analyst(actor: Actor) -> bool:
    return has_role(actor, Role.ANALYST)


def is_coordinator(actor: Actor) -> bool:
    return has_role(actor, Role.COORDINATOR)


def is_executive(actor: Actor) -> bool:
    return has_role(actor, Role.EXECUTIVE)


def is_administrator(actor: Actor) -> bool:
    return has_role(actor, Role.ADMINISTRATOR)


def is_staff(actor: Actor) -> bool:
    """Holds any role beyond member."""
    return has_role(actor, *(role for role in Role if role is not Role.MEMBER))
