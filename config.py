"""Settings: read once from the environment, checked, and refused with the remedy.

Every setting is a row of `SETTINGS`; `docs/settings.md` lists the same rows (a test compares them).
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
ENVIRONMENTS = ("development", "testing", "production")


class ConfigError(Exception):
    """A setting is missing or wrong; the message says what to do."""


def text(value: str) -> str:
    return value.strip()


def whole(value: str) -> int:
    if not value.strip().isdigit():
        raise ValueError("must be a whole number")
    return int(value)


def boolean(value: str) -> bool:
    known = {
        "1": True,
        "true": True,
        "yes": True,
        "0": False,
        "false": False,
        "no": False,
        "": False,
    }
    if value.strip().lower() not in known:
        raise ValueError("must be one of 1, true, yes, 0, false, no")
    return known[value.strip().lower()]


def names(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def folder(value: str) -> Path:
    return Path(value).expanduser().resolve()


def environment(value: str) -> str:
    if value not in ENVIRONMENTS:
        raise ValueError(f"must be one of {', '.join(ENVIRONMENTS)}")
    return value


@dataclass(frozen=True)
class Setting:
    """One setting: its name in the environment, how it is read, its default, what it means."""

    name: str
    read: Callable[[str], Any]
    default: str
    meaning: str


SETTINGS = (
    Setting("RUAMKID_ENV", environment, "development", "development, testing or production"),
    Setting("SECRET_KEY", text, "", "signs cookies; required in production, 32 characters or more"),
    Setting(
        "DATA_DIR", folder, str(ROOT / "var"), "database file, uploads, mail: all that is kept"
    ),
    Setting("DATABASE_URL", text, "", "postgresql://…; empty: SQLite in DATA_DIR"),
    Setting("BASE_URL", text, "http://127.0.0.1:8000", "address of the site, used in mails"),
    Setting(
        "TRUSTED_HOSTS", names, "", "host names that may be asked for; empty: any in development"
    ),
    Setting("PROXIES", whole, "0", "how many reverse proxies stand in front and set X-Forwarded-*"),
    Setting("MAIL_BACKEND", text, "file", "file (into DATA_DIR/mail), smtp, locmem or console"),
    Setting("MAIL_SERVER", text, "localhost", "SMTP server"),
    Setting("MAIL_PORT", whole, "25", "SMTP port"),
    Setting("MAIL_USERNAME", text, "", "SMTP account; empty: none"),
    Setting("MAIL_PASSWORD", text, "", "SMTP password"),
    Setting("MAIL_USE_TLS", boolean, "0", "STARTTLS"),
    Setting("MAIL_DEFAULT_SENDER", text, "ruamkid@example.org", "sender of mails"),
    Setting("WORKER_PROCESSES", whole, "2", "processes of one worker"),
    Setting("MAX_UPLOAD_MB", whole, "64", "largest body of a request, in MiB"),
    Setting(
        "STAFF_SECOND_FACTOR",
        boolean,
        "1",
        "staff act as staff only after a second factor; may be off outside production alone",
    ),
    Setting(
        "SIGN_UPS_PER_HOUR",
        whole,
        "20",
        "accounts that may be begun from one network in an hour; raise it for a public meeting",
    ),
    Setting("THAID_CLIENT_ID", text, "", "sign-in with ThaiD: the client's id; empty: not offered"),
    Setting("THAID_CLIENT_SECRET", text, "", "sign-in with ThaiD: the client's secret"),
    Setting(
        "THAID_DISCOVERY_URL",
        text,
        "",
        "sign-in with ThaiD: its address that ends in /.well-known/openid-configuration",
    ),
    Setting("LINE_CLIENT_ID", text, "", "sign-in with LINE: the channel's id; empty: not offered"),
    Setting("LINE_CLIENT_SECRET", text, "", "sign-in with LINE: the channel's secret"),
    Setting(
        "LINE_DISCOVERY_URL",
        text,
        "https://access.line.me/.well-known/openid-configuration",
        "sign-in with LINE: its discovery document",
    ),
    Setting("SAMPLE_DATA", boolean, "0", "say on every page that the data are samples"),
)
PROVIDERS = ("THAID", "LINE")
SECRET_CHARACTERS, SECRET_DIFFERENT = 32, 12
PLACEHOLDERS = ("change", "secret", "example", "password", "insecure", "default", "dev-", "test")
HOW_TO_MAKE_ONE = "Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"


def load(environ: Mapping[str, str] | None = None, **overrides: Any) -> dict[str, Any]:
    """Return Flask's configuration. Raises `ConfigError`, naming the setting and the remedy."""
    environ = os.environ if environ is None else environ
    values = {setting.name: _read(setting, environ) for setting in SETTINGS}
    values.update(overrides)
    _check_production(values, environ)
    _check_providers(values)
    return values | _derived(values) | overrides


def _read(setting: Setting, environ: Mapping[str, str]) -> Any:
    raw = environ.get(setting.name, setting.default)
    try:
        return setting.read(raw)
    except ValueError as error:
        raise ConfigError(f"{setting.name}={raw!r} {error}. It sets: {setting.meaning}.") from None


