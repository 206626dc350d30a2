"""Sample people: accounts to sign in with, and voters who have no password."""

from __future__ import annotations

import secrets
from itertools import cycle
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from app.accounts.commands.people import create_person
from app.accounts.identity import email_key
from app.accounts.models import ParticipantGroup, Person, Role
from app.accounts.passwords import hash_password
from app.core.db import db
from app.missions.models import Unit
from app.seeding.base import Record, address_of, days_ago, sample_people, voter_keys

JOINED_DAYS_AGO = 260
"""The first ones; the others came one after the other."""
VOTERS_JOINED_DAYS_AGO = 120


def sample_password_file() -> Path:
    folder: Path = current_app.config["DATA_DIR"]
    return folder / "sample-password.txt"


def people_are_there() -> bool:
    key = email_key(sample_people()[0]["email"])
    return db.session.scalar(sa.select(Person.id).where(Person.email_key == key)) is not None


def add_people() -> None:
    """They share a password, and so one hash of it: to make one takes a tenth of a second."""
    hashed = hash_password(_sample_password())
    units = {unit.code: unit.id for unit in db.session.scalars(sa.select(Unit))}
    for number, record in enumerate(sample_people()):
        with days_ago(record.get("joined_days_ago", JOINED_DAYS_AGO - 3 * number)):
            _add_person(record, units).password_hash = hashed
    _add_voters()


def _add_person(record: Record, units: dict[str, int]) -> Person:
    role = Role(record["role"])
    return create_person(
        None,
        email=record["email"],
        display_name=record["name"],
        participant_group=ParticipantGroup(record["participant_group"]),
        language=record["language"],
        role=role,
        unit_id=units[record["unit"]] if role is Role.OFFICER else None,
    )


def _add_voters() -> None:
    """They have voted, and nobody can sign in as one of them."""
    groups = cycle(ParticipantGroup)
    for number, (key, group) in enumerate(zip(voter_keys(), groups, strict=False)):
        with days_ago(VOTERS_JOINED_DAYS_AGO - number / 2):
            create_person(
                None, email=address_of(key), participant_group=group,
                display_name=f"ผู้ลงคะแนนตัวอย่าง {number + 1:02}",
            )  # fmt: skip


def _sample_password() -> str:
    """One for all sample accounts, made for this installation and kept in its data folder."""
    path = sample_password_file()
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9), encoding="ascii")
    return path.read_text(encoding="ascii")
