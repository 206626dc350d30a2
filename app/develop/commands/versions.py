"""Earlier versions of ideas: their words taken away for good."""

from __future__ import annotations

from app.core import audit, clock
from app.core.actors import Actor
from app.core.db import db
from app.core.refusals import require
from app.develop import rules
from app.develop.models import IdeaVersion
from app.develop.refusals import Why


def withhold_version(actor: Actor, version: IdeaVersion, reason: str) -> None:
    """Delete the words of an earlier version, such as a telephone number; that it was stays.

    By the idea's author or a moderator. Raises `Refused`.
    """
    require(rules.can_withhold_version(actor, version.idea), Why.NOT_ALLOWED)
    require(version.withheld_at is None, Why.NOTHING_TO_DO)
    version.title, version.body, version.details = "", "", {}
    version.withheld_at, version.withheld_by_id = clock.now(), actor.actor_id
    version.withheld_reason = reason
    db.session.flush()
    audit.record(
        actor, "idea.withhold_version", version.idea, reason=reason,
        after={"version": version.number},
    )  # fmt: skip
