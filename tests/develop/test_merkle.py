"""The ledger's hashes: worked out by hand, and beside those of the verifier."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.develop import merkle, verify

AT = datetime(2026, 11, 24, 11, 42, 30, tzinfo=UTC)


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def test_a_row_is_written_in_one_way() -> None:
    line = merkle.event_line((7, 1, 2, "ab" * 16, "for", AT))
    assert line == b'[7,1,2,"' + b"ab" * 16 + b'","for","2026-11-24T11:42Z"]'


def test_three_rows_by_hand() -> None:
    a, b, c = (sha(b"\x00", name) for name in (b"a", b"b", b"c"))
    assert [merkle.leaf(name) for name in (b"a", b"b", b"c")] == [a, b, c]
    assert merkle.root([a, b, c]) == sha(b"\x01", sha(b"\x01", a, b), c)
    assert merkle.path([a, b, c], 1) == [("left", a), ("right", c)]
    assert merkle.path([a, b, c], 2) == [("left", sha(b"\x01", a, b))]


def test_a_seal_by_hand() -> None:
    text = b'[2,"2026-11-24T11:42:30Z",3,1,"' + b"0" * 64 + b'","' + b"ff" * 32 + b'"]'
    terms = merkle.Terms(2, AT, 3, 1, merkle.NO_ROOT)
    assert merkle.seal_root(terms, b"\xff" * 32) == sha(b"\x02", text).hex()


@given(st.integers(1, 70), st.data())
def test_every_path_leads_to_the_root_that_the_verifier_finds(
    count: int, data: st.DataObject
) -> None:
    lines = [f"row {number}".encode() for number in range(count)]
    leaves, tree = [merkle.leaf(line) for line in lines], verify.Tree()
    for line in lines:
        tree.add(line)
    index = data.draw(st.integers(0, count - 1))
    root = merkle.root(leaves)
    assert tree.root() == root
    assert merkle.follow(leaves[index], merkle.path(leaves, index)) == root


@pytest.mark.parametrize(("leaves", "left"), [(2, 1), (3, 2), (4, 2), (5, 4), (8, 4), (9, 8)])
def test_the_left_half_is_a_full_tree(leaves: int, left: int) -> None:
    assert merkle.left_size(leaves) == left
