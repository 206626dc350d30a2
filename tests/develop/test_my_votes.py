"""One's own votes: receipt, seal, line and proof, for nobody else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.db import commit, db
from app.develop import commands, verify
from app.develop.models import Ballot, VoteEvent, VoteFlag
from tests.develop.conftest import Scene
from tests.develop.test_sealing import seal, seals, vote
from tests.support import make

As = Callable[[Person], FlaskClient]


def event_of(scene: Scene) -> int:
    """The last event there is."""
    return db.session.scalars(sa.select(sa.func.max(VoteEvent.id))).one()


def test_a_vote_with_its_receipt_before_and_after_sealing(scene: Scene, as_: As) -> None:
    receipt = commands.support_idea(scene.cast.mana, scene.idea).receipt
    commit()
    page = as_(scene.cast.mana).get("/my-votes").text
    assert receipt is not None
    assert receipt in page
    assert scene.idea.title in page
    assert "รอการผนึก" in page
    seal()
    page = as_(scene.cast.mana).get("/my-votes").text
    assert receipt in page
    assert f"/my-votes/{event_of(scene)}" in page
    assert "รอการผนึก" not in page


def test_only_what_stands_is_listed(scene: Scene, as_: As) -> None:
    vote(scene)
    assert "ยังไม่มีโหวต" in as_(scene.cast.mana).get("/my-votes").text


def test_after_a_change_it_is_the_last_event(scene: Scene, as_: As) -> None:
    scene.challenge.ballot = Ballot.UPDOWN
    commit()
    first = commands.support_idea(scene.cast.mana, scene.idea).receipt
    second = commands.oppose_idea(scene.cast.mana, scene.idea).receipt
    commit()
    page = as_(scene.cast.mana).get("/my-votes").text
    assert str(second) in page
    assert str(first) not in page


def test_a_vote_from_before_there_were_receipts(scene: Scene, as_: As) -> None:
    receipt = commands.support_idea(scene.cast.mana, scene.idea).receipt
    db.session.execute(sa.update(VoteEvent).values(receipt_hash=None))
    commit()
    seal()
    page = as_(scene.cast.mana).get("/my-votes").text
    assert str(receipt) not in page
    assert f"/my-votes/{event_of(scene)}" in page


def test_the_proof_leads_to_the_published_root(
    scene: Scene, as_: As, client: FlaskClient, tmp_path: Path
) -> None:
    vote(scene, 3)
    commands.support_idea(scene.cast.mana, scene.others_idea)
    commit()
    event = event_of(scene)
    seal(a_seal=5)
    browser = as_(scene.cast.mana)
    page = browser.get(f"/my-votes/{event}").text
    assert seals()[1].root in page
    answer = browser.get(f"/my-votes/{event}/proof.json")
    (tmp_path / "proof").write_bytes(answer.data)
    (tmp_path / "roots").write_bytes(client.get("/ledger/roots.txt").data)
    check = ["--proof", str(tmp_path / "proof")]
    assert verify.main(check) == 0
    assert verify.main([*check, "--roots", str(tmp_path / "roots")]) == 0
    assert verify.main([*check, "--root", seals()[0].root]) == 1
    proof = json.loads(answer.data)
    proof["row"] = proof["row"].replace('"for"', '"against"')
    (tmp_path / "proof").write_text(json.dumps(proof), encoding="utf-8")
    assert verify.main(check) == 1
    (tmp_path / "proof").write_text("{}", encoding="utf-8")
    assert verify.main(check) == 2


def test_a_vote_that_waits_has_no_proof_yet(scene: Scene, as_: As) -> None:
    commands.support_idea(scene.cast.mana, scene.idea)
    commit()
    browser, event = as_(scene.cast.mana), event_of(scene)
    assert "รอการผนึก" in browser.get(f"/my-votes/{event}").text
    assert browser.get(f"/my-votes/{event}/proof.json").status_code == 404


@pytest.mark.parametrize("name", ["mali", "modda", "cora", "ada"])
def test_nobody_sees_anothers_row(scene: Scene, as_: As, name: str) -> None:
    commands.support_idea(scene.cast.mana, scene.idea)
    commit()
    seal()
    browser, event = as_(getattr(scene.cast, name)), event_of(scene)
    for path in (f"/my-votes/{event}", f"/my-votes/{event}/proof.json", "/my-votes/999999"):
        assert browser.get(path).status_code == 404
    assert scene.idea.title not in browser.get("/my-votes").text


def test_a_guest_signs_in(client: FlaskClient) -> None:
    assert client.get("/my-votes").location.startswith("/sign-in")
    assert client.get("/my-votes/1").location.startswith("/sign-in")


def test_one_who_is_suspended_still_sees_their_own(scene: Scene, as_: As) -> None:
    commands.support_idea(scene.cast.mana, scene.idea)
    scene.cast.mana.suspended_at = scene.challenge.created_at
    commit()
    assert scene.idea.title in as_(scene.cast.mana).get("/my-votes").text


def test_a_hidden_ideas_title_is_not_shown(scene: Scene, as_: As) -> None:
    commands.support_idea(scene.cast.mana, scene.idea)
    make.hide(scene.idea)
    commit()
    page = as_(scene.cast.mana).get("/my-votes").text
    assert scene.idea.title not in page
    assert str(scene.idea.id) in page


def test_a_doubt_is_told_to_the_voter(scene: Scene, as_: As) -> None:
    commands.support_idea(scene.cast.mana, scene.idea)
    db.session.add(
        VoteFlag(challenge_id=scene.challenge.id, person_id=scene.cast.mana.id, reason="crowd")
    )
    commit()
    assert f"/challenges/{scene.challenge.id}/doubts" in as_(scene.cast.mana).get("/my-votes").text


def test_the_number_of_queries_does_not_grow(scene: Scene, as_: As, queries) -> None:  # type: ignore[no-untyped-def]
    other = make.challenge(scene.issue, scene.cast.cora, title="อีกโจทย์")
    for number in range(30):
        idea = make.idea((scene.challenge, other)[number % 2], scene.cast.mali, f"ที่ {number}")
        commands.support_idea(scene.cast.mana, idea)
    commit()
    seal()
    browser = as_(scene.cast.mana)
    with queries() as asked:
        browser.get("/my-votes")
    assert len(asked) <= sum(
        (
            2,  # the session with its person, the roles
            2,  # how many votes, a page of them with ideas, challenges and doubts
            1,  # the phases of the challenges
            1,  # their events in the ledger
            1,  # the news in the page's head
        )
    ), asked
