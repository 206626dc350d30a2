"""`flask create-admin EMAIL`: the first administrator. `flask erasures apply`: after a restore."""

from __future__ import annotations

import click
from email_validator import EmailNotValidError, validate_email
from flask import Flask

from app.accounts import commands, queries
from app.accounts.commands.access import reset_path
from app.accounts.models import Person
from app.core import mail
from app.core.db import commit


@click.command("create-admin")
@click.argument("email")
def create_admin(email: str) -> None:
    """Make EMAIL an administrator; print a link that sets the password, once, within 30 minutes."""
    try:
        address = validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise click.BadParameter(str(error), param_hint="EMAIL") from None
    person = queries.person_by_email(address) or _new(address)
    commands.make_administrator(person)
    link = mail.absolute(reset_path(person))
    commit()
    click.echo(f"{person.email} is an administrator. Set the password within 30 minutes:\n{link}")


def _new(address: str) -> Person:
    return commands.create_person(None, email=address, display_name=address.partition("@")[0][:80])


@click.group("erasures")
def erasures() -> None:
    """Who has been erased: kept in DATA_DIR/erasures.log, outside the database."""


@erasures.command("apply")
def apply_erasures() -> None:
    """Erase again whom a restored backup has brought back."""
    done = 0
    for person, words in commands.to_erase_again():
        commands.erase_again(person, words=words)
        commit()
        done += 1
    click.echo(f"{done} people erased again")


def init_app(app: Flask) -> None:
    app.cli.add_command(create_admin)
    app.cli.add_command(erasures)
