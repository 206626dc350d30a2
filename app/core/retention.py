"""How long what is kept: one table, which the nightly job carries out and the privacy notice shows.

    @retention.keep("drafts", _l("Drafts of ideas"), timedelta(days=365), _l("…since last saved"))
    def forget_drafts(before): …   # changes rows; the job commits

`stands` adds a row for what is kept without an end, with the reason.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import clock, files, jobs, limits, networks, schedule
from app.core.db import commit, rollback

log = logging.getLogger(__name__)
KIND = "core.retention"
Forget = Callable[[datetime], object]


@dataclass(frozen=True)
class Rule:
    """What is kept, how long, and from when the time counts. Texts are lazy."""

    key: str
    what: Any
    lasts: timedelta | None
    note: Any
    forget: Forget | None = None


RULES: dict[str, Rule] = {}


def keep(key: str, what: Any, lasts: timedelta, note: Any) -> Callable[[Forget], Forget]:
    """Register what forgets the rows of before a moment. It flushes, never commits."""

    def register(forget: Forget) -> Forget:
        RULES[key] = Rule(key, what, lasts, note, forget)
        return forget

    return register


def stands(key: str, what: Any, note: Any) -> None:
    RULES[key] = Rule(key, what, None, note)


def rules() -> list[Rule]:
    """Those with an end first, the shortest first."""
    forever = timedelta.max
    return sorted(RULES.values(), key=lambda rule: (rule.lasts or forever, rule.key))


@jobs.handler(KIND)
def forget_what_is_old(progress: jobs.Progress) -> None:
    """One transaction a rule, committed here: no writer waits for all of them, and one that fails
    stops no other. The job fails then, when all had their turn."""
    failed = []
    due = [rule for rule in rules() if rule.forget is not None and rule.lasts is not None]
    for number, rule in enumerate(due):
        progress(number / len(due), rule.key)
        assert rule.forget is not None and rule.lasts is not None  # noqa: S101, PT018  chosen above
        try:
            rule.forget(clock.now() - rule.lasts)
            commit()
        except Exception:
            rollback()
            log.exception("what is kept as %s could not be forgotten", rule.key)
            failed.append(rule.key)
    if failed:
        raise RuntimeError(f"not forgotten: {', '.join(failed)}")


schedule.every(timedelta(days=1), KIND)


@keep(
    "limits",
    _l("Counters of tries to sign in, by an unreadable code"),
    timedelta(days=1),
    _l("since their window of time began"),
)
def _forget_limits(before: datetime) -> None:
    limits.forget(before)


@keep(
    "networks",
    _l("Keys by which codes of networks are made"),
    networks.KEYS_KEPT_FOR,
    _l("since the week they were used in; after that no code can be traced to a network"),
)
def _forget_network_keys(_before: datetime) -> None:
    networks.sweep()


@keep(
    "files",
    _l("Bytes of files that were taken away"),
    timedelta(days=1),
    _l("since they were stored; looked for each night"),
)
def _forget_files(before: datetime) -> None:
    files.forget_unnamed(before)


@keep(
    "jobs",
    _l("Jobs of the worker, with their errors"),
    timedelta(days=90),
    _l("since they ended; those of analyses and imports stay with them"),
)
def _forget_jobs(before: datetime) -> None:
    jobs.forget(before)


stands(
    "audit",
    _l("The audit log"),
    _l("it shows who changed what; names and addresses of erased people are taken out"),
)
