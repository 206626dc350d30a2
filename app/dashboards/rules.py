"""Who sees which figures."""

from __future__ import annotations

from app.accounts.models import Role
from app.accounts.rules import has_role
from app.core.actors import Actor


def can_see_dashboard(actor: Actor) -> bool:
    """The whole dashboard, small cells included: for those who work with it or decide on it."""
    return has_role(actor, Role.EXECUTIVE, Role.COORDINATOR, Role.ANALYST, Role.ADMINISTRATOR)
