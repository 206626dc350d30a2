"""Decisions on posts: hidden, restored, let stand, and taken back. Each by its own reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa

from app.accounts import commands as accounts
from app.accounts.commands.notices import notify
from app.accounts.models import Person
from app.core import audit, clock
from app.core.actors import Actor
from app.core.db import db
from app.core.pages import path_to
from app.core.refusals import require
from app.develop import rules
from app.develop.commands import deciding
from app.develop.commands.comments import announce
from app.develop.commands.deciding import Batch, Decided, Reason, Scope, Settled
from app.develop.commands.news import tell_of_released
from app.develop.models import POST_KEY, Action, Comment, Decision, Idea, Report, TextGroup
from app.develop.queries import cases
from app.develop.refusals import Why

Post = Idea | Comment


@dataclass(frozen=True)
class Outcome:
    """What a decision did: its batch, and how many posts it concerned."""

    batch: str
    posts: int


def hide(actor: Actor, written: Post | TextGroup, reason: Reason) -> Outcome:
    """Out of sight of all but their author and moderators. Votes stay. Raises `Refused`.

    A whole group at once, or one post.
    """
    require(reason.rule is not None, Why.NO_RULE)
    batch = _begin(actor, Action.HIDE, reason)
    values = {
        "hidden_at": batch.at, "hidden_by_id": actor.actor_id, "hidden_reason": reason.note,
    }  # fmt: skip
    decided = deciding.change_posts(scope_of(written), Action.HIDE, values)
    return _finish(actor, batch, written, decided)


def restore(actor: Actor, written: Post, reason: Reason) -> Outcome:
    """Let a hidden post be seen again, by a new decision. Raises `Refused`."""
    require(rules.can_let_speak(actor, written), Why.NOT_ALLOWED)
    batch = _begin(actor, Action.RESTORE, reason)
    decided = deciding.change_posts(scope_of(written), Action.RESTORE, deciding.NOTHING)
    return _finish(actor, batch, written, decided)


def let_stand(actor: Actor, written: Post | TextGroup, note: str = "") -> Outcome:
    """Nothing is wrong: what is held is released, reports are dismissed. Raises `Refused`.

    Of a group, what the moderator wrote waits for another one.
    """
    if not isinstance(written, TextGroup):
        require(rules.can_let_speak(actor, written), Why.NOT_ALLOWED)
    release = _begin(actor, Action.RELEASE, Reason(note))
    scope = _by_others(actor, scope_of(written))
    dismiss = replace(release, action=Action.DISMISS)
    dismissed = deciding.change_posts(scope, Action.DISMISS, None)
    released = deciding.change_posts(scope, Action.RELEASE, deciding.NOTHING)
    require(bool(dismissed or released), Why.NOTHING_TO_DO)
    settled = _write(dismiss, dismissed)
    if released:
        _finish(actor, release, written, released)
        tell_of_released(released)
        announce([row.id for row in released if row.model is Comment])
    if dismissed:
        _record(actor, dismiss, written, dismissed)
        _tell_reporters(dismiss, dismissed, settled)
    return Outcome(release.key, len(dismissed) + len(released))


def scope_of(written: Post | TextGroup) -> Scope:
    if isinstance(written, TextGroup):
        return cases.scope_of_case(written)
    model = type(written)
    return {model: model.id == written.id}


def _by_others(actor: Actor, scope: Scope) -> Scope:
    return {model: which & (model.author_id != actor.actor_id) for model, which in scope.items()}


def undo(actor: Actor, decision: Decision, *, of_person: int | None = None) -> int:
    """Take back all that was decided at once; `of_person`: as far as it concerns one person.

    Everything is as it was before, where nobody has decided anew since. Returns how many posts
    and suspensions were put back. Raises `Refused` where somebody was quicker.
    """
    require(rules.can_moderate(actor), Why.NOT_ALLOWED)
    require(rules.can_undo(actor, decision), Why.NOTHING_TO_DO)
    taken_back = _take_back(decision.batch, of_person)
    require(bool(taken_back), Why.NOTHING_TO_DO)
    back = _put_posts_back(taken_back) + _lift_suspensions(actor, taken_back)
    _open_reports(taken_back)
    audit.record(
        actor, "moderation.undo", decision,
        after={"batch": decision.batch, "decisions": len(taken_back), "put_back": back},
    )  # fmt: skip
    concerned = {row.person_id for row in taken_back if row.action in rules.APPEALABLE}
    title = _title(decision) if len(taken_back) == 1 else ""
    notify(
        concerned, "moderation.undone",
        about=f"decision {decision.batch}", title=title, path=path_of(decision.batch),
        but=actor, action=decision.action.value,
    )  # fmt: skip
    return back


def path_of(batch: str) -> str:
    """Where each person concerned reads what was decided about them."""
    return path_to("develop.decision", batch=batch)


def _begin(actor: Actor, action: Action, reason: Reason) -> Batch:
    require(rules.can_moderate(actor), Why.NOT_ALLOWED)
    return Batch(cast(int, actor.actor_id), action, reason, clock.now())


def _finish(
    actor: Actor, batch: Batch, written: Post | TextGroup, decided: Sequence[Decided]
) -> Outcome:
    require(bool(decided), Why.NOTHING_TO_DO)
    settled = _write(batch, decided)
    _record(actor, batch, written, decided)
    _tell_authors(actor, batch, decided)
    _tell_reporters(batch, decided, settled)
    return Outcome(batch.key, len(decided))


def _write(batch: Batch, decided: Sequence[Decided]) -> Settled:
    settled = deciding.settle_reports(decided, batch.at)
    deciding.write_down(batch, decided, settled)
    return settled


def _record(
    actor: Actor, batch: Batch, written: Post | TextGroup, decided: Sequence[Decided]
) -> None:
    kind = {"ideas": "idea", "comments": "comment"}.get(written.__tablename__, "text_group")
    rule = batch.reason.rule.value if batch.reason.rule else None
    after: dict[str, Any] = {"batch": batch.key, "rule": rule, "posts": len(decided)}
    before = deciding.to_json(decided[0].before) if len(decided) == 1 else None
    audit.record(
        actor, f"{kind}.{batch.action.value}", written,
        reason=batch.reason.note or None, before=before, after=after,
    )  # fmt: skip


def _tell_authors(actor: Actor, batch: Batch, decided: Sequence[Decided]) -> None:
    notify(
        {row.author_id for row in decided}, f"moderation.{batch.action.value}", but=actor,
        about=f"decision {batch.key}", title=_idea_title(decided), path=path_of(batch.key),
        rule=batch.reason.rule.value if batch.reason.rule else None,
    )  # fmt: skip


def _tell_reporters(batch: Batch, decided: Sequence[Decided], settled: Settled) -> None:
    if settled.reporters:
        notify(
            settled.reporters, "moderation.report_settled",
            about=f"decision {batch.key}", title=_idea_title(decided),
            path=path_to("develop.my_reports"), action=batch.action.value,
        )  # fmt: skip


def _idea_title(decided: Sequence[Decided]) -> str:
    """Of the idea that all of it is about; of several, each reader would get another's."""
    ideas = {row.idea_id for row in decided}
    if len(ideas) > 1:
        return ""
    return db.session.scalars(sa.select(Idea.title).where(Idea.id.in_(ideas))).one()


