"""Verbs of Develop: rule, change, audit entry. They flush, never commit.

Votes and comments move a counter of their idea. They change their row first, then the counter, in
one order for everybody, and check the rules last: by then every wait for another voter is over, so
the clock, the phases and the idea are read as they are when the change becomes real. Whoever
catches `Refused` rolls back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute

from app.core import audit, clock
from app.core.actors import Actor
from app.core.db import db
from app.core.refusals import require
from app.core.search import search_text
from app.develop import queries, rules
from app.develop.models import Challenge, Comment, Idea, IdeaVote, Phase, PhaseKind
from app.develop.refusals import Why
from app.develop.rules import Act
from app.diagnose.models import Issue

Windows = dict[PhaseKind, tuple[datetime, datetime]]
"""When each phase opens and closes."""


# Challenges


def open_challenge(
    actor: Actor, issue: Issue, *, title: str, question: str, description: str, windows: Windows
) -> Challenge:
    """Draft a challenge on a selected issue. Raises `Refused`."""
    require(rules.can_manage_challenges(actor), Why.NOT_ALLOWED)
    require(rules.can_open_challenge(actor, issue), Why.ISSUE_NOT_SELECTED)
    _check_windows(windows)
    challenge = Challenge(
        issue_id=issue.id, title=title, question=question, description=description,
        created_by_id=actor.actor_id,
    )  # fmt: skip
    for kind, (opens_at, closes_at) in windows.items():
        challenge.phases.append(Phase(kind=kind, opens_at=opens_at, closes_at=closes_at))
    db.session.add(challenge)
    db.session.flush()
    audit.record(actor, "challenge.open", challenge, after=_terms(challenge))
    return challenge


def edit_challenge(
    actor: Actor,
    challenge: Challenge,
    *,
    title: str,
    description: str,
    question: str | None = None,
    windows: Windows | None = None,
) -> None:
    """Change the words; the question and the phases too while it is a draft."""
    require(rules.can_edit_challenge(actor, challenge), Why.NOT_ALLOWED)
    before = _terms(challenge)
    challenge.title, challenge.description = title, description
    if question is not None or windows is not None:
        require(rules.can_edit_terms(actor, challenge), Why.ALREADY_PUBLISHED)
        challenge.question = question or challenge.question
        _set_windows(challenge, windows or {})
    db.session.flush()
    audit.record(actor, "challenge.edit", challenge, before=before, after=_terms(challenge))


def publish_challenge(actor: Actor, challenge: Challenge) -> None:
    require(rules.can_edit_challenge(actor, challenge), Why.NOT_ALLOWED)
    require(not rules.is_published(challenge), Why.ALREADY_PUBLISHED)
    require(not rules.is_over(challenge), Why.ALL_OVER)
    challenge.published_at = clock.now()
    db.session.flush()
    audit.record(actor, "challenge.publish", challenge, after=_terms(challenge))


def extend_phase(
    actor: Actor,
    challenge: Challenge,
    kind: PhaseKind,
    closes_at: datetime,
    reason: str,
    *,
    reopen: bool = False,
) -> None:
    """Let a phase close later. A phase that is over opens again only when `reopen` says so."""
    require(rules.can_extend(actor, challenge), Why.NOT_ALLOWED)
    phase = challenge.phase(kind)
    require(phase is not None, Why.BAD_PHASES)
    assert phase is not None  # noqa: S101  for the type checker
    was_over = rules.phase_state(phase) is rules.PhaseState.CLOSED
    require(reopen or not was_over, Why.IS_OVER)
    require(closes_at > max(phase.closes_at, clock.now()), Why.NOT_LONGER)
    before = {"kind": kind.value, "closes_at": phase.closes_at.isoformat()}
    phase.closes_at = closes_at
    db.session.flush()
    audit.record(
        actor, "phase.reopen" if was_over else "phase.extend", phase, reason=reason,
        before=before, after={"kind": kind.value, "closes_at": closes_at.isoformat()},
    )  # fmt: skip


def _check_windows(windows: Windows) -> None:
    ideas, voting = windows[PhaseKind.IDEAS], windows[PhaseKind.VOTING]
    in_order = all(opens_at < closes_at for opens_at, closes_at in windows.values())
    require(in_order and voting[1] > ideas[0], Why.BAD_PHASES)


def _set_windows(challenge: Challenge, windows: Windows) -> None:
    kept = {phase.kind: (phase.opens_at, phase.closes_at) for phase in challenge.phases}
    _check_windows(kept | windows)
    for phase in challenge.phases:
        phase.opens_at, phase.closes_at = windows.get(phase.kind, kept[phase.kind])


def _terms(challenge: Challenge) -> dict[str, Any]:
    """A challenge as the audit log keeps it."""
    return {
        "title": challenge.title,
        "question": challenge.question,
        "description": challenge.description,
        "phases": {
            phase.kind.value: [phase.opens_at.isoformat(), phase.closes_at.isoformat()]
            for phase in challenge.phases
        },
    }


# Ideas


def post_idea(actor: Actor, challenge: Challenge, *, title: str, body: str) -> Idea:
    """Raises `Refused` where the challenge takes no ideas now."""
    may = rules.can_post_idea(actor, challenge)
    require(may, rules.why_not(actor, challenge, Act.POST))
    idea = Idea(
        challenge_id=challenge.id, author_id=actor.actor_id, title=title, body=body,
        search_text=search_text(title, body),
    )  # fmt: skip
    db.session.add(idea)
    db.session.flush()
    audit.record(actor, "idea.post", idea, after={"title": title})
    return idea


def edit_idea(actor: Actor, idea: Idea, *, title: str, body: str) -> None:
    """Change one's own words while ideas are taken. The words before stay in the audit log."""
    may = rules.can_edit_idea(actor, idea)
    require(may, rules.why_not_on(actor, idea, Act.EDIT))
    before = {"title": idea.title, "body": idea.body}
    idea.title, idea.body, idea.edited_at = title, body, clock.now()
    idea.search_text = search_text(title, body)
    db.session.flush()
    audit.record(actor, "idea.edit", idea, before=before, after={"title": title, "body": body})


