"""What a step down does to rows whose meaning its columns carry, in plain SQL: models will change.

Revision 0001 knows votes for an idea alone, one way of hiding a post, and no erased people.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

WITHDRAWN, HELD = "ผู้เขียนถอนแล้ว · withdrawn by its author", "รอการตรวจสอบ · held to be looked at"


def keep_what_0001_would_show() -> None:
    """Nothing that is out of sight comes back, no vote changes sides, nobody erased gets in."""
    _run("DELETE FROM idea_votes WHERE value = -1")
    for table in ("ideas", "comments"):
        for column, reason in (("withdrawn_at", WITHDRAWN), ("held_at", HELD)):
            _run(
                f"UPDATE {table} SET hidden_at = {column}, hidden_reason = :reason"  # noqa: S608
                f" WHERE {column} IS NOT NULL AND hidden_at IS NULL",
                reason=reason,
            )
    _run("UPDATE people SET suspended_at = NULL WHERE suspended_until <= :now", now=_now())
    _run("UPDATE people SET suspended_at = erased_at WHERE erased_at IS NOT NULL")


def mark_the_erased_again() -> None:
    """After a step down and up. The keys of their pseudonyms stay destroyed."""
    _run(
        "UPDATE people SET erased_at = COALESCE(suspended_at, :now), suspended_at = NULL,"
        " ledger_key = NULL WHERE email_key LIKE 'erased:%'",
        now=_now(),
    )


def _now() -> sa.BindParameter[datetime]:
    return sa.bindparam("now", datetime.now(UTC), sa.DateTime(timezone=True))


def _run(statement: str, **values: str | sa.BindParameter[datetime]) -> None:
    bound = [sa.bindparam(k, v) if isinstance(v, str) else v for k, v in values.items()]
    op.get_bind().execute(sa.text(statement).bindparams(*bound))