def _title(decision: Decision) -> str:
    idea = decision.idea or (decision.comment.idea if decision.comment else None)
    return idea.title if idea else ""


def _take_back(batch: str, of_person: int | None) -> list[Any]:
    """The decisions, marked as undone: one of two moderators at once gets them, the other none."""
    live = sa.update(Decision).where(Decision.batch == batch, Decision.undone_at.is_(None))
    if of_person is not None:
        live = live.where(Decision.person_id == of_person)
    marked = live.values(undone_at=clock.now()).returning(
        Decision.id, Decision.action, Decision.idea_id, Decision.comment_id, Decision.person_id,
        Decision.decided_at, Decision.before,
    )  # fmt: skip
    return list(db.session.execute(marked.execution_options(synchronize_session=False)))


def _put_posts_back(rows: Sequence[Any]) -> int:
    back = 0
    for model, key in POST_KEY.items():
        states = {
            getattr(row, key): (row.action, row.decided_at, deciding.from_json(row.before))
            for row in rows
            if getattr(row, key) is not None and row.before is not None
        }
        back += deciding.put_back(model, states)
    return back


def _lift_suspensions(actor: Actor, rows: Sequence[Any]) -> int:
    """Where the suspension is still the one that was decided."""
    lifted = 0
    for row in rows:
        if row.action is Action.SUSPEND:
            person = db.session.get_one(Person, row.person_id)
            if person.suspended_at == row.decided_at:
                accounts.reinstate(actor, person, "")
                lifted += 1
    return lifted


def _open_reports(rows: Sequence[Any]) -> None:
    moments: set[datetime] = {row.decided_at for row in rows}
    for key in POST_KEY.values():
        ids = [getattr(row, key) for row in rows if getattr(row, key) is not None]
        for some in deciding.parts(ids):
            again = sa.update(Report).where(
                getattr(Report, key).in_(some), Report.settled_at.in_(moments)
            )
            db.session.execute(
                again.values(settled_at=None).execution_options(synchronize_session=False)
            )
