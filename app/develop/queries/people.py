"""What several reads share: names of people, and what a reader may see."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload, load_only

from app.accounts.models import Person
from app.core.actors import Actor


def named(person: Any) -> Any:
    """Load people for their names alone: no roles, no addresses, no passwords."""
    return joinedload(person).options(load_only(Person.display_name), lazyload(Person.grants))


def shown_to(actor: Actor, model: Any) -> sa.ColumnElement[bool]:
    visible: sa.ColumnElement[bool] = model.is_shown
    return visible if actor.actor_id is None else visible | (model.author_id == actor.actor_id)
