from __future__ import annotations

import csv
import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from analytics.cli import main
from analytics.errors import MESSAGES, InputError
from analytics.readers import read_table
from analytics.writers import safe_cell

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def table(frame: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "comments.csv"
    frame.rename(columns={"text": "ข้อความ"}).to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def written(table: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the command filled, run as its users run it."""
    out = tmp_path_factory.mktemp("out") / "new"
    command = [sys.executable, "-m", "analytics", "topics", str(table), "--text", "ข้อความ"]
    done = subprocess.run(
        [*command, "--out", str(out), "--topics", "4"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "100.0%" in done.stderr
    assert done.stdout.count("\n") == 4
    return out


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_writes_assignments(written: Path, frame: pd.DataFrame) -> None:
    found = rows(written / "assignments.csv")
    assert list(found[0]) == ["id", "topic", "weight"]
    assert sorted(int(row["id"]) for row in found) == sorted(frame["id"])


def test_writes_topics_and_json_that_agree(written: Path) -> None:
    found = json.loads((written / "result.json").read_text(encoding="utf-8"))
    labels = [topic["label"] for topic in found["topics"]]
    assert [row["label"] for row in rows(written / "topics.csv")] == labels
    assert "timings" not in found


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lang = ""
        self.tables = 0
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tables += tag == "table"
        if tag == "html":
            self.lang = values.get("lang") or ""
        address = values.get("src") or values.get("href") or ""
        if address and not address.startswith("#"):
            self.outside.append(address)


def test_writes_a_page_that_needs_nothing_else(written: Path) -> None:
    text = (written / "report.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(text)
    assert page.lang == "th"
    assert page.tables >= 1
    assert page.outside == []
    for topic in json.loads((written / "result.json").read_text(encoding="utf-8"))["topics"]:
        assert topic["label"] in text
        assert topic["quotes"][0]["text"] in text


def test_reads_what_offices_save(frame: pd.DataFrame, tmp_path: Path) -> None:
    expected = frame["text"].tolist()
    content = frame[["id", "text"]].to_csv(index=False)
    for name, data in {
        "plain.csv": content.encode(),
        "marked.csv": content.encode("utf-8-sig"),
        "old.csv": content.encode("cp874"),
        "wide.csv": content.encode("utf-16"),
        "semicolons.csv": frame[["id", "text"]].to_csv(index=False, sep=";").encode(),
    }.items():
        (tmp_path / name).write_bytes(data)
        assert read_table(tmp_path / name)["text"].tolist() == expected, name


def test_reads_spreadsheets_whatever_they_are_called(frame: pd.DataFrame, tmp_path: Path) -> None:
    frame[["id", "text"]].to_excel(tmp_path / "a.xlsx", index=False, engine="xlsxwriter")
    (tmp_path / "a.xlsx").rename(tmp_path / "a.csv")
    found = read_table(tmp_path / "a.csv")
    assert found["text"].tolist() == frame["text"].tolist()
    assert found["id"].tolist() == frame["id"].astype(str).tolist()


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["topics", *arguments]) == 2
    return capsys.readouterr().err


def test_refuses_what_it_cannot_use(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, table: Path
) -> None:
    out = ("--out", str(tmp_path / "out"))
    accents = "text\ncafé naïf\n".encode("latin-1")

    def file(name: str, data: bytes) -> str:
        (tmp_path / name).write_bytes(data)
        return str(tmp_path / name)

    say = {
        "There is no file": [str(tmp_path / "none.csv"), "--text", "text", *out],
        "There is no column 'nope'": [str(table), "--text", "nope", *out],
        "is empty": [file("empty.csv", b" \n"), "--text", "text", *out],
        "There are no comments": [file("head.csv", b"text\n"), "--text", "text", *out],
        "Only 1 different": [file("one.csv", "text\nเน็ตช้า\n".encode()), "--text", "text", *out],
        "say the same": [file("same.csv", b"text\n" + b"slow\n" * 30), "--text", "text", *out],
        "Every comment is empty": [file("blank.csv", b"id,text\n1,\n2,\n"), "--text", "text", *out],
        "neither UTF-8": [
            file("latin.csv", accents),
            "--text",
            "text",
            *out,
        ],
        "not a text file": [file("binary.csv", b"\x00\x01\x02"), "--text", "text", *out],
        "no CSV or XLSX": [file("broken.xlsx", b"PK\x03\x04 broken"), "--text", "text", *out],
        "line 2 has 3 cells": [file("ragged.csv", b"id,text\n1,a,b\n"), "--text", "text", *out],
        "topics must be": [str(table), "--text", "ข้อความ", "--topics", "1", *out],
        "at most 64": [str(table), "--text", "ข้อความ", "--topics", "300", *out],
        "Is a directory": [str(tmp_path), "--text", "text", *out],
    }
    for expected, arguments in say.items():
        assert expected in refused(capsys, *arguments), expected
    assert not (tmp_path / "out").exists()


def test_refuses_a_folder_it_cannot_make(
    capsys: pytest.CaptureFixture[str], table: Path, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file")
    arguments = (str(table), "--text", "ข้อความ", "--topics", "4", "--out", str(tmp_path / "taken"))
    assert "cannot be written" in refused(capsys, *arguments)


def test_misuse_ends_with_status_2_and_no_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "analytics", "topics", "none.csv", "--text", "t", "--out", "o"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "There is no file none.csv" in done.stderr


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx", "\rx"])
def test_formulas_are_neutralised(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_numbers_and_words_are_left_as_they_are() -> None:
    assert [safe_cell(value) for value in (-1.5, 3, "เน็ต", None)] == [-1.5, 3, "เน็ต", None]


def test_every_message_says_what_to_do() -> None:
    for code, message in MESSAGES.items():
        assert message.endswith("."), code
    with pytest.raises(KeyError):
        InputError("no_such_code")
