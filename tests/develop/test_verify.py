"""The offline verifier: passes what is whole, finds whatever is changed, and runs by itself."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.develop import verify
from tests.support import ledger

ROOT = Path(__file__).resolve().parents[2]
ROWS = [n for n, line in enumerate(ledger.export()) if line.startswith("[")]
SEALED_ROWS = ROWS[: ledger.SEALED]


@dataclass
class Checker:
    """`check(lines)`: the verifier on these lines; what it said last is in `said`."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    said: str = ""

    def __call__(
        self, lines: Sequence[str], *arguments: str, kept: Sequence[str] | None = None
    ) -> int:
        file = self.folder / "export.jsonl"
        file.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        extra = [*arguments]
        if kept is not None:
            (self.folder / "roots.txt").write_text("# roots\n" + "\n".join(kept), encoding="utf-8")
            extra += ["--roots", str(self.folder / "roots.txt")]
        status = verify.main([str(file), *extra])
        out = self.capsys.readouterr()
        self.said = out.out + out.err
        return status

    def finds(self, words: str) -> bool:
        return any(words in line for line in self.said.splitlines() if "ok  " not in line)


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Checker:
    return Checker(tmp_path, capsys)


def edited(lines: Sequence[str], number: int, change: Callable[[Any], Any]) -> list[str]:
    content = change(json.loads(lines[number]))
    return [*lines[:number], json.dumps(content, separators=(",", ":")), *lines[number + 1 :]]


def test_a_whole_ledger_passes(check: Checker) -> None:
    lines = ledger.export()
    assert check(lines) == 0
    assert "3 seals, 30 sealed rows, 4 rows that wait" in check.said
    assert "not checked: is this the ledger of earlier days?" in check.said
    assert check(lines, kept=ledger.roots(lines)) == 0
    assert "ok     the roots kept from earlier" in check.said
    root = ledger.roots(lines)[1].split()[-1]
    assert check(lines, "--root", root) == 0
    assert "Nothing is wrong" in check.said


def test_an_edited_row(check: Checker) -> None:
    row = json.loads(ledger.export()[SEALED_ROWS[5]])
    row[4] = {"for": "against", "against": "for"}[row[4]]
    lines = edited(ledger.export(), SEALED_ROWS[5], lambda _: row)
    assert check(lines) == 1
    assert check.finds("the 12 rows of seal 2 do not give its root")


def test_a_dropped_row(check: Checker) -> None:
    lines = ledger.export()
    del lines[SEALED_ROWS[4]]
    assert check(lines) == 1
    assert check.finds("seal 2 holds 12 rows, the file has 11")


def test_a_row_and_its_number_dropped_together(check: Checker) -> None:
    lines = ledger.export()
    del lines[SEALED_ROWS[4]]
    seal = next(n for n, line in enumerate(lines) if line.startswith('{"seal": 2'))
    lines = edited(lines, seal, lambda content: content | {"events": 11})
    assert check(lines) == 1
    assert check.finds("seal 2 do not give its root")


def test_a_moved_row(check: Checker) -> None:
    lines = ledger.export()
    one, two = SEALED_ROWS[7], SEALED_ROWS[8]
    lines[one], lines[two] = lines[two], lines[one]
    assert check(lines) == 1
    assert check.finds("out of its place")
    assert check.finds("do not give its root")


def test_a_row_moved_to_another_seal(check: Checker) -> None:
    lines = ledger.export()
    row = lines.pop(SEALED_ROWS[3])
    lines.insert(SEALED_ROWS[20], row)
    assert check(lines) == 1


def test_a_tail_that_fell_off(check: Checker) -> None:
    lines = ledger.export()
    last = max(n for n, line in enumerate(lines) if line.startswith('{"seal"'))
    assert check(lines[:last]) == 1
    assert check.finds("it says that it holds 3 seals, and has 2")


