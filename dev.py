#!/usr/bin/env python3
"""Run and check Ruamkid: `python3 dev.py up` runs the platform, `python3 dev.py test` tests it.

Needs Python 3.11 or newer and nothing else: it makes `.venv`, installs what is locked, and goes on.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCKS = ("requirements", "requirements-dev")
COMPILE = (
    "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--upgrade", "--no-annotate",
    "--no-emit-index-url", "--python-version", "3.11",
    "--custom-compile-command", "python3 dev.py lock",
)  # fmt: skip
HOST = "127.0.0.1"
SECONDS_TO_START = 60


class Stop(Exception):
    """Something is missing; the message says what, and how to mend it."""


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036  the message is for those who have an older one
        print(
            f"Ruamkid needs Python 3.11 or newer; this is {sys.version.split()[0]}.",
            file=sys.stderr,
        )
        return 2
    arguments = _arguments()
    try:
        status: int = arguments.run(arguments)
        return status
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as failed:
        print(f"\nThis step failed: {' '.join(map(str, failed.cmd))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    commands = parser.add_subparsers(required=True)
    up_ = commands.add_parser("up", help="run the platform with sample data on this machine")
    up_.add_argument("--port", type=int, default=8000)
    up_.add_argument("--empty", action="store_true", help="the framework alone, no sample data")
    up_.set_defaults(run=up)
    test_ = commands.add_parser("test", help="run all tests; further arguments go to pytest")
    test_.add_argument("pytest", nargs=argparse.REMAINDER)
    test_.set_defaults(run=test)
    commands.add_parser("check", help="ruff and mypy").set_defaults(run=check)
    commands.add_parser("lock", help="lock the requirements anew").set_defaults(run=lock)
    return parser.parse_args()


# --- up -------------------------------------------------------------------------------------------


def up(arguments: argparse.Namespace) -> int:
    _refuse_taken(arguments.port)
    install("requirements")
    address = f"http://{HOST}:{arguments.port}"
    env = _environment(address, sample=not arguments.empty)
    _step("Bringing the database up to date")
    _flask(env, "db", "upgrade")
    _step("Seeding the framework" + ("" if arguments.empty else " and sample data, first analysis"))
    _flask(env, "seed", *([] if arguments.empty else ["--sample"]))
    _step("Starting the web server and the worker")
    return _serve(env, arguments.port, address)


def _environment(address: str, *, sample: bool) -> dict[str, str]:
    env = dict(os.environ, FLASK_APP="wsgi", PYTHONUNBUFFERED="1")
    env.setdefault("BASE_URL", address)
    env.setdefault("MALLOC_ARENA_MAX", "2")  # see docs/operations.md
    env.setdefault("SAMPLE_DATA", "1" if sample else "0")
    if sample and env.get("RUAMKID_ENV") != "production":
        env.setdefault("STAFF_SECOND_FACTOR", "0")  # sample accounts have no authenticator app
    return env


def _serve(env: dict[str, str], port: int, address: str) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that `finally` stops the children
    children = {
        "web server": subprocess.Popen(_web_server(port), env=env, cwd=ROOT),
        "worker": subprocess.Popen([str(PYTHON), "-m", "flask", "worker"], env=env, cwd=ROOT),
    }
    try:
        _wait_until_it_answers(address, children)
        _flask(env, "welcome", address)
        return _until_one_ends(children)
    finally:
        for child in children.values():
            _end(child)


def _web_server(port: int) -> list[str]:
    if os.name == "nt":
        return [str(PYTHON), "-m", "waitress", f"--listen={HOST}:{port}", "wsgi:app"]
    options = ["-k", "gthread", "--workers", "2", "--threads", "8", "--log-level", "warning"]
    return [str(PYTHON), "-m", "gunicorn", *options, "-b", f"{HOST}:{port}", "wsgi:app"]


def _wait_until_it_answers(address: str, children: dict[str, subprocess.Popen[bytes]]) -> None:
    for _ in range(SECONDS_TO_START * 5):
        _stop_if_ended(children)
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310  our own http address
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise Stop(f"The web server did not answer on {address} within {SECONDS_TO_START} seconds.")


def _until_one_ends(children: dict[str, subprocess.Popen[bytes]]) -> int:
    while True:
        _stop_if_ended(children)
        time.sleep(1)


def _stop_if_ended(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise Stop(f"The {name} has stopped (exit status {child.returncode}); see above why.")


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
    try:
        child.wait(timeout=10)
    except subprocess.TimeoutExpired:
        child.kill()


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise Stop(
                f"Port {port} is taken by another program. Stop that, or take another port: "
                f"python3 dev.py up --port {port + 1}"
            ) from None


# --- test, check, lock ----------------------------------------------------------------------------


def test(arguments: argparse.Namespace) -> int:
    install("requirements-dev")
    browser = find_chromium()
    if browser is None and os.environ.get("CI"):
        raise Stop("CI is set and Chromium was not found. Debian: apt-get install chromium")
    if browser is None:
        print(
            "Chromium was not found: browser tests are left out. Debian: apt-get install chromium"
        )
    env = dict(os.environ, RUAMKID_ENV="testing")
    if browser:
        env["CHROMIUM"] = browser
    given = [argument for argument in arguments.pytest if argument != "--"]
    command = [
        str(PYTHON),
        "-m",
        "pytest",
        *(given or ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]),
    ]
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def find_chromium() -> str | None:
    """Where Chromium or Chrome is on this machine; None where it is not."""
    known = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, known)), None)


def check(_arguments: argparse.Namespace) -> int:
    install("requirements-dev")
    for command in (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]):
        _run([str(PYTHON), "-m", *command])
    return 0


def lock(_arguments: argparse.Namespace) -> int:
    install("requirements-dev")
    _run([str(PYTHON), "-m", "pip", "install", "--quiet", "uv"])
    for name in LOCKS:
        _run([str(PYTHON), "-m", "uv", *COMPILE, f"{name}.in", "-o", f"{name}.txt"])
    return 0


# --- the virtual environment ----------------------------------------------------------------------


def install(name: str) -> None:
    """Make `.venv` and install what `name`.txt locks; nothing to do where that is done."""
    if not _works(PYTHON):
        _step("Making .venv")
        _make_venv()
    wanted = hashlib.sha256((ROOT / f"{name}.txt").read_bytes()).hexdigest()
    if _installed(name) == wanted:
        return
    _step(f"Installing what {name}.txt locks (a minute or two, the first time)")
    _pip("install", "--quiet", "--require-hashes", "-r", f"{name}.txt")
    _note(name).write_text(wanted, encoding="ascii")


def _installed(name: str) -> str:
    note = _note(name)
    return note.read_text(encoding="ascii") if note.exists() else ""


def _note(name: str) -> Path:
    return VENV / f"installed-{name}"


def _works(python: Path) -> bool:
    if not python.exists():
        return False
    asked = [str(python), "-c", "import pip"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def _make_venv() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    raise Stop(
        "Python could not make a virtual environment:\n"
        f"  {(made.stdout + made.stderr).strip()}\n"
        f"On Debian and Ubuntu a part is missing: apt-get install python{version}-venv"
    )


def _pip(*arguments: str) -> None:
    quiet = ["--disable-pip-version-check", "--no-input"]
    _run([str(PYTHON), "-m", "pip", *arguments, *quiet])


def _flask(env: dict[str, str], *arguments: str) -> None:
    subprocess.run([str(PYTHON), "-m", "flask", *arguments], cwd=ROOT, env=env, check=True)


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, cwd=ROOT, check=True)


def _step(text: str) -> None:
    print(f"• {text} …", flush=True)


if __name__ == "__main__":
    sys.exit(main())
