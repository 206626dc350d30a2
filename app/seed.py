"""`flask seed`: the participation framework, and with `--sample` a living platform to look at.

Each part is one transaction (or a job's), says whether it is done already, and is made by the same
verbs as anybody's doing, with the clock set back to the day on which it happened.
"""

from __future__ import annotations

from collections.abc import Callable

import click

from app.core.db import commit
from app.develop.models import Challenge, LedgerSeal
from app.diagnose.models import Issue, Submission
from app.missions.commands import seed_framework, seed_places
from app.seeding.base import FOLDER, sample_people, there
from app.seeding.challenges import add_challenges
from app.seeding.diagnose import add_issues, analyse, import_submissions, is_analysed
from app.seeding.finish import finish
from app.seeding.people import add_people, people_are_there, sample_password_file

__all__ = ["sample_password_file", "sample_people", "seed"]

PARTS: tuple[tuple[str, Callable[[], bool], Callable[[], None]], ...] = (
    ("sample people", people_are_there, add_people),
    ("sample submissions", there(Submission), import_submissions),
    ("first analysis", is_analysed, analyse),
    ("sample issues", there(Issue), add_issues),
    ("sample challenges, and what happened in them", there(Challenge), add_challenges),
    ("orders, counts and the ledger", there(LedgerSeal), finish),
)


@click.command("seed")
@click.option("--sample", is_flag=True, help="Add sample people, submissions, issues and ideas.")
def seed(sample: bool) -> None:
    """Fill a new platform. What is there already stays as it is."""
    made = seed_framework(FOLDER / "framework.json")
    places = seed_places(FOLDER / "places.csv")
    commit()
    click.echo(f"  framework: {_told(made)}")
    click.echo(f"  places: {_told(places)}")
    if not sample:
        return
    for name, is_done, part in PARTS:
        if is_done():
            click.echo(f"  {name}: there already")
            continue
        click.echo(f"  {name} …")
        part()
        commit()


def _told(made: dict[str, int]) -> str:
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in made.items()) or (
        "there already"
    )