# Votes


@dataclass(frozen=True)
class Support:
    """What became of a vote: how many support the idea, and whether this changed it."""

    count: int
    changed: bool


def support_idea(actor: Actor, idea: Idea) -> Support:
    """One support a person and idea; a second one changes nothing. Raises `Refused`.

    The vote row, unique in the database and with its time, is the record: the audit log holds no
    second list of who supported what.
    """
    require(rules.can_take_part(actor), Why.NOT_ALLOWED)
    changed = _insert_vote(actor, idea)
    count = _count(Idea.votes_count, idea.id, 1 if changed else 0)
    _require_as_it_is_now(actor, idea, Act.VOTE)
    return Support(count, changed)


def withdraw_support(actor: Actor, idea: Idea) -> Support:
    """Take back one's support while votes are taken. Raises `Refused`."""
    require(rules.can_take_part(actor), Why.NOT_ALLOWED)
    changed = _delete_vote(actor, idea)
    count = _count(Idea.votes_count, idea.id, -1 if changed else 0)
    _require_as_it_is_now(actor, idea, Act.VOTE)
    return Support(count, changed)


def _insert_vote(actor: Actor, idea: Idea) -> bool:
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    row = dialect.insert(IdeaVote).values(
        idea_id=idea.id, person_id=actor.actor_id, cast_at=clock.now()
    )
    new = row.on_conflict_do_nothing().returning(IdeaVote.idea_id)
    return db.session.scalar(new) is not None


def _delete_vote(actor: Actor, idea: Idea) -> bool:
    mine = sa.delete(IdeaVote).where(
        IdeaVote.idea_id == idea.id, IdeaVote.person_id == actor.actor_id
    )
    gone = mine.returning(IdeaVote.idea_id).execution_options(synchronize_session=False)
    return db.session.scalar(gone) is not None


def _count(counter: InstrumentedAttribute[int], idea_id: int, change: int) -> int:
    """Move an idea's counter by `change` in the database itself, and return what it is then."""
    if not change:
        return db.session.scalars(sa.select(counter).where(Idea.id == idea_id)).one()
    moved = (
        sa.update(Idea)
        .where(Idea.id == idea_id)
        .values({counter: counter + change})
        .returning(counter)
        .execution_options(synchronize_session=False)
    )
    return db.session.scalars(moved).one()


