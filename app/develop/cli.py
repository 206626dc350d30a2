"""`flask recount`: counters compared with what they count. `flask ledger-export`: all votes."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path
from typing import Any

import click
from flask import Flask

from app.core.db import commit
from app.develop import commands, queries


@click.command("recount")
@click.option("--fix", is_flag=True, help="Set wrong counters right; each gets an audit entry.")
def recount(fix: bool) -> None:
    """Compare the counters of votes, comments and reactions with what they count.

    Exit status 1 where differences were found and left.
    """
    found = commands.recount(fix=fix)
    for one in found:
        click.echo(f"{one.kind} {one.id}: {one.counter} is {one.stored}, counted {one.counted}")
    commit()
    click.echo(f"{len(found)} differences" + (", set right" if found and fix else ""))
    sys.exit(1 if found and not fix else 0)


@click.command("ledger-export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def ledger_export(file: Path) -> None:
    """Write the whole ledger of votes to FILE; compressed where its name ends in .gz.

    What was there before is replaced in one step, at the end.
    """
    unfinished = file.with_name(f"{file.name}.unfinished")
    opened: Any = gzip.open if file.suffix == ".gz" else open
    with opened(unfinished, "wb") as stream:
        for piece in queries.ledger_file():
            stream.write(piece)
    unfinished.replace(file)
    click.echo(f"{file} written")


def init_app(app: Flask) -> None:
    app.cli.add_command(recount)
    app.cli.add_command(ledger_export)
