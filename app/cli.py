"""Commands: `flask --app wsgi worker`, `… seed`, `… jobs-run`."""

from __future__ import annotations

import click
from flask import Flask, current_app

from app.core import catalogues, jobs


@click.command("worker")
def worker() -> None:
    """Do the background work until stopped."""
    current_app.extensions["queue"].consume(current_app.config["WORKER_PROCESSES"])


@click.command("jobs-run")
def jobs_run() -> None:
    """Run all queued jobs here and now, without a worker."""
    click.echo(f"{jobs.run_queued()} jobs run")


@click.command("messages")
@click.argument("slices", nargs=-1)
def messages(slices: tuple[str, ...]) -> None:
    """Collect what is to be translated (of some slices, or of all) into app/translations."""
    for name in slices or catalogues.slices():
        missing = catalogues.update(name)
        click.echo(f"{name}: " + ", ".join(f"{code} {count} missing" for code, count in missing.items()))


def init_app(app: Flask) -> None:
    for command in (worker, jobs_run, messages):
        app.cli.add_command(command)
