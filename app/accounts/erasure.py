"""What later stages do when a person is erased: they add it here, and erasing runs all of it.

Each function is called with the person while their name, address and ledger key are still there.
It may change rows, and neither commits nor keeps anything that tells who it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.core.db import db
from app.core.models import AuditEntry

Part = Callable[[Person], None]
Change = Callable[[Any], Any]
ON_ERASURE: list[Part] = []
OF_WORDS: list[Part] = []
DELETED_NAME = "ลบบัญชีแล้ว · deleted account"
"""Under which what an erased person wrote stands, where they let it stand."""
GONE = "…"
NAME_KEYS = frozenset({"display_name", "author", "asker"})
"""Under which entries and news keep people's names."""
REASON_KEYS = frozenset({"hidden_reason", "closed_reason"})
"""Under which entries keep what was written about somebody's post."""


def contribute(part: Part) -> Part:
    """Run it whenever somebody is erased."""
    ON_ERASURE.append(part)
    return part


def contribute_words(part: Part) -> Part:
    """Run it where they want their words removed too: first, while they can still be found."""
    OF_WORDS.append(part)
    return part


def run(person: Person, *, words: bool) -> None:
    for part in (*(OF_WORDS if words else ()), *ON_ERASURE):
        part(person)
    db.session.flush()


@dataclass(frozen=True)
class Traces:
    """What tells who somebody is: their address, as it was written, and their names."""

    addresses: frozenset[str]
    names: frozenset[str]

    def out_of(self, value: Any) -> Any:
        """A text, or a JSON value, without them: for what was written about the person."""
        return _replaced(value, _pattern(self.addresses, self.names))

    def out_of_addresses(self, value: Any) -> Any:
        """The same, but a name may be a word like any other there."""
        return _replaced(value, _pattern(self.addresses))

    def out_of_names(self, value: Any) -> Any:
        """A JSON value without the name where a name is kept, and nowhere else in it."""
        if not isinstance(value, Mapping):
            return value
        return {
            key: DELETED_NAME if key in NAME_KEYS and inner in self.names else inner
            for key, inner in value.items()
        }

    def out_of_entry(self, value: Any) -> Any:
        """What an audit entry of the person keeps: neither codes nor anybody's words change."""
        if not isinstance(value, Mapping):
            return self.out_of_addresses(value)
        return {
            key: self.out_of(inner) if key in REASON_KEYS else self.out_of_addresses(inner)
            for key, inner in self.out_of_names(value).items()
        }


# Not \w: Thai stands before and after an address without a blank
_BEGINS = r"(?<![A-Za-z0-9_])(?<![A-Za-z0-9_][.+-])"
_ENDS = r"(?![A-Za-z0-9_-])(?!\.[A-Za-z0-9])"


@lru_cache(maxsize=8)
def _pattern(addresses: frozenset[str], names: frozenset[str] = frozenset()) -> re.Pattern[str]:
    """An address is no part of a longer one, as li@example.org is of ali@example.org."""
    whole = [f"{_BEGINS}{re.escape(one)}{_ENDS}" for one in addresses]
    known = sorted([*whole, *map(re.escape, names)], key=len, reverse=True)
    return re.compile("|".join(known), re.IGNORECASE)


def _replaced(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(GONE, value)
    if isinstance(value, Mapping):
        return {key: _replaced(inner, pattern) for key, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, pattern) for inner in value]
    return value


def traces_of(person: Person) -> Traces:
    """Earlier names too: the audit log has them, where the person changed theirs."""
    own = sa.select(AuditEntry.before, AuditEntry.after).where(
        AuditEntry.object_type == Person.__tablename__, AuditEntry.object_id == str(person.id)
    )
    values = (value for row in db.session.execute(own) for value in row)
    earlier = {str(v["display_name"]) for v in values if v and v.get("display_name")}
    return Traces(
        frozenset({person.email, person.email_key} - {""}),
        frozenset({person.display_name, *earlier} - {"", DELETED_NAME}),
    )


def scrub_entries(
    where: sa.ColumnElement[bool], change: Change, reasons: Change | None = None
) -> None:
    """Change what audit entries keep before and after, and their reasons. Nothing else may."""
    found = sa.select(AuditEntry.id, AuditEntry.before, AuditEntry.after, AuditEntry.reason)
    for row in db.session.execute(found.where(where)).all():
        kept = {"before": row.before, "after": row.after, "reason": row.reason}
        ways = {"before": change, "after": change, "reason": reasons}
        changed = {name: way(kept[name]) for name, way in ways.items() if way and kept[name]}
        changed = {name: value for name, value in changed.items() if value != kept[name]}
        if changed:
            db.session.execute(
                sa.update(AuditEntry).where(AuditEntry.id == row.id).values(changed)
                .execution_options(synchronize_session=False)
            )  # fmt: skip


def entries_about(table: str, ids: Iterable[int]) -> sa.ColumnElement[bool]:
    """The audit entries of some rows of a table."""
    return sa.and_(
        AuditEntry.object_type == table, AuditEntry.object_id.in_([str(one) for one in ids])
    )


def no_words(value: Any) -> Any:
    """A JSON value whose texts are gone: what somebody wrote, as an audit entry kept it."""
    if isinstance(value, str):
        return GONE
    if isinstance(value, Mapping):
        return {key: no_words(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [no_words(inner) for inner in value]
    return value