def test_a_tail_cut_off_with_everything_made_to_fit(check: Checker) -> None:
    """Seals, counts and published tallies all fit: only a root from earlier gives it away."""
    whole, short = ledger.export(), ledger.export(ledger.events()[:13], seals=(1, 12))
    assert check(short) == 0
    assert check(short, kept=ledger.roots(whole)) == 1
    assert check.finds("the roots file knows seal 3, this ledger ends at 2")
    assert check(short, "--root", ledger.roots(whole)[-1].split()[-1]) == 1


def test_a_chain_written_anew(check: Checker) -> None:
    """One vote turned round, and all roots and tallies worked out again."""
    rows = ledger.events()
    turned = [*rows[:3], (*rows[3][:4], "against", rows[3][5]), *rows[4:]]
    assert rows[3][4] == "for"
    anew = ledger.export(turned)
    assert check(anew) == 0
    assert check(anew, kept=ledger.roots(ledger.export())) == 1
    assert check.finds("seal 2 had another root in the roots file: the ledger was written anew")
    assert not check.finds("seal 1 had another root")
    assert check(anew, "--root", ledger.roots(ledger.export())[-1].split()[-1]) == 1
    assert check(anew, "--root", ledger.roots(anew)[0].split()[-1]) == 0


def test_a_seal_not_built_on_the_one_before(check: Checker) -> None:
    lines = ledger.export()
    seal = next(n for n, line in enumerate(lines) if line.startswith('{"seal": 2'))
    lines = edited(lines, seal, lambda content: content | {"previous_root": "ab" * 32})
    assert check(lines) == 1
    assert check.finds("seal 2 is not built on the root of the one before")


def test_a_published_count_that_does_not_fit(check: Checker) -> None:
    lines = ledger.export()
    idea = next(n for n, line in enumerate(lines) if line.startswith('{"idea": 11'))
    lines = edited(lines, idea, lambda content: content | {"for": content["for"] + 1})
    assert check(lines) == 1
    assert check.finds("idea 11, votes for:")


def test_a_vote_after_closing_and_one_before_opening(check: Checker) -> None:
    rows = ledger.events()
    closing = ledger.START + timedelta(hours=8)
    for at, wrong in (
        (closing, True), (closing - timedelta(minutes=1), False),
        (ledger.START - timedelta(minutes=2), True), (ledger.START, False),
    ):  # fmt: skip
        lines = ledger.export([*rows[:4], (*rows[4][:5], at), *rows[5:]])
        assert check(lines) == (1 if wrong else 0)
        assert check.finds("when voting was not open") is wrong


def test_a_phase_that_was_opened_again(check: Checker) -> None:
    lines = ledger.export()
    number = next(n for n, line in enumerate(lines) if line.startswith('{"challenge": 1'))
    hole = [[ledger.OPENS, "2026-11-24T09:05:00Z"], ["2026-11-24T09:09:00Z", ledger.CLOSES]]
    lines = edited(lines, number, lambda content: content | {"voting": hole})
    assert check(lines) == 1
    assert check.said.count("when voting was not open") == 3


def test_more_votes_than_allowed(check: Checker) -> None:
    rows = ledger.events()
    at = ledger.START + timedelta(minutes=50)
    third = (99, 2, 23, ledger.voter(100), "for", at)
    assert check(ledger.export([*rows, third])) == 1
    assert check.finds("used 3 where 2 are allowed")
    back = (100, 2, 21, ledger.voter(100), "withdrawn", at)
    assert check(ledger.export([*rows, third, back])) == 0


def test_more_money_than_allowed(check: Checker) -> None:
    rows = [*ledger.events(), (99, 3, 32, ledger.voter(200), "for", ledger.START)]
    assert check(ledger.export(rows)) == 1
    assert check.finds("used 110 where 100 are allowed")


