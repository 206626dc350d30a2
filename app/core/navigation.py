"""The menu: each slice adds its entries; a reader sees those whose route is open to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from flask import Flask, current_app

from app.core.access import current_actor, rule_of

Section = Literal["public", "mine", "work"]
"""What anybody may open, what belongs to the reader, what staff work with."""


@dataclass(frozen=True)
class Entry:
    """`text` is lazy: translated for each reader. Entries are shown by `position`."""

    section: Section
    position: int
    text: Any
    endpoint: str


def add(app: Flask, section: Section, position: int, text: Any, endpoint: str) -> None:
    entries(app).append(Entry(section, position, text, endpoint))


def entries(app: Flask) -> list[Entry]:
    known: list[Entry] = app.extensions.setdefault("navigation", [])
    return known


def menu(section: Section) -> list[Entry]:
    """The entries of a section whose route's own rule allows this reader."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    actor = current_actor()
    shown = []
    for entry in entries(app):
        rule = rule_of(app, entry.endpoint) if entry.section == section else None
        if rule is not None and rule(actor):
            shown.append(entry)
    return sorted(shown, key=lambda entry: entry.position)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["menu"] = menu
