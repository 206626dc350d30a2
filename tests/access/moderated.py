"""What moderation adds to the small world: a case, decisions, appeals."""

from __future__ import annotations

from typing import Any

from app.core import clock
from app.core.db import db
from app.develop.commands.holding import ensure_group
from app.develop.models import Action, Appeal, Decision, HouseRule, Idea
from tests.support import make
from tests.support.cast import Cast


def moderated(cast: Cast, variants: tuple[str, ...], idea_id: int) -> dict[str, dict[str, Any]]:
    """A held comment of Mana's; Mali, Mana and Suda were warned, and appealed."""
    idea = db.session.get_one(Idea, idea_id)
    held = make.comment(
        idea, cast.mana, "ดูที่ https://example.org", held_at=clock.now(), held_for="links"
    )
    idea.comments_count -= 1  # what is held counts nowhere
    decided = {
        name: _warned(cast, person)
        for name, person in zip(variants, (cast.mali, cast.mana, cast.suda), strict=True)
    }
    appeals = {name: _appealed(decision) for name, decision in decided.items()}
    return {
        "group_id": dict.fromkeys(variants, ensure_group(held)),
        "batch": {name: decision.batch for name, decision in decided.items()},
        "appeal_id": {name: appeal.id for name, appeal in appeals.items()},
    }


def _warned(cast: Cast, person: Any) -> Decision:
    decision = Decision(
        action=Action.WARN, rule=HouseRule.INSULT, note="ขอให้สุภาพ", person_id=person.id,
        decided_by_id=cast.modda.id, batch=f"{person.id:032x}",
    )  # fmt: skip
    db.session.add(decision)
    db.session.flush()
    return decision


def _appealed(decision: Decision) -> Appeal:
    appeal = Appeal(decision_id=decision.id, text="ผมไม่ได้พูดอย่างนั้น")
    db.session.add(appeal)
    db.session.flush()
    return appeal
