"""Commands: `flask --app wsgi worker`, `… seed`, `… jobs-run`."""

from __future__ import annotations

import click
from flask import Flask, current_app

from app.core import jobs


@click.command("worker")
def worker() -> None:
    """Do the background work until stopped."""
    current_app.extensions["queue"].consume(current_app.config["WORKER_PROCESSES"])


@click.command("jobs-run")
def jobs_run() -> None:
    """Run all queued jobs here and now, without a worker."""
    click.echo(f"{jobs.run_queued()} jobs run")


def init_app(app: Flask) -> None:
    for command in (worker, jobs_run):
        app.cli.add_command(command)
