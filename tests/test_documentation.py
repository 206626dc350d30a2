"""Documentation that fails the build when it is not true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

import config
from app import create_app

ROOT = Path(__file__).resolve().parents[1]


def documented(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("setting", config.SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_documented_as_it_is(setting: config.Setting) -> None:
    row = next(
        (line for line in documented("settings.md").splitlines() if f"`{setting.name}`" in line),
        None,
    )
    assert row is not None, f"docs/settings.md does not mention {setting.name}"
    assert setting.meaning in row


def test_no_documented_setting_is_gone() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)`", documented("settings.md"), re.MULTILINE)
    assert sorted(rows) == sorted(setting.name for setting in config.SETTINGS)


def test_every_command_is_documented(tmp_path: Path) -> None:
    app: Flask = create_app(RUAMKID_ENV="testing", DATA_DIR=tmp_path)
    ours = set(app.cli.commands) - {"db", "run", "shell", "routes"}
    missing = sorted(name for name in ours if f"flask {name}" not in documented("operations.md"))
    assert missing == []


def test_decision_records_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "adr").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
