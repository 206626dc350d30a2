"""What later stages do when a person is erased: they add it here, and erasing runs all of it.

Each function is called with the person while their name, address and ledger key are still there.
It may change rows, and neither commits nor keeps anything that tells who it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.core.db import db
from app.core.models import AuditEntry

Part = Callable[[Person], None]
ON_ERASURE: list[Part] = []
OF_WORDS: list[Part] = []
DELETED_NAME = "ลบบัญชีแล้ว · deleted account"
"""Under which what an erased person wrote stands, where they let it stand."""
GONE = "…"
NAME_KEYS = frozenset({"display_name", "author", "asker"})
"""Under which entries and news keep people's names."""


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
        """A text, or a JSON value, without them."""
        if isinstance(value, str):
            return self._pattern().sub(GONE, value)
        if isinstance(value, Mapping):
            return {key: self.out_of(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.out_of(inner) for inner in value]
        return value

    def out_of_names(self, value: Any) -> Any:
        """A JSON value without the name where a name is kept, and nowhere else in it."""
        if not isinstance(value, Mapping):
            return value
        return {
            key: DELETED_NAME if key in NAME_KEYS and inner in self.names else inner
            for key, inner in value.items()
        }

    def _pattern(self) -> re.Pattern[str]:
        known = sorted(self.addresses | self.names, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, known)), re.IGNORECASE)


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
    where: sa.ColumnElement[bool], change: Callable[[Any], Any], *, reasons: bool = True
) -> None:
    """Change what audit entries keep before and after, and their reasons. Nothing else may."""
    found = sa.select(AuditEntry.id, AuditEntry.before, AuditEntry.after, AuditEntry.reason)
    for row in db.session.execute(found.where(where)).all():
        kept = {"before": row.before, "after": row.after} | (
            {"reason": row.reason} if reasons else {}
        )
        changed = {name: change(value) for name, value in kept.items() if value is not None}
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
