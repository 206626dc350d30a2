"""Who may link ideas and close duplicates: role × state."""

from __future__ import annotations

import pytest

from app.accounts.models import Person
from app.core import clock
from app.develop import rules
from app.develop.models import FamilyMember, Idea, IdeaFamily
from app.develop.refusals import Why
from app.develop.rules import Act
from tests.develop.test_rules import (
    AFTER,
    AUTHOR,
    BOTH,
    COORDINATOR,
    EVERYBODY,
    MEMBER,
    MODERATOR,
    START,
    a_challenge,
)

ARRANGE = {COORDINATOR, MODERATOR}


def an_idea(ident: int = 1, author: Person = AUTHOR, **values: object) -> Idea:
    defaults: dict[str, object] = {"challenge": a_challenge(), "challenge_id": 1}
    return Idea(id=ident, author_id=author.id, **(defaults | values))


def closed(ident: int = 1) -> Idea:
    return an_idea(ident, closed_at=START, closed_reason="ซ้ำ", duplicate_of_id=99)


def asked(idea: Idea, state: str) -> FamilyMember:
    member = FamilyMember(idea=idea, idea_id=idea.id, asked_by_id=MEMBER.id, asked_at=START)
    if state == "agreed":
        member.agreed_at = START
    elif state == "declined":
        member.declined_at = START
    return member


def a_family(*members: FamilyMember) -> IdeaFamily:
    return IdeaFamily(
        id=1, challenge=a_challenge(), created_by_id=MEMBER.id, members=list(members)
    )  # fmt: skip


UNFIT = [
    an_idea(hidden_at=START),
    an_idea(held_at=START),
    an_idea(withdrawn_at=START),
    an_idea(challenge=a_challenge(published=False)),
    closed(),
]


@pytest.mark.parametrize("moment", [BOTH, AFTER])
def test_families_are_founded_by_the_author_and_those_who_arrange(moment: object) -> None:
    with clock.frozen(moment):  # type: ignore[arg-type]
        founders = {a for a in EVERYBODY if rules.can_found_family(a, an_idea())}
    assert founders == {AUTHOR, *ARRANGE}


@pytest.mark.parametrize("idea", UNFIT)
def test_nobody_links_or_closes_what_is_not_open(idea: Idea) -> None:
    assert not any(rules.can_found_family(a, idea) for a in EVERYBODY)
    assert not any(rules.can_close_idea(a, idea) for a in EVERYBODY)


@pytest.mark.parametrize(
    ("state", "agree", "decline", "leave"),
    [
        ("waiting", {AUTHOR}, {AUTHOR}, set()),
        ("agreed", set(), set(), {AUTHOR}),
        ("declined", {AUTHOR}, set(), set()),
    ],
)
def test_only_its_author_answers_for_an_idea(
    state: str, agree: set[Person], decline: set[Person], leave: set[Person]
) -> None:
    member = asked(an_idea(), state)
    assert {a for a in EVERYBODY if rules.can_agree(a, member)} == agree
    assert {a for a in EVERYBODY if rules.can_decline(a, member)} == decline
    assert {a for a in EVERYBODY if rules.can_leave(a, member)} == leave


@pytest.mark.parametrize("idea", UNFIT)
def test_a_hidden_or_closed_idea_joins_no_family(idea: Idea) -> None:
    assert not rules.can_agree(AUTHOR, asked(idea, "waiting"))


def test_who_takes_a_request_back() -> None:
    takers = {a for a in EVERYBODY if rules.can_take_back_request(a, asked(an_idea(), "waiting"))}
    assert takers == {MEMBER, *ARRANGE}
    for state in ("agreed", "declined"):
        member = asked(an_idea(), state)
        assert not any(rules.can_take_back_request(a, member) for a in EVERYBODY)


def test_a_family_is_seen_by_all_once_two_ideas_are_of_it() -> None:
    one, two = asked(an_idea(1), "agreed"), asked(an_idea(2, MEMBER), "agreed")
    whole = a_family(one, two)
    assert {a for a in EVERYBODY if rules.can_see_family(a, whole)} == set(EVERYBODY)
    half = a_family(asked(an_idea(1), "agreed"), asked(an_idea(2, MEMBER), "waiting"))
    assert {a for a in EVERYBODY if rules.can_see_family(a, half)} == {AUTHOR, MEMBER, *ARRANGE}
    hidden = a_family(asked(an_idea(1), "agreed"), asked(an_idea(2, hidden_at=START), "agreed"))
    assert not rules.is_whole(hidden)


def test_who_asks_more_ideas_in_and_renames() -> None:
    family = a_family(asked(an_idea(1), "agreed"), asked(an_idea(2, MEMBER), "waiting"))
    assert {a for a in EVERYBODY if rules.can_ask_into(a, family)} == {AUTHOR, *ARRANGE}
    assert {a for a in EVERYBODY if rules.can_rename_family(a, family)} == ARRANGE
    family = a_family(asked(an_idea(1), "agreed"), asked(an_idea(2, MEMBER), "agreed"))
    assert {a for a in EVERYBODY if rules.can_rename_family(a, family)} == {MEMBER, *ARRANGE}


def test_who_closes_and_reopens() -> None:
    assert {a for a in EVERYBODY if rules.can_close_idea(a, an_idea())} == ARRANGE
    assert {a for a in EVERYBODY if rules.can_reopen_idea(a, closed())} == ARRANGE
    assert not any(rules.can_reopen_idea(a, an_idea()) for a in EVERYBODY)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (an_idea(2), None),
        (an_idea(1), Why.SAME_IDEA),
        (an_idea(2, challenge_id=2), Why.OTHER_CHALLENGE),
        (an_idea(2, hidden_at=START), Why.OTHER_NOT_OPEN),
        (an_idea(2, withdrawn_at=START), Why.OTHER_NOT_OPEN),
        (closed(2), Why.OTHER_NOT_OPEN),
    ],
)
def test_in_favour_of_which_other_idea(other: Idea, why: Why | None) -> None:
    assert rules.why_no_duplicate(MODERATOR, an_idea(1), other) is why


def test_nobody_closes_an_idea_in_favour_of_their_own() -> None:
    own = an_idea(2, MODERATOR)
    assert rules.why_no_duplicate(MODERATOR, an_idea(1), own) is Why.OWN_IDEA
    assert rules.why_no_duplicate(COORDINATOR, an_idea(1), own) is None


def test_a_closed_idea_takes_no_votes_and_comments_but_lets_votes_be_taken_back() -> None:
    with clock.frozen(BOTH):
        assert not rules.can_vote(MEMBER, closed())
        assert not rules.can_comment(MEMBER, closed())
        assert rules.can_withdraw_vote(MEMBER, closed())
        assert rules.why_not_on(MEMBER, closed(), Act.COMMENT) is Why.DUPLICATE
    with clock.frozen(AFTER):
        assert not rules.can_withdraw_vote(MEMBER, closed())
