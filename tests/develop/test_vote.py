"""Support: one a person and idea, withdrawn while voting is open, refused on every other path."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.db import commit, db
from app.core.refusals import Refused
from app.develop import commands, rules
from app.develop.models import Idea, IdeaVote, PhaseKind
from tests.develop.conftest import Scene
from tests.support import make

As = Callable[[Person], FlaskClient]
JSON = {"Accept": "application/json"}


def voters(idea_id: int) -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(IdeaVote.idea_id == idea_id)) or 0


def counter(idea_id: int) -> int:
    return db.session.scalars(sa.select(Idea.votes_count).where(Idea.id == idea_id)).one()


def close(scene: Scene, kind: PhaseKind = PhaseKind.VOTING) -> None:
    phase = scene.challenge.phase(kind)
    assert phase is not None
    phase.closes_at = clock.now() - timedelta(minutes=1)
    commit()


def test_a_vote_counts_once_and_leads_back(scene: Scene, as_: As) -> None:
    browser, idea_id = as_(scene.cast.mana), scene.idea.id
    for _time in range(2):
        answer = browser.post(f"/ideas/{idea_id}/support", data={"next": "/challenges/1?page=1"})
        assert answer.status_code == 302
        assert answer.location == f"/challenges/1?page=1#support-{idea_id}"
    assert (voters(idea_id), counter(idea_id)) == (1, 1)


def test_it_never_leads_to_another_site(scene: Scene, as_: As) -> None:
    for address in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        answer = as_(scene.cast.mana).post(
            f"/ideas/{scene.idea.id}/support", data={"next": address}
        )
        assert answer.location == f"/ideas/{scene.idea.id}#support-{scene.idea.id}"


def test_a_script_gets_the_new_box(scene: Scene, as_: As) -> None:
    answer = as_(scene.cast.mana).post(f"/ideas/{scene.idea.id}/support", headers=JSON)
    assert answer.json is not None
    assert (answer.json["count"], answer.json["supported"]) == (1, True)
    assert f"/ideas/{scene.idea.id}/support/withdraw" in answer.json["html"]


def test_support_is_withdrawn_once(scene: Scene, as_: As) -> None:
    browser, idea_id = as_(scene.cast.mana), scene.idea.id
    browser.post(f"/ideas/{idea_id}/support")
    for _time in range(2):
        assert browser.post(f"/ideas/{idea_id}/support/withdraw").status_code == 302
    assert (voters(idea_id), counter(idea_id)) == (0, 0)


def test_withdrawing_what_was_never_given_changes_nothing(scene: Scene, as_: As) -> None:
    as_(scene.cast.mali).post(f"/ideas/{scene.idea.id}/support")
    as_(scene.cast.mana).post(f"/ideas/{scene.idea.id}/support/withdraw")
    assert (voters(scene.idea.id), counter(scene.idea.id)) == (1, 1)


@pytest.mark.parametrize("path", ["support", "support/withdraw"])
def test_a_guest_is_asked_to_sign_in_and_comes_back(
    scene: Scene, client: FlaskClient, path: str
) -> None:
    page = f"http://localhost/ideas/{scene.idea.id}"
    answer = client.post(f"/ideas/{scene.idea.id}/{path}", headers={"Referer": page})
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")
    assert f"ideas%2F{scene.idea.id}" in answer.location or f"/ideas/{scene.idea.id}" in (
        answer.location
    )


def test_a_suspended_person_may_not(scene: Scene, as_: As) -> None:
    assert as_(scene.cast.suda).post(f"/ideas/{scene.idea.id}/support").status_code == 403
    assert voters(scene.idea.id) == 0


@pytest.mark.parametrize("path", ["support", "support/withdraw"])
def test_after_closing_it_is_refused_in_plain_words(scene: Scene, as_: As, path: str) -> None:
    browser = as_(scene.cast.mana)
    browser.post(f"/ideas/{scene.idea.id}/support")
    close(scene)
    answer = browser.post(f"/ideas/{scene.idea.id}/{path}")
    assert answer.status_code == 409
    assert "เวลา" in answer.text
    in_place = browser.post(f"/ideas/{scene.idea.id}/{path}", headers=JSON)
    assert in_place.status_code == 409
    assert in_place.json is not None
    assert in_place.json["message"]
    assert (voters(scene.idea.id), counter(scene.idea.id)) == (1, 1)


def test_nothing_is_kept_of_a_first_vote_after_closing(scene: Scene, as_: As) -> None:
    close(scene)
    assert as_(scene.cast.mana).post(f"/ideas/{scene.idea.id}/support").status_code == 409
    assert (voters(scene.idea.id), counter(scene.idea.id)) == (0, 0)


def test_a_hidden_idea_takes_no_votes(scene: Scene, as_: As) -> None:
    commands.hide(scene.cast.modda, scene.idea, make.ADVERTISING)
    commit()
    for person, status in ((scene.cast.mana, 404), (scene.cast.mali, 409), (scene.cast.modda, 409)):
        assert as_(person).post(f"/ideas/{scene.idea.id}/support").status_code == status
    assert (voters(scene.idea.id), counter(scene.idea.id)) == (0, 0)


def test_the_clock_that_counts_is_the_one_after_the_wait(scene: Scene) -> None:
    """Voting closes while this vote waits for its turn at the idea's row."""
    voting = scene.challenge.phase(PhaseKind.VOTING)
    assert voting is not None
    actor, idea, closed = scene.cast.mana, scene.idea, clock.frozen(voting.closes_at)

    def pass_time(_c: object, _cur: object, statement: str, *_: object) -> None:
        if statement.startswith("UPDATE ideas"):
            closed.__enter__()

    sa.event.listen(db.engine, "before_cursor_execute", pass_time)
    try:
        with pytest.raises(Refused):
            commands.support_idea(actor, idea)
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", pass_time)
        closed.__exit__(None, None, None)


@pytest.mark.parametrize(
    "change", ["UPDATE phases SET closes_at = opens_at + interval '1 minute'",
               "UPDATE ideas SET hidden_at = now(), hidden_reason = 'โฆษณา'"],
)  # fmt: skip
def test_what_was_read_before_the_wait_is_read_again(scene: Scene, change: str) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("on SQLite a writer reads nothing before its turn: there is nothing to be old")
    actor, idea = scene.cast.mana, scene.idea
    assert rules.can_vote(actor, idea)
    with db.engine.begin() as elsewhere:
        elsewhere.execute(sa.text(change))
    with pytest.raises(Refused):
        commands.support_idea(actor, idea)


def test_the_commands_refuse_what_no_page_offers(scene: Scene) -> None:
    with pytest.raises(Refused):
        commands.support_idea(scene.cast.suda, scene.idea)
    with pytest.raises(Refused):
        commands.withdraw_support(scene.cast.suda, scene.idea)


def test_a_vote_needs_few_queries(scene: Scene, as_: As, queries) -> None:  # type: ignore[no-untyped-def]
    browser, address = as_(scene.cast.mana), f"/ideas/{scene.idea.id}/support"
    with queries() as asked:
        browser.post(address, headers=JSON)
    assert len(asked) <= sum(
        (
            2,  # the session with its person, the roles
            1,  # the idea with its challenge and phases
            3,  # the vote, its event in the ledger, the counters
            1,  # the idea, its challenge and phases as they are after the wait
        )
    ), asked
