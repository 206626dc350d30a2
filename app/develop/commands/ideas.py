"""Ideas: posted and changed."""

from __future__ import annotations

from app.core import audit, clock
from app.core.actors import Actor
from app.core.db import db
from app.core.refusals import require
from app.core.search import search_text
from app.develop import rules
from app.develop.commands.similar import place_idea
from app.develop.models import Challenge, Idea
from app.develop.rules import Act


def post_idea(actor: Actor, challenge: Challenge, *, title: str, body: str) -> Idea:
    """Raises `Refused` where the challenge takes no ideas now."""
    may = rules.can_post_idea(actor, challenge)
    require(may, rules.why_not(actor, challenge, Act.POST))
    idea = Idea(
        challenge_id=challenge.id, author_id=actor.actor_id, title=title, body=body,
        search_text=search_text(title, body),
    )  # fmt: skip
    db.session.add(idea)
    db.session.flush()
    place_idea(idea)
    audit.record(actor, "idea.post", idea, after={"title": title})
    return idea


def edit_idea(actor: Actor, idea: Idea, *, title: str, body: str) -> None:
    """Change one's own words while ideas are taken. The words before stay in the audit log."""
    may = rules.can_edit_idea(actor, idea)
    require(may, rules.why_not_on(actor, idea, Act.EDIT))
    before = {"title": idea.title, "body": idea.body}
    idea.title, idea.body, idea.edited_at = title, body, clock.now()
    idea.search_text = search_text(title, body)
    db.session.flush()
    place_idea(idea)
    audit.record(actor, "idea.edit", idea, before=before, after={"title": title, "body": body})
