"""Who starts analysis runs, reads what they found, and names topics."""

from __future__ import annotations

from app.accounts.models import Role
from app.accounts.rules import has_role, is_analyst
from app.core.actors import Actor
from app.core.models import JobState
from app.diagnose.models import AnalysisRun, Topic

READERS = (Role.ANALYST, Role.COORDINATOR, Role.EXECUTIVE, Role.ADMINISTRATOR)


def can_read_analysis(actor: Actor) -> bool:
    return has_role(actor, *READERS)


def can_start_run(actor: Actor) -> bool:
    return is_analyst(actor)


def can_see_run(actor: Actor, run: AnalysisRun) -> bool:
    return can_read_analysis(actor)


def can_cancel_run(actor: Actor, run: AnalysisRun) -> bool:
    return is_analyst(actor)


def can_see_topic(actor: Actor, topic: Topic) -> bool:
    return can_read_analysis(actor)


def can_curate_topic(actor: Actor, topic: Topic) -> bool:
    """Rename it, mark it noise, take the mark back."""
    return is_analyst(actor)


def has_findings(run: AnalysisRun) -> bool:
    return run.job.state == JobState.SUCCEEDED
