"""The real thing for tests: gunicorn and a worker as processes of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60


@dataclass
class Site:
    """A running platform. `env` runs `flask` commands on the same data."""

    address: str
    env: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: Mapping[str, object]) -> Site:
        """Not started: `settings` as from the fixture `new_database`."""
        address = f"http://127.0.0.1:{free_port()}"
        given = {name: str(value) for name, value in settings.items() if name.isupper()}
        own = {"FLASK_APP": "wsgi", "BASE_URL": address, "RUAMKID_ENV": "development",
               "MAIL_BACKEND": "file", "MALLOC_ARENA_MAX": "2"}  # fmt: skip
        env = os.environ | given | own
        env.pop("WTF_CSRF_ENABLED", None)
        return cls(address, env)

    def flask(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "flask", *arguments],
            cwd=ROOT, env=self.env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start_web(self, workers: int = 2, threads: int = 8, application: str = "wsgi:app") -> None:
        port = self.address.rsplit(":", 1)[1]
        options = ["-k", "gthread", "--workers", str(workers), "--threads", str(threads)]
        self._start("web", "gunicorn", *options, "--log-level", "error", "-b", f"127.0.0.1:{port}",
                    application)  # fmt: skip
        self._wait()

    def start_worker(self) -> None:
        self._start("worker", "flask", "worker")

    def kill_worker(self) -> None:
        """SIGKILL to the worker and all its processes, as a machine that loses power would."""
        worker = self.processes.pop("worker")
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def web_memory(self) -> list[int]:
        """Resident MiB of each web process."""
        parent = self.processes["web"].pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
        return [_resident(int(child)) for child in children.split()]

    def stop(self) -> None:
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        for process in self.processes.values():
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)

    def _start(self, name: str, module: str, *arguments: str) -> None:
        self.processes[name] = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT, env=self.env, start_new_session=True,
        )  # fmt: skip

    def _wait(self) -> None:
        for _ in range(SECONDS_TO_START * 5):
            try:
                with urllib.request.urlopen(f"{self.address}/patterns", timeout=5):  # noqa: S310
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.2)
        raise AssertionError("the web server did not start")


@contextmanager
def running(settings: Mapping[str, object], *, worker: bool = True) -> Iterator[Site]:
    """A site on migrated, empty tables: `settings` as from the fixture `new_database`."""
    site = Site.of(settings)
    site.flask("db", "upgrade")
    try:
        site.start_web()
        if worker:
            site.start_worker()
        yield site
    finally:
        site.stop()


def _resident(process: int) -> int:
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
