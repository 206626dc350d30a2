"""Results: once voting is over, with doubtful votes and without, budgets counted step by step."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock, jobs
from app.core.db import commit, db
from app.core.models import Job, JobState
from app.develop import commands, queries
from app.develop.commands.deciding import Reason
from app.develop.models import (
    BallotCount,
    CountMethod,
    Decision,
    Idea,
    IdeaVote,
    PhaseKind,
    VoteFlag,
)
from app.develop.suspicion import Doubt
from tests.develop.ballots import budget, close, hide, limited, updown
from tests.develop.conftest import Scene
from tests.support import make

As = Callable[[Person], FlaskClient]


def address(scene: Scene) -> str:
    return f"/challenges/{scene.challenge.id}/results"


def in_english(client: FlaskClient, path: str) -> str:
    client.set_cookie("language", "en")
    return client.get(path).text


def doubt(scene: Scene, person: Person, **values: object) -> None:
    db.session.add(
        VoteFlag(
            **{"challenge_id": scene.challenge.id, "person_id": person.id, "reason": "burst"}
            | values
        )
    )  # fmt: skip
    commit()


def count(kind: str = "develop.count_ballots") -> None:
    """What the worker does each minute."""
    job = jobs.enqueue(kind, None)
    commit()
    jobs.run(job.id)
    db.session.rollback()
    assert db.session.get_one(Job, job.id).state is JobState.SUCCEEDED


def counted() -> dict[tuple[CountMethod, bool], dict[str, object]]:
    db.session.expire_all()
    rows = db.session.scalars(sa.select(BallotCount)).all()
    return {(row.method, row.without_suspected): row.result for row in rows}


def a_majority_and_a_minority(scene: Scene) -> Idea:
    """1,000 baht; three voters choose 600 and 300, two choose a third idea of 400."""
    budget(scene, 1_000, cost=600, others_cost=300)
    third = make.idea(scene.challenge, scene.cast.mali, "ห้องเรียนดิจิทัล", cost=400)
    cast = scene.cast
    for person in (cast.mali, cast.mana, cast.modda):
        commands.support_idea(person, scene.idea)
        commands.support_idea(person, scene.others_idea)
    for person in (cast.exa, cast.ana):
        commands.support_idea(person, third)
    close(scene.challenge)
    return third


def test_before_the_end_there_are_none(scene: Scene, client: FlaskClient) -> None:
    commands.support_idea(scene.cast.mana, scene.idea)
    page = in_english(client, address(scene))
    assert "Voting is not over yet" in page
    assert scene.idea.title not in page


def test_ideas_by_votes_with_doubtful_ones_and_without(scene: Scene, client: FlaskClient) -> None:
    limited(scene, 2)
    for person in (scene.cast.mana, scene.cast.exa):
        commands.support_idea(person, scene.others_idea)
    commands.support_idea(scene.cast.mana, scene.idea)
    doubt(scene, scene.cast.exa)
    doubt(scene, scene.cast.mana, cleared_at=clock.now(), cleared_reason="a meeting")
    close(scene.challenge)
    page = in_english(client, address(scene))
    assert page.index(scene.others_idea.title) < page.index(scene.idea.title)
    assert "2 people voted." in page
    assert "The votes of 1 person are in doubt." in page
    row = page[page.index(scene.others_idea.title) :]
    figures = [cell.split("</td>")[0] for cell in row.split('<td class="num">')[1:4]]
    assert figures == ["2", "1", "1"]


def test_for_and_against_with_doubtful_ones_and_without(scene: Scene, client: FlaskClient) -> None:
    updown(scene)
    for person in (scene.cast.mana, scene.cast.exa, scene.cast.ana):
        commands.support_idea(person, scene.idea)
    commands.oppose_idea(scene.cast.mali, scene.idea)
    commands.support_idea(scene.cast.mali, scene.others_idea)
    doubt(scene, scene.cast.exa)
    doubt(scene, scene.cast.mali)
    close(scene.challenge)
    page = in_english(client, address(scene))
    row = page[page.index(scene.idea.title) :]
    figures = [cell.split("</td>")[0] for cell in row.split('<td class="num">')[1:5]]
    assert figures == ["3", "1", "2", "0"]


def test_a_budget_is_counted_both_ways_by_the_worker(scene: Scene, client: FlaskClient) -> None:
    third = a_majority_and_a_minority(scene)
    assert "The ballot is being counted." in in_english(client, address(scene))
    count()
    result = counted()
    assert len(result) == 4
    greedy = result[CountMethod.GREEDY, False]
    shares = result[CountMethod.EQUAL_SHARES, False]
    assert (greedy["funded"], greedy["spent"]) == ([scene.others_idea.id, scene.idea.id], 900)
    assert (shares["funded"], shares["spent"]) == ([scene.others_idea.id, third.id], 700)
    page = in_english(client, address(scene))
    assert "The two ways differ:" in page
    assert "1,000 baht divided by 5 people make 200 baht each" in page
    assert "2 people pay 200 baht each." in page
    assert "With doubtful votes or without them, the result is the same." in page


def test_doubtful_voters_are_counted_and_left_out_beside(scene: Scene, client: FlaskClient) -> None:
    third = a_majority_and_a_minority(scene)
    for person in (scene.cast.mali, scene.cast.mana, scene.cast.modda):
        doubt(scene, person)
    count()
    result = counted()
    assert result[CountMethod.GREEDY, False]["funded"] == [scene.others_idea.id, scene.idea.id]
    assert result[CountMethod.GREEDY, True]["funded"] == [third.id]
    assert result[CountMethod.EQUAL_SHARES, True]["voters"] == 2
    page = in_english(client, address(scene))
    assert "By votes, doubtful votes change the result." in page
    assert "By equal shares, without doubtful votes" in page


def later(minutes: int) -> AbstractContextManager[None]:
    return clock.frozen(clock.now() + timedelta(minutes=minutes))


def is_due() -> bool:
    return bool(queries.ballots_to_count())


def test_it_is_counted_again_where_something_changes(scene: Scene, client: FlaskClient) -> None:
    a_majority_and_a_minority(scene)
    count()
    with later(5):
        hide(scene.others_idea)
    with later(6):
        count()
        assert scene.others_idea.id not in counted()[CountMethod.GREEDY, False]["funded"]
        before = db.session.scalars(sa.select(BallotCount.counted_at)).all()
    with later(7):
        count()
        assert db.session.scalars(sa.select(BallotCount.counted_at)).all() == before
    assert scene.others_idea.title not in client.get(address(scene)).text


def test_it_is_counted_again_where_an_idea_is_shown_again(scene: Scene) -> None:
    a_majority_and_a_minority(scene)
    commands.hide(scene.cast.modda, scene.others_idea, make.ADVERTISING)
    with later(1):
        count()
        assert not is_due()
        assert scene.others_idea.id not in counted()[CountMethod.GREEDY, False]["funded"]
    with later(5):
        commands.restore(scene.cast.modda, scene.others_idea, Reason("ไม่ใช่โฆษณา"))
        commit()
    with later(6):
        assert is_due()
        count()
        assert scene.others_idea.id in counted()[CountMethod.GREEDY, False]["funded"]
        assert not is_due()


def test_a_hiding_that_is_taken_back_makes_it_due(scene: Scene) -> None:
    a_majority_and_a_minority(scene)
    commands.hide(scene.cast.modda, scene.others_idea, make.ADVERTISING)
    with later(1):
        count()
    with later(5):
        commands.undo(scene.cast.modda, db.session.scalars(sa.select(Decision)).one())
        commit()
        assert is_due()


def test_an_idea_that_is_opened_again_makes_it_due(scene: Scene) -> None:
    a_majority_and_a_minority(scene)
    commands.close_as_duplicate(scene.cast.cora, scene.others_idea, scene.idea, "ซ้ำ")
    with later(1):
        count()
        assert not is_due()
    with later(5):
        commands.reopen_idea(scene.cast.cora, scene.others_idea, "ไม่ซ้ำ")
        commit()
        assert is_due()


def test_a_voter_who_is_put_back_in_doubt_makes_it_due(scene: Scene) -> None:
    a_majority_and_a_minority(scene)
    doubt(scene, scene.cast.mana, reason="crowd", cleared_at=clock.now(), cleared_reason="ประชุม")
    with later(1):
        count()
        assert not is_due()
    with later(5):
        network = db.session.scalars(sa.select(IdeaVote.network)).first()
        commands.restore_doubts(
            scene.cast.modda, scene.challenge, network, Doubt.CROWD, reason="ไม่มีประชุม"
        )
        commit()
        assert is_due()


def test_a_vote_of_the_last_moment_is_counted(scene: Scene) -> None:
    """It passes its last check just before voting closes, and is committed just after."""
    budget(scene, 1_000, cost=600, others_cost=300)
    commands.support_idea(scene.cast.mali, scene.idea)
    close(scene.challenge)
    voting = scene.challenge.phase(PhaseKind.VOTING)
    assert voting is not None
    with clock.frozen(voting.closes_at + timedelta(seconds=1)):
        assert not is_due()
        count_again(scene)
        db.session.add(IdeaVote(idea_id=scene.others_idea.id, person_id=scene.cast.mana.id))
        commit()
    with clock.frozen(voting.closes_at + timedelta(minutes=1)):
        count()
        assert counted()[CountMethod.GREEDY, False]["voters"] == 2
        assert not is_due()


def count_again(scene: Scene) -> None:
    job = commands.count_again(scene.cast.cora, scene.challenge)
    commit()
    jobs.run(job.id)


def test_other_ballots_are_not_counted_by_the_worker(scene: Scene) -> None:
    limited(scene, 2)
    close(scene.challenge)
    count()
    assert counted() == {}


def test_a_coordinator_has_it_counted_again(
    app: Flask, scene: Scene, as_: As, client: FlaskClient
) -> None:
    a_majority_and_a_minority(scene)
    path = f"{address(scene)}/count"
    for name in ("mali", "modda", "ofa", "ana", "exa", "ada"):
        assert as_(getattr(scene.cast, name)).post(path).status_code == 403
    assert client.post(path).location.startswith("/sign-in")
    assert as_(scene.cast.cora).post(path).status_code == 302
    job = db.session.scalars(sa.select(Job).where(Job.kind == "develop.count_ballot")).one()
    jobs.run(job.id)
    assert len(counted()) == 4
    assert "results/count" in as_(scene.cast.cora).get(address(scene)).text
    assert "results/count" not in client.get(address(scene)).text


@pytest.mark.parametrize("kind", ["limited", "open"])
def test_what_cannot_be_counted_again_is_refused(scene: Scene, as_: As, kind: str) -> None:
    if kind == "limited":
        limited(scene, 2)
        close(scene.challenge)
    else:
        budget(scene, 1_000)
    assert as_(scene.cast.cora).post(f"{address(scene)}/count").status_code == 409


def test_a_draft_has_no_results(scene: Scene, as_: As) -> None:
    close(scene.challenge)
    scene.challenge.published_at = None
    assert as_(scene.cast.mana).get(address(scene)).status_code == 404


def test_the_number_of_queries_does_not_grow(scene: Scene, client: FlaskClient, queries) -> None:  # type: ignore[no-untyped-def]
    for number in range(10):
        idea = make.idea(scene.challenge, scene.cast.mali, f"แนวคิด {number}")
        commands.support_idea(scene.cast.mana, idea)
    doubt(scene, scene.cast.mana)
    close(scene.challenge)
    path = address(scene)
    with queries() as asked:
        client.get(path)
    assert len(asked) <= sum(
        (
            2,  # the challenge with its issue and group, the phases
            2,  # the ideas and their number
            1,  # how many voted, and how many of them are in doubt
            1,  # votes in doubt by idea
        )
    ), asked
