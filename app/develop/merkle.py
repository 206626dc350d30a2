"""The ledger's hashes: what a row, a tree and a seal are. Pure; docs/votes.md says it in words.

`verify` computes the same a second time, on purpose in code of its own: it must run alone, and
two that agree are worth more than one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

LEAF, NODE, SEAL = b"\x00", b"\x01", b"\x02"
"""A first byte for each kind of hash, so that none can pass for another."""
NO_ROOT = "0" * 64
"""What stands before the first seal."""
Event = tuple[int, int, int, str, str, datetime]
"""id, challenge, idea, voter, choice, minute."""
Step = tuple[str, bytes]
"""A hash on the way from a leaf to the root, and on which side it stands: "left" or "right"."""


class Terms(NamedTuple):
    """What a seal says beside its tree."""

    number: int
    sealed_at: datetime
    events_before: int
    """Events of all earlier seals."""
    events: int
    previous: str
    """The root before."""


def event_line(row: Event) -> bytes:
    """A row as it is sealed and exported, byte for byte."""
    ident, challenge_id, idea_id, voter, choice, at = row
    minute = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    return f'[{ident},{challenge_id},{idea_id},"{voter}","{choice}","{minute}"]'.encode()


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def leaf(line: bytes) -> bytes:
    return hashlib.sha256(LEAF + line).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Of one leaf or more: the left half is the largest power of two that is smaller than all."""
    if len(leaves) == 1:
        return leaves[0]
    left = left_size(len(leaves))
    return _node(root(leaves[:left]), root(leaves[left:]))


def path(leaves: Sequence[bytes], index: int) -> list[Step]:
    """From a leaf up to the root."""
    if len(leaves) == 1:
        return []
    left = left_size(len(leaves))
    if index < left:
        return [*path(leaves[:left], index), ("right", root(leaves[left:]))]
    return [*path(leaves[left:], index - left), ("left", root(leaves[:left]))]


def follow(start: bytes, steps: Sequence[Step]) -> bytes:
    """The root that a path leads to."""
    for side, other in steps:
        start = _node(start, other) if side == "right" else _node(other, start)
    return start


def seal_root(terms: Terms, tree: bytes) -> str:
    """The published root: over the tree, and over everything sealed before through `previous`."""
    number, sealed_at, *rest = terms
    line = json.dumps([number, moment(sealed_at), *rest, tree.hex()], separators=(",", ":"))
    return hashlib.sha256(SEAL + line.encode()).hexdigest()


def left_size(leaves: int) -> int:
    """How many of two leaves or more stand in the left half."""
    return 1 << ((leaves - 1).bit_length() - 1)


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE + left + right).digest()
