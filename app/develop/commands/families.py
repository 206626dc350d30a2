"""Families of ideas: asked, agreed to, declined, left. Votes stay where they were cast."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.commands.notices import notify
from app.accounts.models import Person
from app.core import audit, clock
from app.core.actors import Actor
from app.core.db import db, inserting
from app.core.pages import path_to
from app.core.refusals import require
from app.develop import rules
from app.develop.models import FamilyMember, Idea, IdeaFamily
from app.develop.refusals import Why


def found_family(actor: Actor, idea: Idea, *, title: str, others: Sequence[Idea]) -> IdeaFamily:
    """A family of an idea and others: each is of it once its own author has agreed."""
    require(rules.can_found_family(actor, idea), Why.NOT_ALLOWED)
    family = IdeaFamily(
        challenge_id=idea.challenge_id, title=title, created_by_id=actor.actor_id
    )  # fmt: skip
    db.session.add(family)
    db.session.flush()
    audit.record(actor, "family.found", family, after={"title": title, "idea": idea.id})
    _ask(actor, family, [idea, *others])
    return family


def ask_into_family(actor: Actor, family: IdeaFamily, ideas: Sequence[Idea]) -> int:
    """Returns how many were asked: those that were before, or declined, are not asked again."""
    require(rules.can_ask_into(actor, family), Why.NOT_ALLOWED)
    return _ask(actor, family, ideas)


def agree_to_family(actor: Actor, member: FamilyMember) -> None:
    """By the idea's author, of their own idea alone. Raises `Refused`."""
    require(rules.owns_asked_idea(actor, member), Why.NOT_ALLOWED)
    require(rules.can_be_linked(member.idea), Why.NOT_LINKABLE)
    _agree(member)
    audit.record(actor, "family.agree", member, after=_link(member))
    _tell_asker(actor, member, "family.agreed")


def decline_family(actor: Actor, member: FamilyMember) -> None:
    require(rules.owns_asked_idea(actor, member), Why.NOT_ALLOWED)
    _change(member, _is_waiting(), declined_at=clock.now())
    audit.record(actor, "family.decline", member, after=_link(member))
    _tell_asker(actor, member, "family.declined")


def leave_family(actor: Actor, member: FamilyMember) -> None:
    """The idea goes with its votes, which were its own all the time."""
    require(rules.owns_asked_idea(actor, member), Why.NOT_ALLOWED)
    _change(member, FamilyMember.agreed_at.is_not(None), agreed_at=None, declined_at=clock.now())
    audit.record(actor, "family.leave", member, before=_link(member))


def take_back_request(actor: Actor, member: FamilyMember) -> None:
    """Before it was answered: as if it had never been asked."""
    require(rules.can_take_back_request(actor, member), Why.NOTHING_TO_DO)
    audit.record(actor, "family.take_back", member, before=_link(member))
    gone: Any = db.session.execute(
        sa.delete(FamilyMember).where(FamilyMember.id == member.id, _is_waiting())
    )
    require(gone.rowcount == 1, Why.NOTHING_TO_DO)


def rename_family(actor: Actor, family: IdeaFamily, title: str) -> None:
    require(rules.can_rename_family(actor, family), Why.NOT_ALLOWED)
    before, family.title = family.title, title
    db.session.flush()
    audit.record(actor, "family.rename", family, before={"title": before}, after={"title": title})


def _ask(actor: Actor, family: IdeaFamily, ideas: Iterable[Idea]) -> int:
    asked = 0
    for idea in sorted(ideas, key=lambda one: one.id):
        fits = rules.can_be_linked(idea) and idea.challenge_id == family.challenge_id
        require(fits, Why.NOT_LINKABLE)
        member = _add(actor, family, idea)
        if member is not None:
            asked += 1
            _settle_or_tell(actor, family, idea, member)
    return asked


def _add(actor: Actor, family: IdeaFamily, idea: Idea) -> FamilyMember | None:
    """None where the family has asked it before."""
    row = {
        "family_id": family.id, "idea_id": idea.id, "asked_by_id": actor.actor_id,
        "asked_at": clock.now(),
    }  # fmt: skip
    new = inserting(FamilyMember).on_conflict_do_nothing().returning(FamilyMember.id)
    ident = db.session.scalar(new, row)
    return db.session.get_one(FamilyMember, ident) if ident is not None else None


def _settle_or_tell(actor: Actor, family: IdeaFamily, idea: Idea, member: FamilyMember) -> None:
    """To ask for one's own idea is to agree; everybody else is told that they are asked."""
    audit.record(actor, "family.ask", member, after=_link(member))
    if rules.owns_idea(actor, idea):
        _agree(member)
        return
    notify(
        [idea.author_id], "family.asked", about=f"idea {idea.id}", title=idea.title,
        path=path_to("develop.family_requests"), asker=_name(actor), family=family.title,
    )  # fmt: skip


def _agree(member: FamilyMember) -> None:
    """The database holds an idea to one family: of two at once, the second is refused."""
    try:
        with db.session.begin_nested():
            _change(
                member, FamilyMember.agreed_at.is_(None), agreed_at=clock.now(), declined_at=None
            )
    except IntegrityError:
        require(False, Why.OF_ANOTHER_FAMILY)


def _change(member: FamilyMember, still: sa.ColumnElement[bool], **values: Any) -> None:
    change = sa.update(FamilyMember).where(FamilyMember.id == member.id, still).values(**values)
    done: Any = db.session.execute(change.execution_options(synchronize_session="fetch"))
    require(done.rowcount == 1, Why.NOTHING_TO_DO)


def _is_waiting() -> sa.ColumnElement[bool]:
    return FamilyMember.agreed_at.is_(None) & FamilyMember.declined_at.is_(None)


def _tell_asker(actor: Actor, member: FamilyMember, kind: str) -> None:
    notify(
        [member.asked_by_id], kind, about=f"idea {member.idea_id}", title=member.idea.title,
        path=path_to("develop.family", family_id=member.family_id), but=actor,
        family=member.family.title,
    )  # fmt: skip


def _link(member: FamilyMember) -> dict[str, Any]:
    return {"family": member.family_id, "idea": member.idea_id}


def _name(actor: Actor) -> str:
    return db.session.get_one(Person, actor.actor_id).display_name
