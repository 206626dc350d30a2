"""Posts hidden with a reason, and brought back."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.core import audit, clock
from app.core.actors import Actor
from app.core.db import db
from app.core.refusals import require
from app.develop import rules
from app.develop.commands.counters import change_shown
from app.develop.models import Comment, Idea
from app.develop.refusals import Why


def hide_idea(actor: Actor, idea: Idea, reason: str) -> None:
    """Take an idea out of sight of all but its author and moderators. Its votes stay."""
    _hide(actor, Idea, idea, reason)


def restore_idea(actor: Actor, idea: Idea, reason: str) -> None:
    _restore(actor, Idea, idea, reason)


def hide_comment(actor: Actor, comment: Comment, reason: str) -> None:
    _hide(actor, Comment, comment, reason)


def restore_comment(actor: Actor, comment: Comment, reason: str) -> None:
    _restore(actor, Comment, comment, reason)


def _hide(actor: Actor, model: Any, written: Idea | Comment, reason: str) -> None:
    require(rules.can_moderate(actor), Why.NOT_ALLOWED)
    values = {"hidden_at": clock.now(), "hidden_by_id": actor.actor_id, "hidden_reason": reason}
    _change_once(model, written, model.hidden_at.is_(None), values)
    audit.record(actor, f"{_name(written)}.hide", written, reason=reason)


def _restore(actor: Actor, model: Any, written: Idea | Comment, reason: str) -> None:
    require(rules.can_moderate(actor), Why.NOT_ALLOWED)
    before = {"hidden_reason": written.hidden_reason}
    values = {"hidden_at": None, "hidden_by_id": None, "hidden_reason": None}
    _change_once(model, written, model.hidden_at.is_not(None), values)
    audit.record(actor, f"{_name(written)}.restore", written, reason=reason, before=before)


def _change_once(
    model: Any, written: Idea | Comment, still: sa.ColumnElement[bool], values: Any
) -> None:
    """Two moderators at once: the second one finds it done, and no counter moves twice."""
    if isinstance(written, Comment):
        change_shown(written, still, **values)
        return
    change = sa.update(model).where(model.id == written.id, still).values(values)
    done: Any = db.session.execute(change.execution_options(synchronize_session="fetch"))
    require(done.rowcount == 1, Why.NOTHING_TO_DO)


def _name(written: Idea | Comment) -> str:
    return "idea" if isinstance(written, Idea) else "comment"
