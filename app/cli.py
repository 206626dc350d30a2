"""Commands: `flask --app wsgi worker`, `… seed`, `… jobs-run`."""

from __future__ import annotations

import click
from flask import Flask, current_app

from analytics.text.tokens import use_fast_cutter
from app.accounts.models import Role
from app.core import catalogues, jobs
from app.seed import sample_password_file, sample_people, seed


@click.command("worker")
def worker() -> None:
    """Do the background work until stopped."""
    use_fast_cutter()  # imports cut tens of thousands of texts
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
        click.echo(
            f"{name}: " + ", ".join(f"{code} {count} missing" for code, count in missing.items())
        )


@click.command("welcome")
@click.argument("address")
def welcome(address: str) -> None:
    """Say where the platform is and, where there are sample accounts, who may sign in."""
    click.echo(f"\nRuamkid is ready: {address}   (stop it with Ctrl+C)\n")
    if not sample_password_file().exists():
        return
    click.echo("Sample accounts, one of each role:")
    for role in Role:
        email = next(one["email"] for one in sample_people() if one["role"] == role)
        click.echo(f"  {role:<14} {email}")
    click.echo(f"  password       {sample_password_file().read_text(encoding='ascii')}\n")
    if not current_app.config["STAFF_SECOND_FACTOR"]:
        click.echo(
            "So that you can look around, staff need no second step to sign in here\n"
            "(STAFF_SECOND_FACTOR=0). In production every member of staff needs one.\n"
        )


def init_app(app: Flask) -> None:
    for command in (worker, jobs_run, messages, seed, welcome):
        app.cli.add_command(command)
