"""Ideas like the one that somebody is writing, so that they may support it instead."""

from __future__ import annotations

from typing import Any

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.core import limits
from app.core.access import allow, current_actor, load_or_404
from app.core.i18n import show_number
from app.develop import queries, rules
from app.develop.forms import IdeaForm
from app.develop.models import Challenge, Idea
from app.develop.queries import Similar
from app.develop.views.shared import bp

TEXT_CHARACTERS = 600
"""A title and a first sentence: more would say less what the idea is about."""
ASKED_A_MINUTE = limits.Limit("similar", 60, 60)


@bp.post("/challenges/<int:challenge_id>/similar")
@allow(rules.can_take_part)
def similar(challenge_id: int) -> ResponseReturnValue:
    """Changes nothing. A POST, as the text is not published yet: addresses stand in logs."""
    challenge = load_or_404(Challenge, challenge_id, see=rules.can_see_challenge)
    limits.hit(ASKED_A_MINUTE, str(current_actor().actor_id))
    text = request.form.get("text", "")[:TEXT_CHARACTERS]
    found = queries.similar_ideas(challenge, text, but=_numbers(request.form.getlist("but")))
    return jsonify(
        html=render_template("develop/similar_ideas.html", similar=found) if found.ideas else "",
        message=_message(len(found.ideas)),
        by_meaning=found.by_meaning,
        ideas=[_told(idea) for idea in found.ideas],
    )


def similar_to_typed(form: IdeaForm, challenge: Challenge, idea: Idea | None) -> Similar | None:
    """For the preview, where no script has asked. None: no preview was asked for."""
    if not form.preview.data or form.errors:
        return None
    text = f"{form.title.data}\n{form.body.data}"[:TEXT_CHARACTERS]
    return queries.similar_ideas(challenge, text, but=[idea.id] if idea else [])


def _told(idea: Idea) -> dict[str, Any]:
    return {
        "id": idea.id,
        "title": idea.title,
        "href": url_for("develop.idea", idea_id=idea.id),
        "supporters": idea.votes_count,
    }


def _message(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(shown)s idea like yours is listed below the text.",
        "%(shown)s ideas like yours are listed below the text.",
        count, shown=show_number(count),
    )  # fmt: skip


def _numbers(given: list[str]) -> list[int]:
    return [int(text) for text in given[:1] if text.isascii() and text.isdigit() and len(text) < 10]
