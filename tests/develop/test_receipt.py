"""Anybody may look for a receipt, and learns no more than that it is there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts import erasure
from app.accounts.models import Person
from app.core.db import commit, db
from app.develop import commands, queries
from app.develop.models import VoteEvent
from app.develop.views.ledger import RECEIPTS_AN_HOUR
from tests.develop.conftest import Scene
from tests.develop.test_sealing import seal, vote

As = Callable[[Person], FlaskClient]


def receipt_of(scene: Scene, person: Person) -> str:
    receipt = commands.support_idea(person, scene.idea).receipt
    commit()
    assert receipt is not None
    return receipt


def ask(client: FlaskClient, receipt: str) -> str:
    answer = client.post("/ledger/receipt", data={"receipt": receipt})
    assert answer.status_code == 200
    return answer.text


def test_it_is_found_without_a_seal_at_first(scene: Scene, client: FlaskClient) -> None:
    receipt = receipt_of(scene, scene.cast.mana)
    for _sealed in (False, True):
        page = ask(client, receipt)
        assert "ใบรับนี้อยู่ในบัญชี" in page
        assert "ผนึกที่" not in page
        seal()


def test_the_seal_is_named_once_ten_stand_together(scene: Scene, client: FlaskClient) -> None:
    vote(scene, 2)
    receipt = receipt_of(scene, scene.cast.mana)
    vote_of_mali(scene, 5)
    seal(a_seal=4)
    found = queries.find_receipt(receipt)
    assert found is not None
    assert found.seals == (1, 3)
    assert "1 ถึง 3" in ask(client, receipt)


def vote_of_mali(scene: Scene, times: int) -> list[str]:
    """The receipts of her votes and withdrawals."""
    receipts = []
    for _time in range(times):
        for verb in (commands.support_idea, commands.withdraw_support):
            receipts.append(verb(scene.cast.mali, scene.idea).receipt or "")
    commit()
    return receipts


@pytest.mark.parametrize("a_seal", [1, 3, 4, 7, 10, 25])
def test_no_answer_leaves_fewer_than_ten_rows(scene: Scene, a_seal: int) -> None:
    """For every row of 25, whatever the seals' sizes; and asking later gives the same answer."""
    receipts, answers = [receipt_of(scene, scene.cast.mana)], {}
    for _round in range(6):
        receipts += vote_of_mali(scene, 2)
        seal(a_seal=a_seal)
        for receipt in receipts:
            found = queries.find_receipt(receipt)
            assert found is not None
            if found.seals:
                assert rows_in(*found.seals) >= 10
                assert answers.setdefault(receipt, found) == found
    assert len(receipts) == 25
    assert len(answers) == 20


def rows_in(first: int, last: int) -> int:
    query = sa.select(sa.func.count()).where(VoteEvent.seal_id.between(first, last))
    return db.session.scalar(query) or 0


def test_nothing_is_said_of_the_vote(scene: Scene, client: FlaskClient) -> None:
    """The very same answer for a vote, its withdrawal, and another idea's."""
    receipts = [receipt_of(scene, scene.cast.mana), *vote_of_mali(scene, 5)]
    receipts.append(commands.support_idea(scene.cast.mali, scene.others_idea).receipt or "")
    seal()
    pages = {
        ask(client, receipt).replace(receipt, "") for receipt in receipts[:3] + receipts[-3:-2]
    }
    assert len(pages) == 1
    page = pages.pop()
    assert scene.idea.title not in page


def test_a_receipt_may_be_typed_in_pieces_and_capitals(scene: Scene, client: FlaskClient) -> None:
    receipt = receipt_of(scene, scene.cast.mana)
    pieces = " ".join(receipt[n : n + 4] for n in range(0, 20, 4)).upper()
    assert "ใบรับนี้อยู่ในบัญชี" in ask(client, pieces)
    assert "ใบรับนี้อยู่ในบัญชี" in ask(client, f" {receipt[:10]}-{receipt[10:]}\n")


def test_one_that_is_not_there(scene: Scene, client: FlaskClient) -> None:
    receipt_of(scene, scene.cast.mana)
    assert "ไม่มีการโหวตใด" in ask(client, "0" * 20)


@pytest.mark.parametrize("typed", ["", "  ", "xyz", "g" * 20, "0" * 19, "0" * 500, "' OR 1=1 --"])
def test_what_is_no_receipt_gets_a_message(client: FlaskClient, typed: str) -> None:
    answer = client.post("/ledger/receipt", data={"receipt": typed})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_an_erased_persons_receipts_are_found_no_more(scene: Scene, client: FlaskClient) -> None:
    gone, stays = receipt_of(scene, scene.cast.mana), receipt_of(scene, scene.cast.mali)
    withdrawn = commands.withdraw_support(scene.cast.mana, scene.idea).receipt
    for part in erasure.ON_ERASURE:
        part(scene.cast.mana)
    commit()
    assert "ไม่มีการโหวตใด" in ask(client, gone)
    assert "ไม่มีการโหวตใด" in ask(client, str(withdrawn))
    assert "ใบรับนี้อยู่ในบัญชี" in ask(client, stays)


def test_a_network_may_not_ask_without_end(client: FlaskClient) -> None:
    for _time in range(RECEIPTS_AN_HOUR.times):
        ask(client, "0" * 20)
    answer = client.post("/ledger/receipt", data={"receipt": "0" * 20})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]


def test_a_receipt_never_stands_in_an_address(scene: Scene, client: FlaskClient) -> None:
    receipt = receipt_of(scene, scene.cast.mana)
    """Not even when somebody puts it there: then it is not looked for."""
    page = client.get(f"/ledger/receipt?receipt={receipt}")
    assert "ใบรับนี้อยู่ในบัญชี" not in page.text
    assert f'value="{receipt}"' not in page.text
