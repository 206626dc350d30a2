"""Official answers: given once, changed by the table of states, rated by those concerned."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import IntegrityError

from app.accounts.commands.notices import notify
from app.core import audit, clock
from app.core.actors import Actor
from app.core.db import db, inserting
from app.core.pages import path_to
from app.core.refusals import Refused, require
from app.develop import queries, rules
from app.develop.models import Answer, AnswerRating, AnswerState, Idea
from app.develop.refusals import Why


def answer_idea(
    actor: Actor,
    idea: Idea,
    *,
    unit_id: int,
    state: AnswerState,
    body: str,
    reason: str = "",
    whole_family: bool = False,
) -> Answer:
    """The first and only answer to an idea, or to the whole family that it is of.

    `reason`: why not now; needed in that state alone. Raises `Refused`.
    """
    require(rules.can_answer(actor, idea), Why.NOT_ALLOWED)
    units = rules.speaks_for(actor, rules.responsible_units(idea))
    require(unit_id in {unit.id for unit in units}, Why.NOT_ALLOWED)
    require(queries.answer_of(idea) is None, Why.ALREADY_ANSWERED)
    family = queries.family_of(idea) if whole_family else None
    require(not whole_family or family is not None, Why.NO_FAMILY)
    answer = Answer(
        idea_id=None if family else idea.id, family_id=family.id if family else None,
        unit_id=unit_id, state=state, body=body, reason=_reason(state, reason),
        answered_by_id=actor.actor_id,
    )  # fmt: skip
    _add(answer)
    audit.record(actor, "answer.give", answer, after=_words(answer))
    _deliver(actor, answer, "answer.given")
    return answer


def change_answer(
    actor: Actor, answer: Answer, *, state: AnswerState, body: str, reason: str = ""
) -> None:
    """Another state, or other words. What it said before stays in its history. Raises `Refused`."""
    require(rules.can_change_answer(actor, answer), Why.NOT_ALLOWED)
    require(rules.may_go_to(answer, state), Why.NO_SUCH_STEP)
    before = _words(answer)
    answer.state, answer.body, answer.reason = state, body, _reason(state, reason)
    after = _words(answer)
    if after == before:
        return
    answer.changed_at = clock.now()
    db.session.flush()
    audit.record(actor, "answer.change", answer, before=before, after=after)
    _deliver(actor, answer, "answer.changed")


def rate_answer(actor: Actor, answer: Answer, *, answered: bool, note: str = "") -> None:
    """ "Did this answer you?" One word a person, which they may change. Raises `Refused`.

    The row with its time is the record: the audit log holds no list of who was content.
    """
    concerned = queries.is_concerned(actor, answer)
    require(rules.can_rate(actor, concerned), Why.NOT_ALLOWED)
    said: dict[str, Any] = {"answered": answered, "note": note, "at": clock.now()}
    new = inserting(AnswerRating).values(answer_id=answer.id, person_id=actor.actor_id, **said)
    db.session.execute(
        new.on_conflict_do_update(index_elements=["answer_id", "person_id"], set_=said)
    )


def _add(answer: Answer) -> None:
    """Of two officers at once, the second finds it answered."""
    try:
        with db.session.begin_nested():
            db.session.add(answer)
    except IntegrityError:
        raise Refused(Why.ALREADY_ANSWERED) from None


def _reason(state: AnswerState, reason: str) -> str:
    require(state is not AnswerState.NOT_NOW or bool(reason.strip()), Why.NO_REASON)
    return reason if state is AnswerState.NOT_NOW else ""


def _words(answer: Answer) -> dict[str, Any]:
    return {"state": answer.state.value, "body": answer.body, "reason": answer.reason}


def _deliver(actor: Actor, answer: Answer, kind: str) -> None:
    """To everybody who wrote, follows or supports one of its ideas, each on the page of one."""
    idea = answer.idea if answer.idea_id else queries.first_idea_of(answer)
    if idea is None:
        return
    title = idea.title if answer.idea_id or answer.family is None else answer.family.title
    about = f"idea {idea.id}" if answer.idea_id else f"family {answer.family_id}"
    notify(
        queries.concerned_by(answer), kind, but=actor, about=about, title=title,
        path=path_to("develop.idea", idea_id=idea.id, _anchor="answer"), state=answer.state.value,
    )  # fmt: skip