def _require_as_it_is_now(actor: Actor, idea: Idea, act: Act) -> None:
    now = queries.reread(idea)
    may = rules.can_vote(actor, now) if act is Act.VOTE else rules.can_comment(actor, now)
    require(may, rules.why_not_on(actor, now, act))


# Comments


def comment_on(actor: Actor, idea: Idea, body: str) -> Comment:
    """Raises `Refused` where the idea is hidden or its challenge takes no comments now."""
    require(rules.can_take_part(actor), Why.NOT_ALLOWED)
    comment = Comment(idea_id=idea.id, author_id=actor.actor_id, body=body)
    db.session.add(comment)
    db.session.flush()
    _count(Idea.comments_count, idea.id, 1)
    _require_as_it_is_now(actor, idea, Act.COMMENT)
    audit.record(actor, "comment.post", comment)
    return comment


# Moderation


def hide_idea(actor: Actor, idea: Idea, reason: str) -> None:
    """Take an idea out of sight of all but its author and moderators. Its votes stay."""
    _hide(actor, Idea, idea, reason)


def restore_idea(actor: Actor, idea: Idea, reason: str) -> None:
    _restore(actor, Idea, idea, reason)


def hide_comment(actor: Actor, comment: Comment, reason: str) -> None:
    _hide(actor, Comment, comment, reason)
    _count(Idea.comments_count, comment.idea_id, -1)


def restore_comment(actor: Actor, comment: Comment, reason: str) -> None:
    _restore(actor, Comment, comment, reason)
    _count(Idea.comments_count, comment.idea_id, 1)


def _hide(actor: Actor, model: Any, written: Idea | Comment, reason: str) -> None:
    require(rules.can_moderate(actor), Why.NOT_ALLOWED)
    values = {"hidden_at": clock.now(), "hidden_by_id": actor.actor_id, "hidden_reason": reason}
    _change_once(model, written.id, model.hidden_at.is_(None), values)
    audit.record(actor, f"{_name(written)}.hide", written, reason=reason)


def _restore(actor: Actor, model: Any, written: Idea | Comment, reason: str) -> None:
    require(rules.can_moderate(actor), Why.NOT_ALLOWED)
    before = {"hidden_reason": written.hidden_reason}
    values = {"hidden_at": None, "hidden_by_id": None, "hidden_reason": None}
    _change_once(model, written.id, model.hidden_at.is_not(None), values)
    audit.record(actor, f"{_name(written)}.restore", written, reason=reason, before=before)


def _change_once(model: Any, ident: int, still: sa.ColumnElement[bool], values: Any) -> None:
    """Two moderators at once: the second one finds it done, and no counter moves twice."""
    change = sa.update(model).where(model.id == ident, still).values(values)
    done: Any = db.session.execute(change.execution_options(synchronize_session="fetch"))
    require(done.rowcount == 1, Why.NOTHING_TO_DO)


def _name(written: Idea | Comment) -> str:
    return "idea" if isinstance(written, Idea) else "comment"


# Counters


def recount(*, fix: bool) -> list[queries.Difference]:
    """Compare every counter with what it counts. Returns the differences found: expected, none.

    `fix` sets the counters right, one idea after the other, each with an audit entry.
    """
    found = queries.counter_differences()
    if fix:
        for difference in found:
            _set_right(difference)
    return found


def _set_right(difference: queries.Difference) -> None:
    # The row is locked before anything is counted: a vote on its way has either moved the counter
    # already and is counted here, or will move it after this.
    idea = db.session.scalars(
        sa.select(Idea).where(Idea.id == difference.idea_id).with_for_update()
        .execution_options(populate_existing=True)
    ).one()  # fmt: skip
    before = {difference.counter: getattr(idea, difference.counter)}
    after = {difference.counter: queries.counted(difference.counter, idea.id)}
    db.session.execute(sa.update(Idea).where(Idea.id == idea.id).values(after))
    audit.record(None, "idea.recount", idea, before=before, after=after)
