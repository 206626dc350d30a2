"""`flask recount`: are the counters what they count?"""

from __future__ import annotations

import sys

import click
from flask import Flask

from app.core.db import commit
from app.develop import commands


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


def init_app(app: Flask) -> None:
    app.cli.add_command(recount)
