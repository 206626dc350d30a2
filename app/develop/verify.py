"""Check an export of the ledger of votes at home, without the platform.

    python verify.py EXPORT [--roots FILE] [--root HEX]
    python verify.py --proof FILE [--roots FILE] [--root HEX]

EXPORT is what the platform's page "The ledger of votes" offers for download (.jsonl or .jsonl.gz).
--roots is a file of roots, --root a single root, that you or anybody else kept from an earlier day:
only they can show that the ledger was not written anew, or cut off at its end, since then.
--proof checks the proof of one row, as a voter finds it with their own votes.

Exit status: 0 nothing is wrong, 1 something is wrong, 2 the file cannot be read.
This file needs nothing but Python 3.9 or newer; the format is described in docs/votes.md.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import IO, Any

LEAF, NODE, SEAL, NO_ROOT = b"\x00", b"\x01", b"\x02", "0" * 64
LONGEST_LINE, SHOWN = 100_000, 10
BEFORE_OPENING = timedelta(minutes=1)
"""Rows hold whole minutes, and a vote may have waited for its turn: this is not too early yet."""
Record = dict[str, Any]

ROWS, CHAIN, ANCHORS = "rows", "chain", "anchors"
WHOLE, TALLIES, TIMES, LIMITS = "whole", "tallies", "times", "limits"
CHECKS = {
    WHOLE: "the file holds all that it says it holds",
    ROWS: "every sealed row is what was sealed, in its place",
    CHAIN: "each seal is built on the one before",
    ANCHORS: "the roots kept from earlier are in this ledger",
    TALLIES: "the published counts are what the rows add up to",
    TIMES: "nobody voted before opening or after closing",
    LIMITS: "nobody used more votes or more money than allowed",
}


class Unreadable(Exception):
    """The file is no export, or not one of this format."""


class Report:
    """What was found wrong, by check."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = defaultdict(list)
        self.counts: Counter[str] = Counter()

    def wrong(self, check: str, text: str) -> None:
        self.counts[check] += 1
        if len(self.found[check]) < SHOWN:
            self.found[check].append(text)


class Tree:
    """The root of a Merkle tree whose leaves come one after the other, in little memory."""

    def __init__(self) -> None:
        self._halves: list[tuple[int, bytes]] = []  # (leaves, root) of full trees, largest first

    def add(self, line: bytes) -> None:
        size, digest = 1, hashlib.sha256(LEAF + line).digest()
        while self._halves and self._halves[-1][0] == size:
            digest = node(self._halves.pop()[1], digest)
            size *= 2
        self._halves.append((size, digest))

    def root(self) -> bytes:
        digest = self._halves[-1][1]
        for _size, left in reversed(self._halves[:-1]):
            digest = node(left, digest)
        return digest


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE + left + right).digest()


def seal_root(seal: Record, tree: bytes) -> str:
    names = ("seal", "sealed_at", "events_before", "events", "previous_root")
    line = json.dumps([*(seal[name] for name in names), tree.hex()], separators=(",", ":"))
    return hashlib.sha256(SEAL + line.encode()).hexdigest()


# Reading


def lines(stream: IO[bytes]) -> Iterator[bytes]:
    while line := stream.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise Unreadable("a line of the file is longer than any line of an export")
        if line.strip():
            yield line.rstrip(b"\r\n")


