"""Who answers officially, in which states an answer goes, and who may say whether it answered."""

from __future__ import annotations

from collections.abc import Iterable

from app.accounts.models import Person
from app.accounts.rules import is_member, is_officer
from app.core.actors import Actor
from app.develop.models import Answer, AnswerState, Idea
from app.develop.rules.ideas import can_see_idea, is_visible
from app.missions.models import Unit

TRANSITIONS: dict[AnswerState, tuple[AnswerState, ...]] = {
    AnswerState.UNDER_REVIEW: (AnswerState.PLANNED, AnswerState.PILOTED, AnswerState.NOT_NOW),
    AnswerState.PLANNED: (AnswerState.PILOTED, AnswerState.NOT_NOW),
    AnswerState.PILOTED: (AnswerState.PLANNED, AnswerState.NOT_NOW),
    AnswerState.NOT_NOW: (AnswerState.UNDER_REVIEW, AnswerState.PLANNED),
}
"""Where an answer may go from where it is. A first answer may be in any state, and the words of an
answer may change without its state."""


def unit_ids(actor: Actor) -> frozenset[int]:
    """The units for which the actor may speak."""
    return actor.unit_ids if isinstance(actor, Person) and is_officer(actor) else frozenset()


def speaks_for(actor: Actor, units: Iterable[Unit]) -> list[Unit]:
    return [unit for unit in units if unit.id in unit_ids(actor)]


def responsible_units(idea: Idea) -> list[Unit]:
    """The units of the mission group that the idea's challenge is of."""
    return idea.challenge.issue.mission_group.units


def can_answer(actor: Actor, idea: Idea) -> bool:
    """An officer of a responsible unit. Whether it was answered already is the verb's question."""
    may_speak = bool(unit_ids(actor)) and is_visible(idea)  # first: the units cost a query
    return may_speak and bool(speaks_for(actor, responsible_units(idea)))


def can_change_answer(actor: Actor, answer: Answer) -> bool:
    """An officer of the unit that gave it."""
    return answer.unit_id in unit_ids(actor)


def may_go_to(answer: Answer, state: AnswerState) -> bool:
    return state is answer.state or state in TRANSITIONS[answer.state]


def can_see_answer(actor: Actor, answer: Answer) -> bool:
    """Whoever sees what it answers: the idea, or one idea of the family."""
    if answer.idea is not None:
        return can_see_idea(actor, answer.idea)
    members = answer.family.members if answer.family else []
    return any(one.agreed_at and can_see_idea(actor, one.idea) for one in members)


def can_rate(actor: Actor, concerned: bool) -> bool:
    """Who wrote, follows or supports what was answered: `queries.is_concerned` finds out."""
    return is_member(actor) and concerned


def can_answer_somewhere(actor: Actor) -> bool:
    return is_officer(actor)
