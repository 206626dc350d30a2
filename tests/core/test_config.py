"""Settings fail loudly, with the remedy."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask_wtf.csrf import generate_csrf, validate_csrf

import config
from app import create_app

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "RUAMKID_ENV": "production",
    "SECRET_KEY": "Jx4-8tWq0_bZr7LmVd2KcYs9PfHn5GuA3eTo6RiS1jQw",
    "TRUSTED_HOSTS": "ruamkid.example, www.ruamkid.example",
    "MAIL_BACKEND": "smtp",
    "BASE_URL": "https://ruamkid.example",
}


def test_a_working_production(tmp_path: Path) -> None:
    loaded = config.load(GOOD | {"DATA_DIR": str(tmp_path)})
    assert loaded["TRUSTED_HOSTS"] == ["ruamkid.example", "www.ruamkid.example"]
    assert loaded["SESSION_COOKIE_SECURE"] is True
    assert loaded["SESSION_COOKIE_NAME"] == "__Host-session"


def test_a_mail_server_that_hangs_holds_no_thread_for_long(tmp_path: Path) -> None:
    app = create_app(RUAMKID_ENV="testing", DATA_DIR=tmp_path, MAIL_BACKEND="smtp")
    with app.app_context():
        assert app.extensions["mailman"].get_connection().timeout == 10


def test_a_form_that_stood_open_all_day_can_be_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as its session: what somebody wrote for hours must not be lost."""
    app = create_app(RUAMKID_ENV="testing", DATA_DIR=tmp_path)
    with app.test_request_context():
        token, now = generate_csrf(), time.time()
        monkeypatch.setattr(time, "time", lambda: now + 12 * 3_600)
        validate_csrf(token)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "k" * 48}, "SECRET_KEY"),
        ({"SECRET_KEY": "abc123" * 8}, "SECRET_KEY"),
        ({"SECRET_KEY": "abcdefghijklmnop" * 3}, "SECRET_KEY"),
        ({"SECRET_KEY": "please-change-me-0123456789-abcdefghij"}, "SECRET_KEY"),
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
        ({"FLASK_DEBUG": "on"}, "FLASK_DEBUG"),
        ({"MAIL_BACKEND": "file"}, "MAIL_BACKEND"),
        ({"MAIL_BACKEND": "console"}, "MAIL_BACKEND"),
        ({"STAFF_SECOND_FACTOR": "0"}, "STAFF_SECOND_FACTOR"),
        ({"LINE_CLIENT_ID": "1"}, "LINE_CLIENT_SECRET"),
        ({"LINE_CLIENT_SECRET": "1"}, "LINE_CLIENT_ID"),
        ({"THAID_CLIENT_ID": "1", "THAID_CLIENT_SECRET": "2"}, "THAID_DISCOVERY_URL"),
        ({"BASE_URL": ""}, "BASE_URL"),
        ({"BASE_URL": "http://ruamkid.example"}, "BASE_URL"),
        ({"MAIL_USERNAME": "us", "MAIL_PASSWORD": "a-word"}, "MAIL_USE_TLS"),
        (
            {
                "LINE_CLIENT_ID": "1",
                "LINE_CLIENT_SECRET": "2",
                "LINE_DISCOVERY_URL": "http://line.example",
            },
            "LINE_DISCOVERY_URL",
        ),
        ({"TRUSTED_HOSTS": ""}, "TRUSTED_HOSTS"),
        ({"RUAMKID_ENV": "prod"}, "RUAMKID_ENV"),
        ({"WORKER_PROCESSES": "two"}, "WORKER_PROCESSES"),
        ({"SAMPLE_DATA": "perhaps"}, "SAMPLE_DATA"),
    ],
)
def test_what_is_wrong_is_named(wrong: dict[str, str], named: str, tmp_path: Path) -> None:
    with pytest.raises(config.ConfigError, match=named):
        config.load(GOOD | {"DATA_DIR": str(tmp_path)} | wrong)


def test_debugging_by_an_override_is_refused_too(tmp_path: Path) -> None:
    with pytest.raises(config.ConfigError, match="FLASK_DEBUG"):
        config.load(GOOD | {"DATA_DIR": str(tmp_path)}, DEBUG=True)


def test_an_application_with_a_weak_key_does_not_start(tmp_path: Path) -> None:
    """The real thing: the process that a service manager would start ends with the remedy."""
    env = GOOD | {"DATA_DIR": str(tmp_path), "SECRET_KEY": "k" * 48, "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", "import wsgi"], cwd=ROOT, env=env, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "secrets.token_urlsafe" in done.stderr


def test_outside_production_one_secret_is_made_and_kept(tmp_path: Path) -> None:
    first = config.load({"DATA_DIR": str(tmp_path)})["SECRET_KEY"]
    assert len(first) >= 32
    assert config.load({"DATA_DIR": str(tmp_path)})["SECRET_KEY"] == first