def open_export(path: str) -> IO[bytes]:
    with open(path, "rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if packed else open(path, "rb")  # type: ignore[return-value]


def read_json(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"this line is no JSON: {line[:80]!r}") from error


@lru_cache(maxsize=4096)
def moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


SHAPES: dict[str, dict[str, Any]] = {
    "seal": {"seal": int, "sealed_at": str, "events_before": int, "events": int,
             "previous_root": str, "root": str},
    "idea": {"idea": int, "challenge": int, "cost": (int, type(None)), "for": int, "against": int},
    "challenge": {"challenge": int, "ballot": str, "votes_each": (int, type(None)),
                  "budget_total": (int, type(None)), "voting": list},
}  # fmt: skip
ROW = (int, int, int, str, str, str)


def check_shape(kind: str, content: Record) -> None:
    for name, shape in SHAPES[kind].items():
        if name not in content or not isinstance(content[name], shape):
            raise ValueError(f"{name} is missing, or not what it should be")


class Roots:
    """Roots kept from earlier: by the number of their seal, or alone."""

    def __init__(self, path: str | None, alone: Iterable[str]) -> None:
        self.alone = {root.strip().lower() for root in alone}
        self.numbered = dict(self._read(path)) if path else {}

    def __bool__(self) -> bool:
        return bool(self.alone or self.numbered)

    @staticmethod
    def _read(path: str) -> Iterator[tuple[int, str]]:
        with open(path, encoding="utf-8-sig") as stream:
            for line in stream:
                words = line.split()
                if not words or words[0].startswith("#"):
                    continue
                if not words[0].isdigit() or not re.fullmatch("[0-9a-f]{64}", words[-1]):
                    raise Unreadable(f"this line of {path} is no root: {line[:80].strip()}")
                yield int(words[0]), words[-1]


# Checking an export


class Ledger:
    """Goes through an export line by line."""

    def __init__(self, roots: Roots) -> None:
        self.report = Report()
        self.roots, self.alone_left = roots, set(roots.alone)
        self.header: Record = {}
        self.challenges: dict[int, Record] = {}
        self.ideas: dict[int, Record] = {}
        self.standing: dict[tuple[int, str], str] = {}
        self.seals = self.sealed = self.waiting = 0
        self.last_root = NO_ROOT
        self._seal: Record | None = None
        self._tree, self._rows, self._last_id, self._is_waiting = Tree(), 0, 0, False

    def read(self, stream: IO[bytes]) -> Report:
        for line in lines(stream):
            if not self.header:
                self._take_header(read_json(line))
                continue
            try:
                self._take(line, read_json(line))
            except (Unreadable, KeyError, TypeError, ValueError) as error:
                self.report.wrong(WHOLE, f"a line is not as it should be: {line[:60]!r} ({error})")
        if not self.header:
            raise Unreadable("the file is empty")
        self._end_seal()
        self._check_whole()
        self._check_anchors()
        self._check_tallies()
        self._check_limits()
        return self.report

    def _take(self, line: bytes, content: Any) -> None:
        if isinstance(content, list):
            self._take_row(line, content)
            return
        if "waiting" in content:
            self._end_seal()
            self._is_waiting, self._last_id = True, 0
            return
        kind = next(name for name in (*SHAPES, "") if name in content or not name)
        check_shape(kind, content)
        if kind == "seal":
            self._end_seal()
            self._begin_seal(content)
        elif kind == "idea":
            self.ideas[content["idea"]] = content
        else:
            self.challenges[content["challenge"]] = content

    def _take_header(self, content: Any) -> None:
        if not isinstance(content, dict) or content.get("ledger") != "ruamkid":
            raise Unreadable("this is no export of a ledger of votes")
        if content.get("format") != 1:
            raise Unreadable("this verifier does not know the export's format")
        self.header = content

    def _begin_seal(self, seal: Record) -> None:
        self.seals += 1
        number = seal["seal"]
        if number != self.seals:
            self.report.wrong(CHAIN, f"seal {number} stands where seal {self.seals} should")
            self.seals = number
        if seal["previous_root"] != self.last_root:
            self.report.wrong(CHAIN, f"seal {number} is not built on the root of the one before")
        if seal["events_before"] != self.sealed:
            said = seal["events_before"]
            self.report.wrong(CHAIN, f"seal {number}: {said} rows before it, not {self.sealed}?")
        kept = self.roots.numbered.get(number)
        if kept is not None and kept != seal["root"]:
            text = f"seal {number} had another root in the roots file: the ledger was written anew"
            self.report.wrong(ANCHORS, text)
        self.alone_left.discard(seal["root"])
        self._seal, self._tree, self._rows, self._last_id = seal, Tree(), 0, 0

    def _end_seal(self) -> None:
        seal, self._seal = self._seal, None
        if seal is None:
            return
        self.sealed, self.last_root = seal["events_before"] + seal["events"], seal["root"]
        number, said = seal["seal"], seal["events"]
        if self._rows != said:
            self.report.wrong(ROWS, f"seal {number} holds {said} rows, the file has {self._rows}")
        elif self._rows == 0 or seal_root(seal, self._tree.root()) != seal["root"]:
            text = "do not give its root: one was changed or moved, or the seal was"
            self.report.wrong(ROWS, f"the {said} rows of seal {number} {text}")

    def _take_row(self, line: bytes, row: list[Any]) -> None:
        ident, challenge_id, idea_id, voter, choice, minute = row
        if self._is_waiting:
            self.waiting += 1
        elif self._seal is None:
            self.report.wrong(ROWS, f"row {ident} belongs to no seal")
        else:
            self._tree.add(line)
            self._rows += 1
        if not all(isinstance(value, shape) for value, shape in zip(row, ROW)):
            raise ValueError("no such row")
        if ident <= self._last_id:
            self.report.wrong(ROWS, f"row {ident} is out of its place: after row {self._last_id}")
        self._last_id = ident
        self._check_row(ident, challenge_id, idea_id, choice, minute)
        if choice == "withdrawn":
            self.standing.pop((idea_id, voter), None)
        else:
            self.standing[idea_id, voter] = choice

    def _check_row(self, *row: Any) -> None:
        ident, challenge_id, idea_id, choice, minute = row
        challenge, idea = self.challenges.get(challenge_id), self.ideas.get(idea_id)
        if challenge is None or idea is None or idea["challenge"] != challenge_id:
            self.report.wrong(TALLIES, f"row {ident} is about an idea that is not listed")
            return
        allowed = ("for", "withdrawn", "against" if challenge["ballot"] == "updown" else "for")
        if choice not in allowed:
            self.report.wrong(LIMITS, f"row {ident}: such a vote ({choice}) cannot be given there")
        at = moment(minute)
        windows = [(moment(opens), moment(closes)) for opens, closes in challenge["voting"]]
        if not any(opens - BEFORE_OPENING <= at < closes for opens, closes in windows):
            self.report.wrong(TIMES, f"row {ident}: a vote at {minute}, when voting was not open")

    def _check_whole(self) -> None:
        for name, there in (
            ("challenges", len(self.challenges)), ("ideas", len(self.ideas)),
            ("seals", self.seals), ("events", self.sealed), ("waiting", self.waiting),
        ):  # fmt: skip
            said = self.header.get(name)
            if said != there:
                self.report.wrong(WHOLE, f"it says that it holds {said} {name}, and has {there}")

    def _check_anchors(self) -> None:
        missing = [number for number in self.roots.numbered if number > self.seals]
        if missing:
            text = "its end was cut off, or the export is older than the roots file"
            known = f"the roots file knows seal {max(missing)}, this ledger ends at {self.seals}"
            self.report.wrong(ANCHORS, f"{known}: {text}")
        for root in sorted(self.alone_left):
            self.report.wrong(ANCHORS, f"no seal of this ledger has the root {root}")

    def _check_tallies(self) -> None:
        counted = Counter((idea, choice) for (idea, _voter), choice in self.standing.items())
        for idea_id, idea in self.ideas.items():
            for choice in ("for", "against"):
                if idea[choice] != counted[idea_id, choice]:
                    text = f"{idea[choice]} are published, the rows give {counted[idea_id, choice]}"
                    self.report.wrong(TALLIES, f"idea {idea_id}, votes {choice}: {text}")

    def _check_limits(self) -> None:
        """Of limited and budget ballots: there a voter has one pseudonym for the challenge."""
        used: Counter[tuple[int, str]] = Counter()
        for idea_id, voter in self.standing:
            idea = self.ideas.get(idea_id)
            challenge = self.challenges.get(idea["challenge"]) if idea else None
            if idea and challenge and challenge["ballot"] in ("limited", "budget"):
                budget = challenge["ballot"] == "budget"
                used[challenge["challenge"], voter] += (idea["cost"] or 0) if budget else 1
        for (challenge_id, voter), amount in used.items():
            challenge = self.challenges[challenge_id]
            allowed = challenge["votes_each"] or challenge["budget_total"] or 0
            if amount > allowed:
                text = f"voter {voter[:8]}… used {amount} where {allowed} are allowed"
                self.report.wrong(LIMITS, f"challenge {challenge_id}: {text}")


def tell(ledger: Ledger) -> None:
    header = ledger.header
    print(f"Ledger of votes, exported {header.get('made_at')}")
    print(
        f"{ledger.seals} seals, {ledger.sealed} sealed rows, {ledger.waiting} rows that wait for"
        f" the next seal, {len(ledger.standing)} votes that stand, {len(ledger.ideas)} ideas"
    )
    print(f"Last root: {ledger.last_root}\n")
    for check, meaning in CHECKS.items():
        if check == ANCHORS and not ledger.roots:
            print(
                "  --     not checked: is this the ledger of earlier days? Give --roots or --root"
            )
            continue
        print(f"  {'WRONG' if ledger.report.counts[check] else 'ok   '}  {meaning}")
        for text in ledger.report.found[check]:
            print(f"           {text}")
        if (more := ledger.report.counts[check] - SHOWN) > 0:
            print(f"           and {more} more")
    clean = not ledger.report.counts
    print("\nNothing is wrong." if clean else "\nTHIS LEDGER IS NOT WHAT IT SHOULD BE.")


def check_proof(path: str, roots: Roots) -> list[str]:
    """What is wrong with the proof of one row; nothing: the row is in the seal that it names."""
    with open(path, "rb") as stream:
        proof = read_json(stream.read(LONGEST_LINE))
    try:
        digest, seal = hashlib.sha256(LEAF + proof["row"].encode()).digest(), proof["seal"]
        for side, text in proof["path"]:
            other = bytes.fromhex(text)
            digest = node(digest, other) if side == "right" else node(other, digest)
        leads = seal_root(seal, digest) == seal["root"]
        kept = roots.numbered.get(seal["seal"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable("this is no proof of a row") from error
    wrong = [] if leads else ["the row does not lead to the root that the proof names"]
    if roots and seal["root"] != kept and seal["root"] not in roots.alone:
        wrong.append(f"the root of seal {seal['seal']} is not the one that was kept")
    return wrong


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="verify.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("export", nargs="?", metavar="EXPORT")
    parser.add_argument("--roots", metavar="FILE")
    parser.add_argument("--root", metavar="HEX", action="append", default=[])
    parser.add_argument("--proof", metavar="FILE")
    given = parser.parse_args(arguments)
    if (given.export is None) == (given.proof is None):
        parser.error("give an export, or --proof FILE")
    try:
        roots = Roots(given.roots, given.root)
        if given.proof:
            wrong = check_proof(given.proof, roots)
            print("\n".join(wrong) or "The row is in the ledger, in the seal that its proof names.")
            return 1 if wrong else 0
        ledger = Ledger(roots)
        with open_export(given.export) as stream:
            ledger.read(stream)
    except (Unreadable, OSError, EOFError, ValueError) as error:
        print(f"This cannot be read: {error}", file=sys.stderr)
        return 2
    tell(ledger)
    return 1 if ledger.report.counts else 0


if __name__ == "__main__":
    sys.exit(main())
