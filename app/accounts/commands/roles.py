"""Who holds which role. There is always an administrator who can sign in and act."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.accounts import rules
from app.accounts.models import Person, Role, RoleGrant
from app.accounts.refusals import Why
from app.core import audit, clock
from app.core.actors import Actor
from app.core.db import db
from app.core.refusals import Refused, require


def grant_role(actor: Actor, person: Person, role: Role, unit_id: int | None = None) -> RoleGrant:
    """Raises `Refused`: held already, or an officer without a unit."""
    require(rules.can_manage_people(actor) and role is not Role.MEMBER, Why.NOT_ALLOWED)
    return add_grant(actor, person, role, unit_id)


def add_grant(
    actor: Actor | None, person: Person, role: Role, unit_id: int | None = None
) -> RoleGrant:
    """The change itself; `actor` None is the platform."""
    unit_id = unit_id if role is Role.OFFICER else None
    require(role is not Role.OFFICER or unit_id is not None, Why.OFFICER_NEEDS_UNIT)
    grant = RoleGrant(
        person_id=person.id, role=role, unit_id=unit_id,
        granted_by_id=actor.actor_id if actor else None,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(grant)
    except sa.exc.IntegrityError:
        raise Refused(Why.HELD_ALREADY) from None
    db.session.refresh(person, ["grants"])
    audit.record(actor, "role.grant", person, after=_terms(grant))
    return grant


def revoke_role(actor: Actor, grant: RoleGrant) -> None:
    """Raises `Refused`: one's own administration, the last administrator, revoked meanwhile."""
    require(rules.can_manage_people(actor), Why.NOT_ALLOWED)
    require(rules.can_revoke(actor, grant), Why.OWN_ADMINISTRATION)
    person, terms = grant.person, _terms(grant)
    if grant.role is Role.ADMINISTRATOR:
        keep_an_administrator(without=person)
    result: Any = db.session.execute(sa.delete(RoleGrant).where(RoleGrant.id == grant.id))
    require(result.rowcount == 1, Why.NOT_HELD)
    db.session.expire(person, ["grants"])
    audit.record(actor, "role.revoke", person, before=terms)


def keep_an_administrator(*, without: Person) -> None:
    """Raises `Refused` if nobody but `without` could administer.

    Two administrators who remove each other at once wait here for one another: the grants are
    locked first, and counted as they stand then.
    """
    keys = sa.select(RoleGrant.id).where(RoleGrant.role == Role.ADMINISTRATOR)
    db.session.execute(keys.order_by(RoleGrant.id).with_for_update()).all()
    others = (
        sa.select(sa.func.count(RoleGrant.id))
        .join(RoleGrant.person)
        .where(
            RoleGrant.role == Role.ADMINISTRATOR,
            sa.or_(Person.suspended_at.is_(None), Person.suspended_until <= clock.now()),
            Person.id != without.id,
        )
    )
    require(bool(db.session.scalar(others)), Why.LAST_ADMINISTRATOR)


def make_administrator(person: Person) -> None:
    """By the platform itself, from the command line. Nothing where the person is one already."""
    if not any(grant.role is Role.ADMINISTRATOR for grant in person.grants):
        add_grant(None, person, Role.ADMINISTRATOR)


def _terms(grant: RoleGrant) -> dict[str, Any]:
    terms: dict[str, Any] = {"role": grant.role.value}
    return terms | ({"unit_id": grant.unit_id} if grant.unit_id else {})
