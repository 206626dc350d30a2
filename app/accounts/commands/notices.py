"""News for people: told by the verbs of all slices, in the transaction of what they tell of.

    notify([idea.author_id], "idea.hidden", about=f"idea {idea.id}", title=idea.title,
           path=path_to("develop.idea", idea_id=idea.id), rule=rule.value)

`kind` is "thing.happening"; its sentence is registered in `accounts.notices.SENTENCES` and made
when somebody reads it, in their language: give keys and names in `details`, never sentences.
`path` is made by `core.pages.path_to`, which works in jobs and on the command line as well.
`about` is what news is grouped by: "idea 17", "challenge 3", "account 8". `title` is its name.
For many people give a SELECT of person ids instead of a list: they are told in one statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Notification, Person
from app.core import clock
from app.core.actors import Actor
from app.core.db import Json, UtcDateTime, db, inserting

TITLE_CHARACTERS = 200
AT_ONCE = 1_000
"""Ids of a list in one statement."""


def notify(
    people: Iterable[Person | int] | sa.SelectBase,
    kind: str,
    *,
    about: str,
    title: str,
    path: str,
    but: Actor | None = None,
    **details: str | int | None,
) -> None:
    """Tell people some news. `people`: persons, their ids, or a SELECT of ids.

    Erased people and `but` (whoever did it, usually) are left out. A person who has not read the
    same news yet (same kind, about and path) is not told twice: the old one becomes new again, with
    these details, and is due to be mailed again. Suspended people are told: they must hear why.
    """
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError(f"news leads to a page of this site, not to {path!r}")
    db.session.flush()
    values = {
        "kind": kind, "about": about, "title": title[:TITLE_CHARACTERS], "path": path,
        "details": details,
    }  # fmt: skip
    for some in _in_parts(people):
        told = Person.id.in_(some) & Person.erased_at.is_(None)
        if but is not None and but.actor_id is not None:
            told &= Person.id != but.actor_id
        db.session.execute(_upsert(told, values))


def _in_parts(
    people: Iterable[Person | int] | sa.SelectBase,
) -> Iterator[sa.SelectBase | Sequence[int]]:
    if isinstance(people, sa.SelectBase):
        yield people
        return
    ids = sorted({one.id if isinstance(one, Person) else one for one in people})
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def _upsert(told: sa.ColumnElement[bool], values: dict[str, Any]) -> Any:
    """One statement for all: news that is there unread is refreshed, whoever was quicker.

    In the order of ids, so that two of them at once never wait for each other in a circle.
    """
    columns = {
        "kind": sa.literal(values["kind"]), "about": sa.literal(values["about"]),
        "title": sa.literal(values["title"]), "path": sa.literal(values["path"]),
        "details": sa.literal(values["details"], Json),
        "created_at": sa.literal(clock.now(), UtcDateTime),
    }  # fmt: skip
    rows = sa.select(Person.id, *columns.values()).where(told).order_by(Person.id)
    new = inserting(Notification).from_select(["person_id", *columns], rows)
    again = {name: new.excluded[name] for name in ("title", "details", "created_at")}
    return new.on_conflict_do_update(
        index_elements=["person_id", "kind", "about", "path"],
        index_where=Notification.read_at.is_(None),
        set_=again | {"mailed_at": None},
    )
