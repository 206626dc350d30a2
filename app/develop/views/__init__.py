"""Pages of Develop, a file a theme."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.core import navigation
from app.core.labels import LABELS
from app.develop import cli, provided
from app.develop import jobs as _jobs  # noqa: F401  registers the background work
from app.develop.labels import WORDS
from app.develop.views import (
    ballots,
    challenges,
    comments,
    coordination,
    costs,
    doubts,
    duplicates,
    families,
    ideas,
    ledger,
    moderation,
    my_votes,
    results,
    similar,
    votes,
)
from app.develop.views.shared import bp

__all__ = [
    "ballots",
    "bp",
    "challenges",
    "comments",
    "coordination",
    "costs",
    "doubts",
    "duplicates",
    "families",
    "ideas",
    "ledger",
    "moderation",
    "my_votes",
    "provided",
    "results",
    "similar",
    "votes",
]


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    for words in WORDS:
        LABELS.update(words)
    navigation.add(app, "public", 30, _l("Challenges and ideas"), "develop.challenges")
    navigation.add(app, "work", 55, _l("Open a challenge"), "develop.new_challenge")
    navigation.add(app, "work", 60, _l("Moderation"), "develop.moderation")
    cli.init_app(app)
