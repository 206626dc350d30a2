"""The export of the real ledger: the verifier passes it, also after an erasure and a reopening."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import erasure
from app.accounts.models import Person
from app.core import clock
from app.core.db import commit, db
from app.develop import commands, queries, verify
from app.develop.models import Ballot, Challenge, Choice, Idea, PhaseKind, VoteEvent
from tests.develop.conftest import Scene
from tests.develop.test_sealing import seal, vote
from tests.support import make
from tests.support.cast import make_person

As = Callable[[Person], FlaskClient]


def checked(data: bytes, roots: verify.Roots | None = None) -> verify.Ledger:
    ledger = verify.Ledger(roots or verify.Roots(None, []))
    ledger.read(BytesIO(data))
    return ledger


def download(client: FlaskClient) -> bytes:
    answer = client.get("/ledger/export")
    assert answer.status_code == 200
    return answer.data


def updown(scene: Scene) -> Challenge:
    challenge = make.challenge(scene.issue, scene.cast.cora, title="สองทาง")
    challenge.ballot = Ballot.UPDOWN
    commit()
    return challenge


def limited(scene: Scene) -> Challenge:
    challenge = make.challenge(scene.issue, scene.cast.cora, title="เลือกสองข้อ")
    challenge.ballot, challenge.votes_each = Ballot.LIMITED, 2
    commit()
    return challenge


def some_votes(scene: Scene) -> list[Person]:
    """Votes for, against, changed and withdrawn on three ballots; some sealed, some waiting."""
    people = [make_person(f"voter-{n}") for n in range(6)]
    two_ways = make.idea(updown(scene), scene.cast.mali)
    picks = [make.idea(limited(scene), scene.cast.mali) for _ in range(3)]
    commit()
    for number, person in enumerate(people):
        commands.support_idea(person, scene.idea)
        (commands.oppose_idea if number % 2 else commands.support_idea)(person, two_ways)
        for pick in picks[number % 2 :][:2]:
            commands.support_idea(person, pick)
        commit()
    seal(a_seal=10)
    commands.withdraw_support(people[0], scene.idea)
    commands.oppose_idea(people[2], two_ways)
    commands.support_idea(scene.cast.mana, scene.others_idea)
    commit()
    return people


def test_it_holds_everything_and_nobody(scene: Scene, client: FlaskClient) -> None:
    people = some_votes(scene)
    data = download(client)
    ledger = checked(data)
    assert ledger.report.found == {}
    assert (ledger.seals, ledger.sealed, ledger.waiting) == (3, 24, 3)
    assert len(ledger.standing) == 24
    text = data.decode()
    for secret in (*(p.email for p in people), people[0].display_name, scene.idea.title):
        assert secret not in text
    assert "receipt" not in text


def test_the_roots_file_fits_it(scene: Scene, client: FlaskClient, tmp_path: Path) -> None:
    some_votes(scene)
    answer = client.get("/ledger/roots.txt")
    (tmp_path / "roots").write_bytes(answer.data)
    roots = verify.Roots(str(tmp_path / "roots"), [])
    assert sorted(roots.numbered) == [1, 2, 3]
    assert answer.mimetype == "text/plain"
    assert "attachment" in answer.headers["Content-Disposition"]
    seal()
    assert not checked(download(client), roots).report.counts


@pytest.mark.parametrize(
    "change",
    [
        lambda: sa.update(VoteEvent).where(VoteEvent.id == 3).values(choice=Choice.WITHDRAWN),
        lambda: sa.update(VoteEvent).where(VoteEvent.id == 3).values(voter="ab" * 16),
        lambda: sa.delete(VoteEvent).where(VoteEvent.id == 3),
        lambda: sa.delete(VoteEvent).where(VoteEvent.seal_id == 3),
        lambda: sa.update(Idea).values(votes_count=Idea.votes_count + 1),
    ],
)
def test_a_change_in_the_database_is_found(
    scene: Scene, client: FlaskClient, change: Callable[[], Any]
) -> None:
    some_votes(scene)
    db.session.execute(change().execution_options(synchronize_session=False))
    commit()
    assert checked(download(client)).report.counts


def test_after_an_erasure_it_is_the_same_and_verifies(scene: Scene, client: FlaskClient) -> None:
    people = some_votes(scene)
    seal()
    before, receipts = download(client), hashes()
    for part in erasure.ON_ERASURE:
        part(people[0])
    people[0].ledger_key = None
    commit()
    after = download(client)
    assert not checked(after).report.counts
    assert before.split(b"\n")[1:] == after.split(b"\n")[1:]  # the first line says when
    assert receipts - hashes() == 5  # for, for, twice of two, withdrawn


def hashes() -> int:
    query = sa.select(sa.func.count(VoteEvent.receipt_hash))
    return db.session.scalar(query) or 0


def test_a_phase_opened_again_has_two_windows(scene: Scene, client: FlaskClient) -> None:
    voting = scene.challenge.phase(PhaseKind.VOTING)
    assert voting is not None
    voting.closes_at = clock.now() - timedelta(hours=2)
    commit()
    args = (scene.cast.cora, scene.challenge, PhaseKind.VOTING)
    commands.extend_phase(*args, clock.now() + timedelta(days=1), "ระบบขัดข้อง", reopen=True)
    vote(scene)
    commands.extend_phase(*args, clock.now() + timedelta(days=2), "ขอเวลาเพิ่ม")
    commit()
    data = download(client)
    assert not checked(data).report.counts
    [challenge] = [json.loads(line) for line in data.splitlines() if line.startswith(b'{"chall')]
    assert len(challenge["voting"]) == 2
    assert challenge["voting"][0][1] < challenge["voting"][1][0]
    event = sa.update(VoteEvent).values(at=clock.now().replace(second=0) - timedelta(hours=1))
    db.session.execute(event)
    commit()
    assert checked(download(client)).report.counts[verify.TIMES] == 2


def test_a_draft_is_not_in_it(scene: Scene, client: FlaskClient) -> None:
    draft = make.challenge(scene.issue, scene.cast.cora, published=False)
    idea = make.idea(draft, scene.cast.mali)
    data = download(client)
    assert f'{{"challenge":{draft.id},'.encode() not in data
    assert f'{{"idea":{idea.id},'.encode() not in data


def test_an_empty_ledger_is_an_export_too(scene: Scene, client: FlaskClient) -> None:
    ledger = checked(download(client))
    assert (ledger.report.counts, ledger.seals) == ({}, 0)


def test_the_command_writes_the_same(app: Flask, scene: Scene, tmp_path: Path) -> None:
    some_votes(scene)
    for name in ("ledger.jsonl", "ledger.jsonl.gz"):
        done = app.test_cli_runner().invoke(args=["ledger-export", str(tmp_path / name)])
        assert done.exit_code == 0, done.output
        assert verify.main([str(tmp_path / name)]) == 0
    packed = (tmp_path / "ledger.jsonl.gz").read_bytes()
    assert packed[:2] == b"\x1f\x8b"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ledger.jsonl", "ledger.jsonl.gz"]


def test_memory_stays_flat(scene: Scene) -> None:
    """The peak for five times the rows is about the same."""
    add_many(scene, 9_000)
    small = peak()
    add_many(scene, 36_000)
    assert peak() < small * 1.5


def add_many(scene: Scene, count: int) -> None:
    at = clock.now().replace(second=0, microsecond=0)
    row = {"challenge_id": scene.challenge.id, "idea_id": scene.idea.id, "at": at}
    db.session.execute(
        sa.insert(VoteEvent),
        [row | {"voter": f"{n:032x}", "choice": Choice.FOR} for n in range(count)],
    )
    commit()
    seal(a_run=count)


def peak() -> int:
    tracemalloc.start()
    for _piece in queries.ledger_file():
        pass
    _now, highest = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return highest
