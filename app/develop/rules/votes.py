"""Who may vote, and what a vote takes: a table of ballots."""

from __future__ import annotations

from app.accounts.rules import agrees_to_votes, is_member
from app.core.actors import Actor
from app.develop.models import Ballot, Challenge, Idea
from app.develop.refusals import Why
from app.develop.rules.ideas import is_visible
from app.develop.rules.phases import Act, takes
from app.develop.rules.reasons import why_not_on

RATIONED = frozenset({Ballot.LIMITED, Ballot.BUDGET})
"""Ballots in which a person has only so much to give in all."""


def can_vote(actor: Actor, idea: Idea) -> bool:
    """To support an idea, whatever one has left. Consent is asked for on the way."""
    return is_member(actor) and takes_votes(idea)


def can_oppose(actor: Actor, idea: Idea) -> bool:
    return is_up_or_down(idea.challenge) and can_vote(actor, idea)


def can_withdraw_vote(actor: Actor, idea: Idea) -> bool:
    """One's vote is one's own while votes are taken, whatever became of the idea meanwhile."""
    return is_member(actor) and takes(idea.challenge, Act.VOTE)


def takes_votes(idea: Idea) -> bool:
    return (
        is_visible(idea)
        and not is_closed_duplicate(idea)
        and has_a_price(idea)
        and takes(idea.challenge, Act.VOTE)
    )


def must_consent(actor: Actor) -> bool:
    return not agrees_to_votes(actor)


def is_closed_duplicate(idea: Idea) -> bool:
    return idea.duplicate_of_id is not None


def is_up_or_down(challenge: Challenge) -> bool:
    return challenge.ballot is Ballot.UPDOWN


def is_budget(challenge: Challenge) -> bool:
    return challenge.ballot is Ballot.BUDGET


def is_rationed(challenge: Challenge) -> bool:
    return challenge.ballot in RATIONED


def has_a_price(idea: Idea) -> bool:
    """In a budget ballot an idea can be chosen once it has a cost, and fits into the whole."""
    return not is_budget(idea.challenge) or (
        idea.cost is not None and idea.cost <= most(idea.challenge)
    )


def most(challenge: Challenge) -> int:
    """What a person has in all in a rationed ballot: votes, or baht."""
    return (challenge.budget_total if is_budget(challenge) else challenge.votes_each) or 0


def price(idea: Idea) -> int:
    """What a vote for the idea uses of it."""
    if is_budget(idea.challenge):
        return idea.cost or 0
    return 1 if is_rationed(idea.challenge) else 0


def why_no_vote(actor: Actor, idea: Idea) -> Why:
    """What stands in the way of a vote that the rules refused."""
    if is_member(actor) and is_visible(idea):
        if is_closed_duplicate(idea):
            return Why.DUPLICATE
        if not has_a_price(idea):
            return Why.NO_COST if idea.cost is None else Why.COSTS_TOO_MUCH
    return why_not_on(actor, idea, Act.VOTE)