def _check_production(values: Mapping[str, Any], environ: Mapping[str, str]) -> None:
    if values["RUAMKID_ENV"] != "production":
        return
    _check_secret(values["SECRET_KEY"])
    if boolean_or_set(environ.get("FLASK_DEBUG", "")) or values.get("DEBUG"):
        raise ConfigError(
            "FLASK_DEBUG must not be on in production: whoever meets an error could run code here. "
            "Remove it."
        )
    if not values["TRUSTED_HOSTS"]:
        raise ConfigError("TRUSTED_HOSTS must name the site's host names in production.")
    if not values["STAFF_SECOND_FACTOR"]:
        raise ConfigError("STAFF_SECOND_FACTOR must not be off in production: remove it.")
    if not values["BASE_URL"].startswith("https://"):
        raise ConfigError(
            f"BASE_URL={values['BASE_URL']} must begin with https:// in production: links in mails "
            "and receipts are made of it. Set it to the address of the site."
        )
    _check_mail(values)


def _check_mail(values: Mapping[str, Any]) -> None:
    if values["MAIL_BACKEND"] != "smtp":
        raise ConfigError(
            f"MAIL_BACKEND={values['MAIL_BACKEND']} sends no mail: nobody could confirm an address "
            "or set a new password. Set MAIL_BACKEND=smtp and MAIL_SERVER in production."
        )
    if values["MAIL_PASSWORD"] and not values["MAIL_USE_TLS"]:
        raise ConfigError(
            "MAIL_PASSWORD would be sent in the clear: anybody on the way could read it. Set "
            "MAIL_USE_TLS=1, or remove MAIL_USERNAME and MAIL_PASSWORD."
        )


def _check_secret(secret: str) -> None:
    """One that can be guessed signs cookies for anybody."""
    if len(secret) < SECRET_CHARACTERS:
        raise ConfigError(
            f"SECRET_KEY must have {SECRET_CHARACTERS} characters or more in production. "
            + HOW_TO_MAKE_ONE
        )
    if len(set(secret)) < SECRET_DIFFERENT or secret in secret[1:] + secret[:-1]:
        raise ConfigError(f"SECRET_KEY repeats the same few characters. {HOW_TO_MAKE_ONE}")
    if any(word in secret.lower() for word in PLACEHOLDERS):
        raise ConfigError(f"SECRET_KEY looks like an example from a document. {HOW_TO_MAKE_ONE}")


def boolean_or_set(value: str) -> bool:
    """As Flask reads FLASK_DEBUG: anything but a no is a yes."""
    return value.strip().lower() not in ("", "0", "false", "no", "off")


def _check_providers(values: Mapping[str, Any]) -> None:
    """A provider is configured in full, or not at all."""
    for name in PROVIDERS:
        parts = [f"{name}_{part}" for part in ("CLIENT_ID", "CLIENT_SECRET", "DISCOVERY_URL")]
        missing = [part for part in parts if not values[part]]
        if not values[parts[0]] and not values[parts[1]]:
            continue
        if missing:
            raise ConfigError(
                f"{', '.join(missing)} must be set too for sign-in with {name}; or remove "
                f"{parts[0]} and {parts[1]} to do without it."
            )
        production = values["RUAMKID_ENV"] == "production"
        if production and not values[parts[2]].startswith("https://"):
            raise ConfigError(
                f"{parts[2]} must begin with https:// for sign-in with {name} in production: "
                "anybody on the way could read who signs in."
            )


def _derived(values: Mapping[str, Any]) -> dict[str, Any]:
    data_dir: Path = values["DATA_DIR"]
    data_dir.mkdir(parents=True, exist_ok=True)
    production = values["RUAMKID_ENV"] == "production"
    return {
        "SECRET_KEY": values["SECRET_KEY"] or _kept_secret(data_dir),
        "SQLALCHEMY_DATABASE_URI": values["DATABASE_URL"]
        or f"sqlite:///{data_dir / 'ruamkid.sqlite'}",
        "TRUSTED_HOSTS": values["TRUSTED_HOSTS"] or None,
        "MAX_CONTENT_LENGTH": values["MAX_UPLOAD_MB"] * 1024 * 1024,
        "MAIL_FILE_PATH": str(data_dir / "mail"),
        "MAIL_USERNAME": values["MAIL_USERNAME"] or None,
        "MAIL_PASSWORD": values["MAIL_PASSWORD"] or None,
        "MAIL_TIMEOUT": 10,  # seconds; without it a server that hangs holds a thread for ever
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a form may stand open for a day
        # The token protects; pages with a secret in their address send no Referer to check
        "WTF_CSRF_SSL_STRICT": False,
        "SESSION_COOKIE_NAME": "__Host-session" if production else "session",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # It would go out with pictures too, which caches may keep for anybody
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=14),  # as long as a session's row lasts
        "TESTING": values["RUAMKID_ENV"] == "testing",
        "PREFERRED_URL_SCHEME": "https" if values["BASE_URL"].startswith("https") else "http",
    }


def _kept_secret(data_dir: Path) -> str:
    """Outside production, one key a data folder: signed cookies survive a restart."""
    path = data_dir / "secret_key"
    if not path.exists():
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
        path.chmod(0o600)
    return path.read_text(encoding="ascii")
