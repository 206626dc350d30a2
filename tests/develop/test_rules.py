"""Who may do what, when: role × phase × visibility, with a stopped clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.models import Guest, Person, Role, RoleGrant
from app.core import clock
from app.develop import rules
from app.develop.models import Challenge, Idea, Phase, PhaseKind
from app.develop.refusals import Why
from app.develop.rules import Act, ChallengeState
from app.diagnose.models import Issue, IssueState

DAY = timedelta(days=1)
START = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
# Ideas are taken on days 0 to 10, votes on days 8 to 20
BEFORE, IDEAS, BOTH, VOTING, AFTER = (START + n * DAY for n in (-1, 1, 9, 15, 30))


def person(ident: int, *roles: Role, suspended: bool = False) -> Person:
    grants = [RoleGrant(role=role) for role in roles]
    return Person(id=ident, grants=grants, suspended_at=START if suspended else None)


GUEST = Guest()
AUTHOR, MEMBER = person(1), person(2)
SUSPENDED = person(3, suspended=True)
MODERATOR, COORDINATOR = person(4, Role.MODERATOR), person(5, Role.COORDINATOR)
EVERYBODY = (GUEST, AUTHOR, MEMBER, SUSPENDED, MODERATOR, COORDINATOR)


def a_challenge(*, published: bool = True) -> Challenge:
    return Challenge(
        published_at=START if published else None,
        phases=[
            Phase(kind=PhaseKind.IDEAS, opens_at=START, closes_at=START + 10 * DAY),
            Phase(kind=PhaseKind.VOTING, opens_at=START + 8 * DAY, closes_at=START + 20 * DAY),
        ],
    )


def an_idea(*, hidden: bool = False, held: bool = False, published: bool = True) -> Idea:
    return Idea(
        author_id=AUTHOR.id,
        challenge=a_challenge(published=published),
        hidden_at=START if hidden else None,
        held_at=START if held else None,
    )


MEMBERS = {AUTHOR, MEMBER, MODERATOR, COORDINATOR}


@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("published", [False, True])
@pytest.mark.parametrize("actor", EVERYBODY)
@pytest.mark.parametrize(
    ("moment", "open_acts"),
    [
        (BEFORE, set()),
        (IDEAS, {Act.POST, Act.EDIT, Act.COMMENT}),
        (BOTH, {Act.POST, Act.EDIT, Act.COMMENT, Act.VOTE}),
        (VOTING, {Act.COMMENT, Act.VOTE}),
        (AFTER, set()),
    ],
)
def test_taking_part(
    moment: datetime, open_acts: set[Act], actor: Person, published: bool, hidden: bool
) -> None:
    idea = an_idea(hidden=hidden, published=published)
    may = actor in MEMBERS and published
    with clock.frozen(moment):
        assert rules.can_post_idea(actor, idea.challenge) == (may and Act.POST in open_acts)
        assert rules.can_vote(actor, idea) == (may and not hidden and Act.VOTE in open_acts)
        assert rules.can_comment(actor, idea) == (may and not hidden and Act.COMMENT in open_acts)
        assert rules.can_edit_idea(actor, idea) == (
            may and not hidden and Act.EDIT in open_acts and actor is AUTHOR
        )


def test_a_phase_is_open_from_its_first_moment_to_just_before_its_last() -> None:
    challenge = a_challenge()
    voting = challenge.phase(PhaseKind.VOTING)
    assert voting is not None
    for moment, expected in (
        (voting.opens_at - timedelta(seconds=1), False),
        (voting.opens_at, True),
        (voting.closes_at - timedelta(seconds=1), True),
        (voting.closes_at, False),
    ):
        with clock.frozen(moment):
            assert rules.takes(challenge, Act.VOTE) is expected


@pytest.mark.parametrize(
    ("hidden", "published", "seen_by"),
    [
        (False, True, set(EVERYBODY)),
        (True, True, {AUTHOR, MODERATOR}),
        (False, False, {COORDINATOR}),
        (True, False, set()),
    ],
)
def test_seeing_an_idea(hidden: bool, published: bool, seen_by: set[Person]) -> None:
    idea = an_idea(hidden=hidden, published=published)
    assert {actor for actor in EVERYBODY if rules.can_see_idea(actor, idea)} == seen_by


@pytest.mark.parametrize("hidden", [False, True])
def test_only_moderators_hide_what_is_visible_and_restore_what_is_hidden(hidden: bool) -> None:
    idea = an_idea(hidden=hidden)
    assert {a for a in EVERYBODY if rules.can_hide(a, idea)} == (set() if hidden else {MODERATOR})
    assert {a for a in EVERYBODY if rules.can_restore(a, idea)} == (
        {MODERATOR} if hidden else set()
    )


@pytest.mark.parametrize("state", IssueState)
def test_a_challenge_is_opened_by_coordinators_from_selected_issues(state: IssueState) -> None:
    openers = {a for a in EVERYBODY if rules.can_open_challenge(a, Issue(state=state))}
    assert openers == ({COORDINATOR} if state is IssueState.SELECTED else set())


def test_what_people_answer_to_is_fixed_by_publishing() -> None:
    with clock.frozen(IDEAS):
        draft, published = a_challenge(published=False), a_challenge()
        assert rules.can_edit_terms(COORDINATOR, draft)
        assert not rules.can_edit_terms(COORDINATOR, published)
        assert rules.can_extend(COORDINATOR, published)
        assert not rules.can_extend(COORDINATOR, draft)
        assert not rules.can_extend(MODERATOR, published)


def test_a_draft_whose_dates_are_over_is_not_published() -> None:
    draft = a_challenge(published=False)
    with clock.frozen(VOTING):
        assert rules.can_publish(COORDINATOR, draft)
    with clock.frozen(AFTER):
        assert not rules.can_publish(COORDINATOR, draft)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (BEFORE, ChallengeState.UPCOMING),
        (IDEAS, ChallengeState.OPEN),
        (VOTING, ChallengeState.OPEN),
        (AFTER, ChallengeState.CLOSED),
    ],
)
def test_the_state_of_a_challenge(moment: datetime, state: ChallengeState) -> None:
    with clock.frozen(moment):
        assert rules.challenge_state(a_challenge()) is state
        assert rules.challenge_state(a_challenge(published=False)) is ChallengeState.DRAFT


@pytest.mark.parametrize(
    ("moment", "idea", "actor", "why"),
    [
        (IDEAS, an_idea(), MEMBER, Why.NOT_OPEN_YET),
        (AFTER, an_idea(), MEMBER, Why.OVER),
        (BOTH, an_idea(hidden=True), MEMBER, Why.HIDDEN),
        (BOTH, an_idea(held=True), MEMBER, Why.HELD),
        (BOTH, an_idea(published=False), MEMBER, Why.NOT_PUBLISHED),
        (BOTH, an_idea(), SUSPENDED, Why.NOT_ALLOWED),
        (BOTH, an_idea(), GUEST, Why.NOT_ALLOWED),
    ],
)
def test_why_a_vote_is_refused(moment: datetime, idea: Idea, actor: Person, why: Why) -> None:
    with clock.frozen(moment):
        assert not rules.can_vote(actor, idea)
        assert rules.why_not_on(actor, idea, Act.VOTE) is why
