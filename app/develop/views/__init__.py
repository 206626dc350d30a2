"""Pages of Develop, a file a theme."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.core import navigation
from app.core.labels import LABELS
from app.develop import cli, impressions, own_data, provided
from app.develop import jobs as _jobs  # noqa: F401  registers the background work
from app.develop.labels import WORDS
from app.develop.views import (
    answers,
    appeals,
    attachments,
    ballots,
    challenges,
    comments,
    coordination,
    costs,
    decisions,
    doubts,
    duplicates,
    families,
    following,
    house_rules,
    ideas,
    ledger,
    moderation,
    my_votes,
    order,
    queue,
    reports,
    results,
    sanctions,
    sharing,
    similar,
    tags,
    versions,
    votes,
    withdrawal,
    writing,
)
from app.develop.views.shared import bp

__all__ = [
    "answers",
    "appeals",
    "attachments",
    "ballots",
    "bp",
    "challenges",
    "comments",
    "coordination",
    "costs",
    "decisions",
    "doubts",
    "duplicates",
    "families",
    "following",
    "house_rules",
    "ideas",
    "ledger",
    "moderation",
    "my_votes",
    "order",
    "own_data",
    "provided",
    "queue",
    "reports",
    "results",
    "sanctions",
    "sharing",
    "similar",
    "tags",
    "versions",
    "votes",
    "withdrawal",
    "writing",
]


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    for words in WORDS:
        LABELS.update(words)
    navigation.add(app, "public", 30, _l("Challenges and ideas"), "develop.challenges")
    navigation.add(app, "mine", 20, _l("What I follow"), "develop.following")
    navigation.add(app, "mine", 30, _l("My drafts"), "develop.my_drafts")
    navigation.add(app, "mine", 40, _l("My votes and receipts"), "develop.my_votes")
    navigation.add(app, "mine", 50, _l("Invitations to your ideas"), "develop.family_requests")
    navigation.add(app, "mine", 60, _l("What I reported"), "develop.my_reports")
    navigation.add(app, "mine", 70, _l("What moderators decided about me"), "develop.my_decisions")
    navigation.add(app, "work", 55, _l("Open a challenge"), "develop.new_challenge")
    navigation.add(app, "work", 58, _l("Answers"), "develop.waiting_answers")
    navigation.add(app, "work", 60, _l("Moderation"), "develop.moderation")
    impressions.init_app(app)
    cli.init_app(app)
