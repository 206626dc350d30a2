"""The background work of an analysis run: read, analyse, store all of it at once."""

from __future__ import annotations

from app.core import jobs
from app.core.db import db, reading
from app.diagnose import analysis
from app.diagnose.commands.analysis import JOB, store_findings
from app.diagnose.models import AnalysisRun
from app.diagnose.queries.analysis import load_chosen
from app.diagnose.selection import Selection

READ, STORE = "read", "store"
READ_UNTIL, STORE_FROM = 0.02, 0.94
"""Shares of the whole; the engine's own progress lies between them."""


@jobs.handler(JOB)
def run_analysis(progress: jobs.Progress, run_id: int) -> None:
    """A run that is tried again starts from nothing: all it finds is stored in one commit."""
    progress(0.0, READ)
    with reading():
        run = db.session.get_one(AnalysisRun, run_id)
        params, seed = dict(run.params), run.seed
        rows = load_chosen(Selection.from_json(run.selection))

    def engine_progress(fraction: float, stage: str) -> None:
        progress(READ_UNTIL + fraction * (STORE_FROM - READ_UNTIL), stage)

    found = analysis.analyse(rows, params, seed, engine_progress)
    progress(STORE_FROM, STORE)
    store_findings(db.session.get_one(AnalysisRun, run_id), found)
