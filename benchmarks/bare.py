"""The least that Flask can do, for comparison: `gunicorn benchmarks.bare:app`."""

from __future__ import annotations

from flask import Flask

app = Flask(__name__)


@app.get("/")
def constant() -> str:
    return "ok"


@app.get("/patterns")
def alive() -> str:
    """Where `tests.support.server` asks whether a site has started."""
    return "ok"