def test_a_choice_that_the_ballot_does_not_have(check: Checker) -> None:
    rows = [*ledger.events(), (99, 2, 23, ledger.voter(900), "against", ledger.START)]
    assert check(ledger.export(rows)) == 1
    assert check.finds("such a vote (against) cannot be given there")


def test_an_idea_that_is_not_listed(check: Checker) -> None:
    rows = [*ledger.events(), (99, 2, 77, ledger.voter(900), "for", ledger.START)]
    assert check(ledger.export(rows)) == 1
    assert check.finds("about an idea that is not listed")


CHAIN = range(ROWS[0] - 1, ROWS[ledger.SEALED - 1] + 1)


@given(data=st.data())
def test_any_edit_of_what_is_sealed_is_found(data: st.DataObject) -> None:
    """One byte changed, a line dropped, doubled or exchanged, in any seal or row."""
    whole = [line.encode() for line in ledger.export()]
    lines, number = list(whole), data.draw(st.sampled_from(CHAIN), label="line")
    kind = data.draw(st.sampled_from(["byte", "drop", "double", "exchange"]), label="kind")
    if kind == "byte":
        place = data.draw(st.integers(0, len(lines[number]) - 1))
        byte = bytes([data.draw(st.integers(33, 126))])
        lines[number] = lines[number][:place] + byte + lines[number][place + 1 :]
    elif kind == "drop":
        del lines[number]
    elif kind == "double":
        lines.insert(number, lines[number])
    else:
        other = data.draw(st.sampled_from(CHAIN))
        lines[number], lines[other] = lines[other], lines[number]
    assume(lines != whole)
    checked = verify.Ledger(verify.Roots(None, []))
    assert checked.read(BytesIO(b"\n".join(lines))).counts


@given(idea=st.sampled_from(sorted(ledger.IDEAS)), name=st.sampled_from(["for", "against"]),
       other=st.integers(0, 99))  # fmt: skip
def test_any_other_count_is_found(idea: int, name: str, other: int) -> None:
    lines = ledger.export()
    number = next(n for n, line in enumerate(lines) if line.startswith(f'{{"idea": {idea},'))
    assume(json.loads(lines[number])[name] != other)
    lines = edited(lines, number, lambda content: content | {name: other})
    checked = verify.Ledger(verify.Roots(None, []))
    assert checked.read(BytesIO("\n".join(lines).encode())).counts


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"hello", b'{"a":1}', b"[1,2]", b'{"ledger":"ruamkid","format":9}',
                b"\xff\xfe", b"\x1f\x8bnot gzip", b"[" * 100_000, b"9" * 10_000],
)  # fmt: skip
def test_what_is_no_export_is_refused_with_status_2(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "export"
    file.write_bytes(content)
    assert verify.main([str(file)]) == 2


def test_a_broken_last_line_is_told(check: Checker) -> None:
    lines = ledger.export()
    assert check([*lines[:-1], lines[-1][:20]]) == 1
    assert check.finds("a line is not as it should be")


def test_missing_files_and_wrong_arguments(tmp_path: Path) -> None:
    assert verify.main([str(tmp_path / "nowhere")]) == 2
    with pytest.raises(SystemExit) as refused:
        verify.main([])
    assert refused.value.code == 2


def test_a_roots_file_that_is_none(check: Checker) -> None:
    assert check(ledger.export(), kept=["this is no root"]) == 2


def test_it_runs_alone_in_an_empty_folder(tmp_path: Path) -> None:
    shutil.copy(ROOT / "app/develop/verify.py", tmp_path)
    text = "".join(line + "\n" for line in ledger.export()).encode()
    (tmp_path / "export.jsonl.gz").write_bytes(gzip.compress(text))
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py", "export.jsonl.gz"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Nothing is wrong." in done.stdout


def test_as_a_module_it_needs_no_installed_library(tmp_path: Path) -> None:
    (tmp_path / "export").write_text("\n".join(ledger.export()), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-S", "-m", "app.develop.verify", str(tmp_path / "export")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
