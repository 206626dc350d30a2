"""The ledger's page, the roots, the verifier to take home."""

from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient

from app.develop import verify
from tests.develop.conftest import Scene
from tests.develop.test_sealing import seal, seals, vote


def test_everybody_reads_it(scene: Scene, client: FlaskClient) -> None:
    empty = client.get("/ledger")
    assert empty.status_code == 200
    assert "ยังไม่มีการผนึก" in empty.text
    vote(scene, 2)
    seal(a_seal=3)
    page = client.get("/ledger").text
    assert all(one.root in page for one in seals())
    assert page.index(seals()[1].root) < page.rindex(seals()[0].root)


def test_it_is_paged_in_a_constant_number_of_queries(
    scene: Scene, client: FlaskClient, queries
) -> None:  # type: ignore[no-untyped-def]
    vote(scene, 25)
    seal(a_seal=1)
    with queries() as asked:
        page = client.get("/ledger?page=2").text
    assert "page=3" in page
    assert len(asked) <= sum(
        (
            2,  # how many seals, a page of them
            1,  # the last one
            1,  # what waits
        )
    ), asked


def test_the_roots_are_one_line_a_seal(scene: Scene, client: FlaskClient) -> None:
    vote(scene, 2)
    seal(a_seal=3)
    lines = client.get("/ledger/roots.txt").text.splitlines()
    assert lines[0].startswith("#")
    assert [line.split()[0] for line in lines[1:]] == ["1", "2"]
    assert [line.split()[2] for line in lines[1:]] == ["3", "4"]
    assert [line.split()[3] for line in lines[1:]] == [one.root for one in seals()]


def test_the_verifier_is_the_file_that_is_tested(client: FlaskClient) -> None:
    answer = client.get("/ledger/verify.py")
    assert answer.data == Path(verify.__file__).read_bytes()
    assert "attachment" in answer.headers["Content-Disposition"]
