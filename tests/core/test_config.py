"""Settings fail loudly, with the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

import config

GOOD = {
    "RUAMKID_ENV": "production",
    "SECRET_KEY": "k" * 48,
    "TRUSTED_HOSTS": "ruamkid.example, www.ruamkid.example",
}


def test_a_working_production(tmp_path: Path) -> None:
    loaded = config.load(GOOD | {"DATA_DIR": str(tmp_path)})
    assert loaded["TRUSTED_HOSTS"] == ["ruamkid.example", "www.ruamkid.example"]
    assert loaded["SESSION_COOKIE_SECURE"] is True
    assert loaded["SESSION_COOKIE_NAME"] == "__Host-session"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"TRUSTED_HOSTS": ""}, "TRUSTED_HOSTS"),
        ({"RUAMKID_ENV": "prod"}, "RUAMKID_ENV"),
        ({"WORKER_PROCESSES": "two"}, "WORKER_PROCESSES"),
        ({"SAMPLE_DATA": "perhaps"}, "SAMPLE_DATA"),
    ],
)
def test_what_is_wrong_is_named(wrong: dict[str, str], named: str, tmp_path: Path) -> None:
    with pytest.raises(config.ConfigError, match=named):
        config.load(GOOD | {"DATA_DIR": str(tmp_path)} | wrong)


def test_outside_production_one_secret_is_made_and_kept(tmp_path: Path) -> None:
    first = config.load({"DATA_DIR": str(tmp_path)})["SECRET_KEY"]
    assert len(first) >= 32
    assert config.load({"DATA_DIR": str(tmp_path)})["SECRET_KEY"] == first
