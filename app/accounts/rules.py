"""Who holds which role. Other slices compose their rules from these."""

from __future__ import annotations

from flask import current_app

from app.accounts import consent
from app.accounts.models import AuthSession, Notification, Person, Role, RoleGrant
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


def agrees_to_votes(actor: Actor) -> bool:
    """Has agreed, expressly, to the present text on votes and opinions, and not taken it back."""
    return getattr(actor, "vote_consent", None) == consent.VOTE_VERSION


def is_moderator(actor: Actor) -> bool:
    return has_role(actor, Role.MODERATOR)


def is_officer(actor: Actor) -> bool:
    return has_role(actor, Role.OFFICER)


def is_analyst(actor: Actor) -> bool:
    return has_role(actor, Role.ANALYST)


def is_coordinator(actor: Actor) -> bool:
    return has_role(actor, Role.COORDINATOR)


def is_administrator(actor: Actor) -> bool:
    return has_role(actor, Role.ADMINISTRATOR)


def is_staff(actor: Actor) -> bool:
    """Holds any role beyond member."""
    return has_role(actor, *(role for role in Role if role is not Role.MEMBER))


def owns_session(actor: Actor, session: AuthSession) -> bool:
    return is_signed_in(actor) and session.person_id == actor.actor_id


def owns_news(actor: Actor, news: Notification) -> bool:
    return is_signed_in(actor) and news.person_id == actor.actor_id


def can_manage_people(actor: Actor) -> bool:
    return is_administrator(actor)


def can_manage_person(actor: Actor, person: Person) -> bool:
    return can_manage_people(actor) and person.erased_at is None


def is_oneself(actor: Actor, person: Person) -> bool:
    return actor.actor_id == person.id


def can_suspend(actor: Actor, person: Person) -> bool:
    """An administrator anybody, a moderator members alone; nobody oneself: somebody must be left
    to reinstate."""
    may = can_manage_people(actor) or (is_moderator(actor) and not person.grants)
    return may and not is_oneself(actor, person)


def can_revoke(actor: Actor, grant: RoleGrant) -> bool:
    """An administrator, but never one's own administration: another one has to agree to that."""
    is_own_key = grant.role is Role.ADMINISTRATOR and grant.person_id == actor.actor_id
    return can_manage_people(actor) and not is_own_key


def may_go_without_second_factor(person: Person) -> bool:
    """Staff may not, where the office asks them for it."""
    return not (current_app.config["STAFF_SECOND_FACTOR"] and person.grants)


def can_reset_second_factor(actor: Actor, person: Person) -> bool:
    """An administrator, and never one's own: another one has to see who asks."""
    return can_manage_people(actor) and not is_oneself(actor, person)
